//! The pages for people: managed login (protocol.md 6.5), from templates, without any script.
//!
//! ```text
//!   /login ──► /selectMfa ──► /mfa ──────────────┐
//!     │   └──► /changePassword, /mfaSetup ───────┤
//!     ├──► /signup ──► /confirmUser ─────────────┴──► the application
//!     ├──► /forgotPassword ──► /confirmForgotPassword ──► /login
//!     └──► /continue, for whoever is signed in already
//! ```
//!
//! Each page carries the authorization request in its address, and what is in progress in a cookie
//! (`step`). A form that leads on is answered by a redirect. Of the first factors there is the
//! password; codes and passkeys instead of it are for the API.

mod account;
mod challenge;
mod complaint;
mod confirmation;
mod error;
mod forgot_password;
mod form;
mod frame;
mod identity_fields;
pub(crate) mod inbox;
mod index;
pub(crate) mod language;
mod message;
mod mfa_choice;
mod mfa_code;
mod mfa_setup;
mod new_password;
mod new_password_fields;
mod page;
mod qr_code;
mod reset_password;
mod sign_in;
mod sign_up;
mod step;
pub(crate) mod stylesheet;
mod texts;
mod view;

use super::authorization::{AuthorizationRequest, Fault};
use super::{Answer, Method, Visit};
use crate::core::Context;
use page::Page;

pub(super) use account::as_another;
pub(super) use error::error_page;
pub(super) use index::index;
pub(crate) use index::server_index;
pub(crate) use message::confirmed;
pub(super) use message::signed_out;

/// What a program is told that sends JSON (RFC 9110 section 15.5.16).
const NO_FORM: &str =
    "A page takes its form back as application/x-www-form-urlencoded, and nothing else.";

/// What shows a page, or takes its form.
type Handler = fn(&Page<'_, '_>) -> Answer;

/// `/login`
pub(super) fn login(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    answer(context, visit, sign_in::show, sign_in::submit)
}

/// `/signup`
pub(super) fn sign_up(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    answer_own_user(context, visit, sign_up::show, sign_up::submit)
}

/// `/confirmUser`: the page that takes the code, or what the link in an e-mail opens.
pub(super) fn confirm_user(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    let is_link = visit.query.get("confirmation_code").is_some();
    if is_link && visit.method == Method::Get {
        return message::confirm_by_link(context, visit);
    }
    answer_own_user(context, visit, confirmation::show, confirmation::submit)
}

/// `/resendcode`
pub(super) fn resend_code(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    answer_own_user(context, visit, confirmation::show, confirmation::resend)
}

/// `/forgotPassword`
pub(super) fn forgot_password(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    answer_own_user(
        context,
        visit,
        forgot_password::show,
        forgot_password::submit,
    )
}

/// `/confirmForgotPassword`
pub(super) fn reset_password(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    answer_own_user(context, visit, reset_password::show, reset_password::submit)
}

/// `/changePassword`
pub(super) fn new_password(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    answer_own_user(context, visit, new_password::show, new_password::submit)
}

/// `/selectMfa`
pub(super) fn mfa_choice(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    answer_own_user(context, visit, mfa_choice::show, mfa_choice::submit)
}

/// `/mfa`
pub(super) fn mfa_code(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    answer_own_user(context, visit, mfa_code::show, mfa_code::submit)
}

/// `/mfaSetup`
pub(super) fn mfa_setup(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    answer_own_user(context, visit, mfa_setup::show, mfa_setup::submit)
}

/// `/continue`
pub(super) fn go_on(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    answer(context, visit, sign_in::show, account::submit)
}

fn answer(context: &Context<'_>, visit: &Visit<'_>, show: Handler, submit: Handler) -> Answer {
    match page(context, visit) {
        Ok(page) => serve(&page, show, submit),
        Err(fault) => fault.answer(visit),
    }
}

/// The same for a page of the pool's own users, of whom some clients admit none.
fn answer_own_user(
    context: &Context<'_>,
    visit: &Visit<'_>,
    show: Handler,
    submit: Handler,
) -> Answer {
    match page(context, visit) {
        Ok(page) if page.authorization.admits_own_users() => serve(&page, show, submit),
        Ok(page) => Answer::redirect(page.link("/login")),
        Err(fault) => fault.answer(visit),
    }
}

fn page<'a, 'c>(context: &'a Context<'c>, visit: &'a Visit<'a>) -> Result<Page<'a, 'c>, Fault> {
    let authorization = AuthorizationRequest::parse(context, &visit.pool.id, &visit.query)?;
    Ok(Page::new(context, visit, authorization))
}

/// Shows the page, or takes its form if it comes from a page that this browser was shown.
fn serve(page: &Page<'_, '_>, show: Handler, submit: Handler) -> Answer {
    match page.visit.method {
        Method::Get | Method::Head => show(page),
        // Nor would it be of any use to begin again.
        _ if page.visit.parameters().is_none() => Answer::text(415, NO_FORM),
        _ if page.csrf.admits(page.visit) => submit(page),
        _ => page.expired(403),
    }
}
