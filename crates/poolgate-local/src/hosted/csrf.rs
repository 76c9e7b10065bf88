//! Forms that nobody else can send in a browser's name: each carries what a cookie of the same
//! browser has (protocol.md 6.5).

use std::fmt;

use super::{Cookie, Visit};
use crate::app_clients::same;
use crate::core::Context;

const COOKIE: &str = "XSRF-TOKEN";
/// The hidden field of each form.
const FIELD: &str = "_csrf";

/// What one browser's forms carry.
#[derive(Clone)]
pub(super) struct Token(String);

impl Token {
    /// The token that the browser has, or a new one.
    ///
    /// It names the pool by a code that only this server can make: cookies know no ports, and another
    /// server on this machine may have set one of the same name.
    pub(super) fn of(context: &Context<'_>, visit: &Visit<'_>) -> Self {
        let own = visit
            .cookies(COOKIE)
            .find(|token| is_genuine(context, &visit.pool.id, token));
        Self(own.map_or_else(|| random(context, &visit.pool.id), ToOwned::to_owned))
    }

    /// Whether the form comes from a page that this browser was shown.
    pub(super) fn admits(&self, visit: &Visit<'_>) -> bool {
        // The browser says by itself where a form comes from, on addresses that it deems safe.
        let elsewhere = matches!(
            visit.header("sec-fetch-site"),
            Some("cross-site" | "same-site")
        );
        // A token that was made just now is in no form.
        let given = visit.form.get(FIELD).unwrap_or_default();
        !elsewhere && same(&self.0, given)
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }

    pub(super) fn cookie(&self, visit: &Visit<'_>) -> Cookie {
        Cookie::new(COOKIE, self.0.clone(), &visit.base, visit.is_secure())
    }
}

/// With it, whoever else is in the browser could send forms.
impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token([redacted])")
    }
}

fn random(context: &Context<'_>, pool_id: &str) -> String {
    let random = context.random_uuid().to_string();
    let code = code(context, pool_id, &random);
    format!("{random}.{code}")
}

fn is_genuine(context: &Context<'_>, pool_id: &str, token: &str) -> bool {
    token
        .split_once('.')
        .is_some_and(|(random, given)| same(&code(context, pool_id, random), given))
}

/// What binds a random part to the pool.
fn code(context: &Context<'_>, pool_id: &str, random: &str) -> String {
    let code: [u8; 16] = context
        .envelopes()
        .cross_site_requests
        .bytes("form", &[pool_id, random]);
    format!("{:032x}", u128::from_be_bytes(code))
}
