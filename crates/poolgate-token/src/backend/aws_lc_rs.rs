use alloc::vec::Vec;

use aws_lc_rs::digest;
use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};

/// Parsed once: parsing on each verification costs about a quarter of it.
#[derive(Clone)]
pub(crate) struct PublicKey(ParsedPublicKey);

impl PublicKey {
    /// Takes the big-endian numbers without leading zeros; their ranges are checked by the caller.
    pub(crate) fn from_components(n: Vec<u8>, e: Vec<u8>) -> Option<Self> {
        RsaPublicKeyComponents { n, e }
            .to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256)
            .ok()
            .map(Self)
    }

    /// Whether `signature` is RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 3.3) over `message`.
    #[must_use]
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.0.verify_sig(message, signature).is_ok()
    }
}

pub(crate) fn sha256(message: &[u8]) -> impl AsRef<[u8]> {
    digest::digest(&digest::SHA256, message)
}
