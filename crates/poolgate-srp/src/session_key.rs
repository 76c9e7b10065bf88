//! The key that both sides have at the end, and the claim that proves it.

use core::fmt;

use crypto_bigint::U256;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{
    Error, Identity,
    derivation::{self, KEY_LENGTH},
    group::{self, Element},
    keyed_hash::{HASH_LENGTH, keyed},
};

/// The session key: equal on both sides exactly when the client knew the password.
///
/// Cognito uses it for one thing, the signature that answers the challenge.
pub struct SessionKey {
    key: Zeroizing<[u8; KEY_LENGTH]>,
}

impl SessionKey {
    pub(crate) fn derive(scrambling_parameter: &U256, premaster_secret: &Element) -> Self {
        let premaster_secret = group::to_bytes(premaster_secret);
        let key = derivation::session_key(scrambling_parameter, premaster_secret.as_slice());
        Self { key }
    }

    /// Signs the claim: the bytes that go, in base64, into `PASSWORD_CLAIM_SIGNATURE`.
    ///
    /// `secret_block` is `SECRET_BLOCK` *decoded* from base64. `timestamp` is the text that is sent
    /// as `TIMESTAMP`; [`Timestamp`](crate::Timestamp) writes it.
    #[must_use]
    pub fn claim_signature(
        &self,
        identity: &Identity<'_>,
        secret_block: &[u8],
        timestamp: &str,
    ) -> [u8; HASH_LENGTH] {
        claim(self.key.as_slice(), identity, secret_block, timestamp)
            .finalize()
            .into_bytes()
            .into()
    }

    /// Checks the signature of a claim in constant time.
    ///
    /// How old the timestamp may be is the caller's to decide.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidClaim`] for every signature but the right one, of whatever length.
    pub fn verify_claim(
        &self,
        identity: &Identity<'_>,
        secret_block: &[u8],
        timestamp: &str,
        signature: &[u8],
    ) -> Result<(), Error> {
        claim(self.key.as_slice(), identity, secret_block, timestamp)
            .verify_slice(signature)
            .map_err(|_| Error::InvalidClaim)
    }

    #[cfg(test)]
    pub(crate) fn bytes(&self) -> &[u8] {
        self.key.as_slice()
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SessionKey([redacted])")
    }
}

/// What is signed: both names, the secret block and the timestamp, joined (protocol.md 1.1).
pub(crate) fn claim(
    key: &[u8],
    identity: &Identity<'_>,
    secret_block: &[u8],
    timestamp: &str,
) -> Hmac<Sha256> {
    let [scope, name] = identity.parts();
    let mac = keyed(key).chain_update(scope).chain_update(name);
    mac.chain_update(secret_block).chain_update(timestamp)
}
