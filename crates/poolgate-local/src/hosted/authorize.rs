//! `GET /oauth2/authorize` (protocol.md 6.1).

use super::authorization::{AuthorizationRequest, Prompt, grant};
use super::{Answer, Visit, browser_session};
use crate::core::Context;

/// Lets somebody who is signed in in this browser go on, and leads everybody else to the page where
/// they sign in.
pub(super) fn answer(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    let request = match AuthorizationRequest::parse(context, &visit.pool.id, &visit.query) {
        Ok(request) => request,
        Err(fault) => return fault.answer(visit),
    };
    let signed_in = browser_session::current(context, visit).filter(|_| !request.asks_anew());
    match signed_in {
        Some(signed_in) => grant(context, visit, &request, &signed_in),
        None if request.prompts.contains(&Prompt::None) => request
            .refusal("login_required", "Nobody is signed in.")
            .answer(visit),
        None => Answer::redirect(visit.link(&format!("/login?{}", request.to_query()))),
    }
}
