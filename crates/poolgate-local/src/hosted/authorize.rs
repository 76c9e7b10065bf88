//! `GET /oauth2/authorize` (protocol.md 6.1).

use super::authorization::{AuthorizationRequest, OWN_USERS, Prompt, grant};
use super::browser_session;
use super::{Answer, Visit, federation};
use crate::core::Context;

/// Lets somebody who is signed in in this browser go on, and leads everybody else to the page where
/// they sign in.
pub(super) fn answer(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    let request = match AuthorizationRequest::parse(context, &visit.pool.id, &visit.query) {
        Ok(request) => request,
        Err(fault) => return fault.answer(visit),
    };
    let provider = provider(&request);
    let signed_in = browser_session::current(context, visit)
        .filter(|signed_in| !request.asks_anew() && request.admits(signed_in));
    match (signed_in, provider) {
        (Some(signed_in), _) => grant(context, visit, &request, &signed_in),
        (None, Some(provider)) => federation::begin(context, visit, &request, provider),
        (None, None) if request.prompts.contains(&Prompt::None) => request
            .refusal("login_required", "Nobody is signed in.")
            .answer(visit),
        (None, None) => Answer::redirect(visit.link(&format!("/login?{}", request.to_query()))),
    }
}

/// The external provider to go to at once: the one asked for, or the only one that the client has.
fn provider(request: &AuthorizationRequest) -> Option<&str> {
    let supported = request
        .app
        .client
        .settings
        .supported_identity_providers
        .as_deref();
    let only = match supported {
        Some([only]) => Some(only.as_str()),
        _ => None,
    };
    let wanted = request.identity_provider.as_deref().or(only);
    wanted.filter(|name| *name != OWN_USERS)
}
