//! What SRP reads from the wire.

use poolgate_srp::{PublicValue, Salt, Timestamp, Verifier};

/// Reads the input as each of the things that SRP reads.
///
/// # Panics
///
/// If something is read that is written differently and does not read the same again.
pub fn srp_numbers(input: &[u8]) {
    if let Ok(verifier) = Verifier::from_bytes(input) {
        assert_eq!(verifier.to_bytes().as_slice(), input, "a verifier changed");
    }
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    if let Ok(value) = PublicValue::from_hex(text) {
        let written = value.to_hex();
        assert_eq!(written, text.trim_start_matches('0').to_lowercase());
    }
    if let Ok(salt) = Salt::from_hex(text) {
        let written = salt.to_hex();
        let again = Salt::from_hex(&written).expect("a salt reads what it wrote");
        assert_eq!(again.to_hex(), written, "a salt changed");
    }
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        let written = timestamp.to_string();
        let again = written
            .parse::<Timestamp>()
            .expect("a timestamp reads what it wrote");
        assert_eq!(
            again.unix(),
            timestamp.unix(),
            "{text:?} became {written:?}"
        );
    }
}
