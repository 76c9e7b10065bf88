//! `/confirmUser` and `/resendcode`: the code of a sign-up.

use poolgate_flow::ServiceError;
use serde_json::json;

use super::challenge::advance;
use super::complaint::Complaint;
use super::form::{Field, Form};
use super::identity_fields;
use super::page::Page;
use super::step::{self, Deed, Proven, Step};
use super::view::{FormPage, Resend};
use crate::constraints::{self, Service};
use crate::hosted::Answer;
use crate::model::EmailOption;
use crate::sign_in::browser;
use crate::users::confirmation::{confirm_by_code, resend_code};

/// Who is to be confirmed, as far as this browser knows.
#[derive(Default)]
struct Pending {
    username: Option<String>,
    destination: Option<String>,
    again: bool,
    proven: Option<Proven>,
}

pub(super) fn show(page: &Page<'_, '_>) -> Answer {
    if step::is_over(page) {
        return page.expired(400);
    }
    render(page, 200, &Pending::of(page), Vec::new())
}

pub(super) fn submit(page: &Page<'_, '_>) -> Answer {
    let pending = Pending::of(page).of_form(page);
    let fields = fields(page, None);
    let missing = page.missing(&fields);
    if !missing.is_empty() {
        return render(page, 400, &pending, missing);
    }
    confirm(page, &pending).unwrap_or_else(|error| complain(page, &pending, fields, &error))
}

/// `POST /resendcode`
pub(super) fn resend(page: &Page<'_, '_>) -> Answer {
    let pending = Pending::of(page).of_form(page);
    let fields = fields(page, None);
    let Some(username) = pending.username.clone() else {
        let missing = page.missing(&fields[..1]);
        return render(page, 400, &pending, missing);
    };
    send_again(page, username, pending.proven.clone())
        .unwrap_or_else(|error| complain(page, &pending, fields, &error))
}

/// Confirms, and signs in whoever has just proven the password in this browser.
fn confirm(page: &Page<'_, '_>, pending: &Pending) -> Result<Answer, ServiceError> {
    let (context, app) = (page.context, &page.authorization.app);
    let username = page.given("username").unwrap_or_default();
    let code = page.code();
    let wire = json!({
        "ClientId": app.client.id, "Username": username, "ConfirmationCode": code,
    });
    constraints::check(Service::CognitoIdp, "ConfirmSignUp", &wire)?;
    let sub = confirm_by_code(context, app, username, &code, false)?;
    let done = Step::Done {
        deed: Deed::Confirmed,
        username: username.to_owned(),
    };
    let is_proven = |proven: &&Proven| proven.sub == sub && proven.is_current(page);
    match pending.proven.as_ref().filter(is_proven) {
        // What now keeps the user out does not undo the confirmation, and is told at the sign-in.
        Some(_) => browser::resume(context, app, &sub)
            .and_then(|progress| advance(page, progress))
            .or_else(|_| done.redirect(page)),
        None => done.redirect(page),
    }
}

fn send_again(
    page: &Page<'_, '_>,
    username: String,
    proven: Option<Proven>,
) -> Result<Answer, ServiceError> {
    let app = &page.authorization.app;
    let wire = json!({ "ClientId": app.client.id, "Username": username });
    constraints::check(Service::CognitoIdp, "ResendConfirmationCode", &wire)?;
    let details = resend_code(page.context, app, &username)?;
    Step::Confirmation {
        username,
        destination: Some(details.destination().to_owned()),
        again: true,
        proven,
    }
    .redirect(page)
}

impl Pending {
    fn of(page: &Page<'_, '_>) -> Self {
        match Step::of(page) {
            Some(Step::Confirmation {
                username,
                destination,
                again,
                proven,
            }) => Self {
                username: Some(username),
                destination,
                again,
                proven,
            },
            _ => Self::default(),
        }
    }

    /// The same for the username that the form has; what is known of another one is not about it.
    fn of_form(self, page: &Page<'_, '_>) -> Self {
        let given = page.given("username");
        if self.username.as_deref() == given {
            return Self {
                again: false,
                ..self
            };
        }
        Self {
            username: given.map(ToOwned::to_owned),
            ..Self::default()
        }
    }

    fn lead(&self, page: &Page<'_, '_>) -> String {
        let texts = page.frame.texts();
        match &self.destination {
            Some(destination) if self.is_link(page) => {
                texts.link_sent_to.replace("{}", destination)
            }
            Some(destination) => texts.code_sent_to.replace("{}", destination),
            None => texts.code_sent.to_owned(),
        }
    }

    /// Whether the pool has sent a link, which leaves nothing to be entered.
    fn is_link(&self, page: &Page<'_, '_>) -> bool {
        let settings = &page.authorization.app.pool.settings;
        let option = settings.verification_message_template.default_email_option;
        let by_mail = self.destination.as_ref().is_some_and(|to| to.contains('@'));
        option == EmailOption::ConfirmWithLink && by_mail
    }
}

/// The username, unless it is known, and the code.
fn fields(page: &Page<'_, '_>, known: Option<&str>) -> Vec<Field> {
    let texts = page.frame.texts();
    let username = identity_fields::sign_in_name(&page.authorization.app.pool, texts);
    let given = page.given("username").unwrap_or_default();
    let username = known.is_none().then(|| username.with_value(given));
    username
        .into_iter()
        .chain([Field::code(texts.code)])
        .collect()
}

fn complain(
    page: &Page<'_, '_>,
    pending: &Pending,
    fields: Vec<Field>,
    error: &ServiceError,
) -> Answer {
    page.complain(error, fields, |_, complaints| {
        render(page, 400, pending, complaints)
    })
}

fn render(
    page: &Page<'_, '_>,
    status: u16,
    pending: &Pending,
    complaints: Vec<Complaint>,
) -> Answer {
    let texts = page.frame.texts();
    let username = pending.username.clone();
    let hidden = username.clone().map(|username| ("username", username));
    let (action, fields) = (
        page.action("/confirmUser"),
        fields(page, username.as_deref()),
    );
    let form = Form {
        hidden: hidden.into_iter().collect(),
        notice: pending.again.then_some(texts.code_again),
        ..page.form("confirm", action, fields, complaints)
    };
    let view = FormPage {
        name: "confirmation",
        lead: Some(pending.lead(page)),
        button: (!pending.is_link(page)).then_some(texts.confirm),
        resend: username.map(|username| Resend {
            action: page.action("/resendcode"),
            username,
        }),
        aside: Some(page.back_to_sign_in()),
        ..FormPage::of(&page.frame, texts.confirmation_title, form, texts.confirm)
    };
    page.render(status, &view)
}
