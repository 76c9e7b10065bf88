//! JWKS documents, as the token crate reads them.

use poolgate_token::KeySet;

use crate::verifier::with_genuine;

/// Reads a key set and verifies with it.
///
/// # Panics
///
/// If a set does not know a key that it names.
pub fn key_sets(input: &[u8]) {
    let Ok(keys) = KeySet::from_json(input) else {
        return;
    };
    for id in keys.key_ids() {
        assert!(keys.knows(id), "{id:?} is named and not known");
    }
    // The keys may be any at all: the token is then refused, or they are those that signed it.
    with_genuine(|genuine| {
        let (token, now) = (&genuine.access_token, genuine.now);
        let _ = genuine.verifier.verify_access_token(token, &keys, now);
    });
}
