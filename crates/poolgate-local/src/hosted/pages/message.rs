//! Pages that only say something.

use poolgate_flow::ServiceError;

use super::frame::Frame;
use super::language::Language;
use super::page::{Page, render};
use super::texts::translated;
use super::view::Message;
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::hosted::fields::Fields;
use crate::hosted::{Answer, Visit};
use crate::users::confirmation;

/// Somebody has signed out, and the application does not say where to go.
pub(in crate::hosted) fn signed_out(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    let frame = frame(context, visit);
    let texts = frame.texts();
    let message = Message {
        frame: &frame,
        name: "signed-out",
        title: texts.signed_out_title,
        text: texts.signed_out_text,
        detail: None,
        link: None,
    };
    render(200, &message, None)
}

/// `GET /confirmUser` with all that the link in an e-mail carries: confirms the sign-up.
pub(in crate::hosted) fn confirm_by_link(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    confirmed(context, &visit.query, visit.header("accept-language"))
}

/// What came of the link in an e-mail.
pub(crate) fn confirmed(
    context: &Context<'_>,
    query: &Fields,
    accept_language: Option<&str>,
) -> Answer {
    let frame = Frame::bare(
        context,
        Language::choose(query.get("lang"), accept_language),
    );
    let texts = frame.texts();
    let Err(error) = confirm(context, query) else {
        let message = Message {
            frame: &frame,
            name: "confirmed",
            title: texts.confirmed_title,
            text: texts.confirmed_close,
            detail: None,
            link: None,
        };
        return render(200, &message, None);
    };
    let known = translated(frame.language, &error.message);
    let message = Message {
        frame: &frame,
        name: "error",
        title: texts.confirmation_refused,
        text: known.unwrap_or_default(),
        detail: known.is_none().then_some(error.message.as_str()),
        link: None,
    };
    render(400, &message, None)
}

fn confirm(context: &Context<'_>, query: &Fields) -> Result<(), ServiceError> {
    let incomplete = || invalid_parameter("This link is not complete.");
    let parameter = |name| query.get(name).ok_or_else(incomplete);
    let client_id = parameter("client_id")?;
    let username = parameter("user_name")?;
    let code = parameter("confirmation_code")?;
    confirmation::confirm_by_link(context, client_id, username, code)
}

/// The form comes too late, twice, or from elsewhere: nothing was done.
pub(super) fn expired(page: &Page<'_, '_>, status: u16) -> Answer {
    let texts = page.frame.texts();
    let message = Message {
        frame: &page.frame,
        name: "expired",
        title: texts.expired_title,
        text: texts.expired_text,
        detail: None,
        link: Some(page.start_again()),
    };
    page.render(status, &message)
}

/// Nobody gets a code in this pool: an administrator confirms.
pub(super) fn sign_up_waits(page: &Page<'_, '_>) -> Answer {
    let texts = page.frame.texts();
    let message = Message {
        frame: &page.frame,
        name: "sign-up-waits",
        title: texts.confirmation_title,
        text: texts.sign_up_waits,
        detail: None,
        link: Some(page.back_to_sign_in()),
    };
    page.render(200, &message)
}

/// The server cannot go on.
pub(super) fn failed(page: &Page<'_, '_>, error: &ServiceError) -> Answer {
    failure(&page.frame, 500, &error.message)
}

/// A second factor is required, and none can be set up here: a phone number is an administrator's to
/// give (protocol.md 3.3).
pub(super) fn no_second_factor(page: &Page<'_, '_>) -> Answer {
    let detail = "The user pool requires MFA by text message, and the user has no phone number.";
    failure(&page.frame, 400, detail)
}

pub(super) fn failure(frame: &Frame, status: u16, detail: &str) -> Answer {
    let texts = frame.texts();
    let message = Message {
        frame,
        name: "error",
        title: texts.error_title,
        text: texts.error_advice,
        detail: Some(detail),
        link: None,
    };
    render(status, &message, None)
}

/// Around a page for nobody's sign-in.
pub(super) fn frame(context: &Context<'_>, visit: &Visit<'_>) -> Frame {
    let lang = visit.query.get("lang");
    let language = Language::choose(lang, visit.header("accept-language"));
    Frame::bare(context, language)
}
