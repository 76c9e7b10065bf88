//! Somebody is signed in in this browser already: go on, or as somebody else (protocol.md 6.1).

use super::page::Page;
use super::view::Account;
use crate::hosted::authorization::{Prompt, grant};
use crate::hosted::browser_session::{self, SignedIn};
use crate::hosted::{Answer, Visit};
use crate::model::User;

/// The parameter of the link to the sign-in page for another account.
const ANOTHER: (&str, &str) = ("account", "another");

/// Whether a password is wanted whoever is signed in: by the application, or by the person.
pub(super) fn wants_another(page: &Page<'_, '_>) -> bool {
    page.authorization.prompts.contains(&Prompt::Login)
        || page.visit.query.get(ANOTHER.0) == Some(ANOTHER.1)
}

/// Who is signed in in this browser, if the application lets them in.
pub(super) fn signed_in(page: &Page<'_, '_>) -> Option<SignedIn> {
    let signed_in = browser_session::current(page.context, page.visit);
    signed_in.filter(|signed_in| page.authorization.admits(signed_in))
}

/// What keeps the wish for another account, in a link to the same page.
pub(super) fn parameter(visit: &Visit<'_>) -> String {
    if visit.query.get(ANOTHER.0) == Some(ANOTHER.1) {
        as_another()
    } else {
        String::new()
    }
}

/// The wish itself.
pub(in crate::hosted) fn as_another() -> String {
    let (name, another) = ANOTHER;
    format!("&{name}={another}")
}

pub(super) fn show(page: &Page<'_, '_>, user: &User) -> Answer {
    let texts = page.frame.texts();
    let view = Account {
        frame: &page.frame,
        name: "account",
        title: texts.account_title,
        action: page.link("/continue"),
        csrf: page.csrf.reveal().to_owned(),
        go_on: texts.continue_as.replace("{}", user.sign_in_name()),
        another: page.link("/login") + &as_another(),
    };
    page.render(200, &view)
}

/// Gives the application what it wants, for whoever is signed in.
pub(super) fn submit(page: &Page<'_, '_>) -> Answer {
    match signed_in(page).filter(|_| !wants_another(page)) {
        Some(signed_in) => grant(page.context, page.visit, &page.authorization, &signed_in),
        None => Answer::redirect(page.link("/login")),
    }
}
