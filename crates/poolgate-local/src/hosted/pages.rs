//! The pages for people.

use super::authorization::AuthorizationRequest;
use super::{Answer, Visit};
use crate::core::Context;

/// `GET /login`
pub(super) fn login_page(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    match AuthorizationRequest::parse(context, &visit.pool.id, &visit.query) {
        Ok(request) => login(context, visit, &request),
        Err(fault) => fault.answer(visit),
    }
}

/// Asks for name and password.
fn login(_: &Context<'_>, _: &Visit<'_>, request: &AuthorizationRequest) -> Answer {
    page(200, &format!("Sign in to {}", request.app.client.name))
}

/// `GET /error`
pub(super) fn error_page(_: &Context<'_>, visit: &Visit<'_>) -> Answer {
    error(400, visit.query.get("error").unwrap_or("invalid_request"))
}

/// Says that something went wrong which no application can be told.
fn error(status: u16, error: &str) -> Answer {
    let words = format!("An error was encountered with the requested page: {error}");
    page(status, &words)
}

fn page(status: u16, words: &str) -> Answer {
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    let html = format!("<!doctype html><title>Sign-in</title><p>{words}</p>");
    Answer::page(status, html, "default-src 'none'".to_owned())
}
