//! The templates, and what each of them shows.

use askama::Template;

use super::form::Form;
use super::frame::Frame;

/// A link beside a form.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) id: &'static str,
    /// What the link answers, in front of it.
    pub(super) question: Option<&'static str>,
    pub(super) text: &'static str,
    pub(super) address: String,
}

/// A form that has a message sent again.
#[derive(Debug)]
pub(super) struct Resend {
    pub(super) action: String,
    pub(super) username: String,
}

/// Name and password, or another provider.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub(super) struct SignIn<'v> {
    pub(super) frame: &'v Frame,
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) form: Form,
    /// The users of the pool itself may sign in.
    pub(super) has_password: bool,
    pub(super) forgot_password: Option<String>,
    pub(super) sign_up: Option<String>,
    pub(super) providers: Vec<Provider>,
}

/// A way in by another provider.
#[derive(Debug)]
pub(super) struct Provider {
    pub(super) name: String,
    pub(super) address: String,
}

/// Most pages: some words and a form.
#[derive(Template)]
#[template(path = "form.html")]
pub(super) struct FormPage<'v> {
    pub(super) frame: &'v Frame,
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) lead: Option<String>,
    pub(super) form: Form,
    /// What the form's button says; without one there is nothing to enter.
    pub(super) button: Option<&'static str>,
    pub(super) resend: Option<Resend>,
    pub(super) aside: Option<Link>,
}

impl<'v> FormPage<'v> {
    /// A page that is called what its form is, and has nothing beside it.
    pub(super) fn of(
        frame: &'v Frame,
        title: &'static str,
        form: Form,
        button: &'static str,
    ) -> Self {
        Self {
            frame,
            name: form.id,
            title,
            lead: None,
            form,
            button: Some(button),
            resend: None,
            aside: None,
        }
    }
}

/// One of several second factors.
#[derive(Template)]
#[template(path = "choice.html")]
pub(super) struct Choice<'v> {
    pub(super) frame: &'v Frame,
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) form: Form,
    pub(super) question: &'static str,
    /// What is sent for each, and what it is called.
    pub(super) options: Vec<(&'static str, &'static str)>,
    pub(super) start_again: String,
}

/// The secret for an authenticator app.
#[derive(Template)]
#[template(path = "software_token.html")]
pub(super) struct SoftwareToken<'v> {
    pub(super) frame: &'v Frame,
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) form: Form,
    pub(super) qr: super::qr_code::QrCode,
    /// The same as a link, which opens an app on a phone.
    pub(super) address: String,
    pub(super) secret: String,
    pub(super) grouped_secret: String,
    pub(super) start_again: String,
}

/// Somebody is signed in already.
#[derive(Template)]
#[template(path = "account.html")]
pub(super) struct Account<'v> {
    pub(super) frame: &'v Frame,
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) action: String,
    pub(super) csrf: String,
    pub(super) go_on: String,
    pub(super) another: String,
}

/// Words, and at most a link.
#[derive(Template)]
#[template(path = "message.html")]
pub(super) struct Message<'v> {
    pub(super) frame: &'v Frame,
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
    /// In English, for developers.
    pub(super) detail: Option<&'v str>,
    pub(super) link: Option<Link>,
}
