use alloc::vec::Vec;

use ring::digest;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};

/// ring 0.17 has no parsed form of a bare verification key, so the decoded numbers are what can be
/// kept between two verifications.
#[derive(Clone)]
pub(crate) struct PublicKey(RsaPublicKeyComponents<Vec<u8>>);

impl PublicKey {
    /// Takes the big-endian numbers without leading zeros; their ranges are checked by the caller.
    ///
    /// Never `None` here; the signature is the one that all backends share.
    #[allow(
        clippy::unnecessary_wraps,
        reason = "another backend refuses at this point"
    )]
    pub(crate) fn from_components(n: Vec<u8>, e: Vec<u8>) -> Option<Self> {
        Some(Self(RsaPublicKeyComponents { n, e }))
    }

    /// Whether `signature` is RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 3.3) over `message`.
    #[must_use]
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.0
            .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            .is_ok()
    }
}

pub(crate) fn sha256(message: &[u8]) -> impl AsRef<[u8]> {
    digest::digest(&digest::SHA256, message)
}
