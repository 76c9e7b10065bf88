//! Issuers of tokens outside of this server, whose keys it was given: Google, Apple, any OpenID
//! Connect provider. It fetches none itself.

mod jwk;
mod key_set;

use serde_json::{Map, Value};

pub(crate) use self::key_set::KeySet;
use crate::tokens::SignedToken;

/// An issuer and the public keys that its tokens are verified by.
///
/// ```
/// let jwks = r#"{ "keys": [{
///     "kty": "EC", "crv": "P-256", "kid": "1", "alg": "ES256",
///     "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
///     "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
/// }] }"#;
/// let issuer = poolgate_local::TrustedIssuer::new("https://login.example.com/tenant", jwks)?;
/// assert_eq!(issuer.provider(), "login.example.com/tenant");
/// # Ok::<(), poolgate_local::InvalidTrustedIssuer>(())
/// ```
#[derive(Clone, Debug)]
pub struct TrustedIssuer {
    url: String,
    keys: KeySet,
    audiences: Vec<String>,
}

impl TrustedIssuer {
    /// The issuer of this URL, the `iss` of its tokens, with its JWK set (RFC 7517 section 5). Of
    /// the keys, those for RS256, RS384, RS512, ES256 and ES384 are used.
    pub fn new(url: impl Into<String>, jwks: &str) -> Result<Self, InvalidTrustedIssuer> {
        let url = url.into();
        let is_url = ["https://", "http://"]
            .iter()
            .any(|scheme| url.strip_prefix(scheme).is_some_and(|it| !it.is_empty()));
        if !is_url {
            return Err(InvalidTrustedIssuer::Url(url));
        }
        match KeySet::parse(jwks) {
            Ok(keys) => Ok(Self {
                url,
                keys,
                audiences: Vec::new(),
            }),
            Err(reason) => Err(InvalidTrustedIssuer::Keys { url, reason }),
        }
    }

    /// Takes the tokens that it gives to this client as well: those that IAM lists for an OpenID
    /// Connect provider. Without any, only identity pools that name the client themselves, as they do
    /// for social providers, take its tokens.
    #[must_use]
    pub fn audience(mut self, client_id: impl Into<String>) -> Self {
        self.audiences.push(client_id.into());
        self
    }

    /// The issuer's URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The issuer as identity pools name it: the URL without its scheme.
    #[must_use]
    pub fn provider(&self) -> &str {
        let (_, name) = self.url.split_once("://").unwrap_or_default();
        name.trim_end_matches('/')
    }

    /// Verifies a token of this issuer: form, issuer, signature, times. Its audience is for the
    /// caller to judge.
    pub(crate) fn verify(&self, token: &str, now: i64) -> Result<Claims, Fault> {
        let token = SignedToken::parse(token).ok_or(Fault::NoToken)?;
        let claims: Claims = token.claims().ok_or(Fault::NoToken)?;
        if !claims.issuer().is_some_and(|issuer| self.is_named(issuer)) {
            return Err(Fault::OtherIssuer);
        }
        if !token.is_signed_by_one_of(&self.keys) {
            return Err(Fault::Unverified);
        }
        claims.check_times(now)?;
        claims.check_presence().map(|()| claims)
    }

    pub(crate) fn accepts(&self, audience: &str) -> bool {
        self.audiences.iter().any(|accepted| accepted == audience)
    }

    /// Whether a token's `iss` means this issuer.
    pub(crate) fn is_named(&self, issuer: &str) -> bool {
        let google = "accounts.google.com";
        issuer.trim_end_matches('/') == self.url.trim_end_matches('/')
            // Google has always written both forms.
            || (issuer == google && self.provider() == google)
    }
}

/// Why an issuer cannot be trusted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidTrustedIssuer {
    /// Not the URL of an issuer.
    #[error("{0:?} is not an issuer's URL such as https://accounts.google.com")]
    Url(String),
    /// Not a JWK set, or one without a key that could be used.
    #[error("the keys of {url}: {reason}")]
    Keys {
        /// The issuer.
        url: String,
        /// What is wrong with its keys.
        reason: String,
    },
}

/// What is wrong with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    NoToken,
    OtherIssuer,
    Unverified,
    Missing(&'static str),
    /// It ended at this time, in seconds since the epoch.
    Expired(i64),
    /// It begins at this time.
    TooEarly(i64),
}

/// What a token claims that was verified.
#[derive(Debug, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct Claims(Map<String, Value>);

impl Claims {
    fn check_times(&self, now: i64) -> Result<(), Fault> {
        // NumericDate may have a fraction (RFC 7519 section 2); the whole seconds decide.
        let time = |claim: &str| {
            let value = self.0.get(claim)?;
            #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
            value
                .as_i64()
                .or_else(|| value.as_f64().map(|it| it.floor() as i64))
        };
        match (time("exp"), time("nbf")) {
            (None, _) => Err(Fault::Missing("exp")),
            (Some(expires), _) if expires <= now => Err(Fault::Expired(expires)),
            (_, Some(begins)) if now < begins => Err(Fault::TooEarly(begins)),
            _ => Ok(()),
        }
    }

    fn check_presence(&self) -> Result<(), Fault> {
        if self.subject().is_empty() {
            return Err(Fault::Missing("sub"));
        }
        let audience = self.audiences().next();
        audience.map(drop).ok_or(Fault::Missing("aud"))
    }

    fn issuer(&self) -> Option<&str> {
        self.0.get("iss")?.as_str()
    }

    pub(crate) fn subject(&self) -> &str {
        self.0
            .get("sub")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// One or more (RFC 7519 section 4.1.3).
    pub(crate) fn audiences(&self) -> impl Iterator<Item = &str> {
        let audience = self.0.get("aud");
        let several = audience.and_then(Value::as_array).into_iter().flatten();
        audience
            .into_iter()
            .chain(several)
            .filter_map(Value::as_str)
    }

    pub(crate) fn into_members(self) -> Map<String, Value> {
        self.0
    }
}

#[cfg(test)]
pub(crate) mod tests;
