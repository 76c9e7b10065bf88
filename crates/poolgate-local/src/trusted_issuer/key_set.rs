//! The keys of an issuer.

use serde::Deserialize;
use serde_json::Value;

use super::jwk::Jwk;

/// The keys of a JWK set that can be used.
#[derive(Clone, Debug)]
pub(crate) struct KeySet(Vec<Jwk>);

impl KeySet {
    /// Reads a set. Keys of other kinds and for other uses are passed over, as RFC 7517 section 5
    /// wants it, but one must be left.
    pub(super) fn parse(json: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<Value>,
        }
        let set: Set =
            serde_json::from_str(json).map_err(|error| format!("not a JWK set: {error}"))?;
        let keys: Vec<Jwk> = set.keys.into_iter().filter_map(Jwk::parse).collect();
        if keys.is_empty() {
            return Err("no key for RS256, RS384, RS512, ES256 or ES384".to_owned());
        }
        Ok(Self(keys))
    }

    /// Whether one of the keys signed the text. A token that names its key is verified by that key
    /// alone.
    pub(crate) fn verifies(
        &self,
        algorithm: &str,
        kid: Option<&str>,
        text: &[u8],
        signature: &[u8],
    ) -> bool {
        self.0
            .iter()
            .filter(|key| kid.is_none_or(|kid| key.kid() == Some(kid)))
            .any(|key| key.verifies(algorithm, text, signature))
    }
}
