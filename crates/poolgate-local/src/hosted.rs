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
mod cookie;
mod csrf;
mod digest;
pub(crate) mod fields;
pub(crate) mod pages;
pub(crate) mod place;
mod routes;
mod visit;

use crate::core::Context;
use crate::wire::{Request, Response};

pub(crate) use answer::Answer;
pub(crate) use cookie::Cookie;
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
