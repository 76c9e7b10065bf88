//! HMAC-SHA256, and the first block of HKDF over it (RFC 5869).

use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

/// The length of a hash in bytes.
pub(crate) const HASH_LENGTH: usize = 32;

/// An HMAC under a key of any length.
pub(crate) fn keyed(key: &[u8]) -> Hmac<Sha256> {
    // hmac's own constructor returns a `Result` that is never an error.
    <Hmac<Sha256> as hkdf::HmacImpl>::new_from_slice(key)
}

/// HKDF-Extract: the pseudorandom key.
pub(crate) fn extract(salt: &[u8], input: &[u8]) -> Zeroizing<[u8; HASH_LENGTH]> {
    finish(keyed(salt).chain_update(input))
}

/// The first `LENGTH` bytes of HKDF-Expand. One block is enough for all of Cognito's keys.
pub(crate) fn expand<const LENGTH: usize>(
    pseudorandom_key: &[u8; HASH_LENGTH],
    info: &[u8],
) -> Zeroizing<[u8; LENGTH]> {
    const { assert!(LENGTH <= HASH_LENGTH) }
    let block = finish(keyed(pseudorandom_key).chain_update(info).chain_update([1]));
    let mut key = Zeroizing::new([0; LENGTH]);
    for (byte, derived) in key.iter_mut().zip(block.iter()) {
        *byte = *derived;
    }
    key
}

fn finish(mac: Hmac<Sha256>) -> Zeroizing<[u8; HASH_LENGTH]> {
    let mut output = mac.finalize().into_bytes();
    let hash = Zeroizing::new(output.into());
    output.zeroize();
    hash
}
