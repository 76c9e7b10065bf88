//! What a user pool's domain serves: the OAuth 2.0 endpoints and the pages for people (protocol.md 6).
//!
//! ```text
//!   Request ──► Visit ──► routes ──► authorize, token, … ──► Answer
//!                            └─────► pages ──► authorization::concluded ──┘
//! ```

mod answer;
pub(crate) mod authorization;
mod authorize;
mod browser_session;
mod client_authentication;
mod cookie;
mod csrf;
mod digest;
mod endpoint_error;
mod federation;
pub(crate) mod fields;
mod logout;
pub(crate) mod pages;
mod place;
mod revoke;
mod routes;
mod token;
mod user_info;
mod visit;

use crate::core::Context;
use crate::state::State;
use crate::wire::{Request, Response};

pub(crate) use answer::Answer;
pub(crate) use cookie::Cookie;
pub(crate) use federation::Published;
pub(crate) use fields::Fields;
pub(crate) use visit::{Method, Visit};

/// Answers what is addressed to the domain of a user pool; `None` if this is not.
pub(crate) fn answer(context: &Context<'_>, request: &Request<'_>) -> Option<Response> {
    let address = place::Address::of(request)?;
    let answer = match context.read(|state| address.find(state))? {
        Ok(place) => routes::answer(context, &Visit::new(context, request, place)),
        Err(nothing) => Answer::text(404, nothing),
    };
    Some(answer.into_response())
}

/// What is known of a request from its host and path alone; `None` if it is not addressed to the
/// domain of a user pool.
pub(crate) fn expect(state: &State, host: Option<&str>, path: &str) -> Option<Expected> {
    let asks_others = match place::Address::parse(host, path)?.find(state)? {
        Ok(place) => routes::asks_others(place.path),
        Err(_) => false,
    };
    Some(Expected { asks_others })
}

/// What answering a request to a domain takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Expected {
    /// Whether an external provider may have to be asked, which takes as long as it pleases.
    pub(crate) asks_others: bool,
}

/// Lets this user of the pool in, as the pages do once every factor was passed.
#[cfg(test)]
pub(crate) fn let_in(context: &Context<'_>, request: &Request<'_>, username: &str) -> Response {
    let address = place::Address::of(request).unwrap();
    let place = context.read(|state| address.find(state)).unwrap().unwrap();
    let visit = Visit::new(context, request, place);
    let asked = authorization::AuthorizationRequest::parse(context, &visit.pool.id, &visit.query);
    let user = crate::users::directory::require(context, &visit.pool, username).unwrap();
    let answer = authorization::concluded(context, &visit, &asked.unwrap(), user);
    answer.into_response()
}
