use alloc::string::String;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::backend;
use crate::claims::IdClaims;
use crate::error::Error;

/// What an ID token has to belong to, beyond its own claims.
///
/// ```
/// use poolgate_token::IdTokenBinding;
///
/// let binding = IdTokenBinding::default().access_token("eyJ…").nonce("n-0S6_WzA2Mj");
/// ```
#[derive(Clone, Default)]
pub struct IdTokenBinding<'a> {
    access_token: Option<&'a str>,
    nonce: Option<&'a str>,
}

impl<'a> IdTokenBinding<'a> {
    /// The access token that came with it. Its hash must be the claim `at_hash` (OpenID Connect
    /// Core 3.1.3.6), which is skipped where it is absent: an API sign-in sends none.
    #[must_use]
    pub fn access_token(mut self, access_token: &'a str) -> Self {
        self.access_token = Some(access_token);
        self
    }

    /// The `nonce` of the authorization request. The token must have it.
    #[must_use]
    pub fn nonce(mut self, nonce: &'a str) -> Self {
        self.nonce = Some(nonce);
        self
    }

    pub(super) fn check(&self, claims: &IdClaims) -> Result<(), Error> {
        self.check_access_token(claims)?;
        self.check_nonce(claims)
    }

    fn check_access_token(&self, claims: &IdClaims) -> Result<(), Error> {
        let (Some(access_token), Some(actual)) = (self.access_token, &claims.at_hash) else {
            return Ok(());
        };
        let expected = at_hash(access_token);
        if expected != *actual {
            return Err(Error::AtHash {
                expected,
                actual: actual.clone(),
            });
        }
        Ok(())
    }

    fn check_nonce(&self, claims: &IdClaims) -> Result<(), Error> {
        let Some(expected) = self.nonce else {
            return Ok(());
        };
        match &claims.nonce {
            Some(actual) if is_same_secret(actual, expected) => Ok(()),
            actual => Err(Error::Nonce {
                present: actual.is_some(),
            }),
        }
    }
}

impl core::fmt::Debug for IdTokenBinding<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_struct("IdTokenBinding")
            .field("access_token", &self.access_token.map(|_| "[redacted]"))
            .field("nonce", &self.nonce.map(|_| "[redacted]"))
            .finish()
    }
}

/// What time the comparison of two hashes takes tells nothing of what was hashed.
fn is_same_secret(left: &str, right: &str) -> bool {
    let (left, right) = (
        backend::sha256(left.as_bytes()),
        backend::sha256(right.as_bytes()),
    );
    left.as_ref() == right.as_ref()
}

/// The left half of the token's SHA-256, for RS256 has that hash.
fn at_hash(access_token: &str) -> String {
    let hash = backend::sha256(access_token.as_bytes());
    let hash = hash.as_ref();
    URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_openid_connect() {
        // OpenID Connect Core 1.0, A.3: the token and the at_hash of its ID token.
        let access_token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(at_hash(access_token), "77QmUPtjPfzWtF2AnpK9RQ");
    }

    #[test]
    fn debug_shows_neither_token_nor_nonce() {
        let binding = IdTokenBinding::default()
            .access_token("eyJsecret")
            .nonce("hush");
        let shown = alloc::format!("{binding:?}");
        assert!(
            !shown.contains("eyJsecret") && !shown.contains("hush"),
            "{shown}"
        );
    }
}
