//! One RSA public key in JSON (RFC 7517, RFC 7518 6.3.1).

use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::backend::PublicKey;
use crate::error::KeyDefect;

/// The modulus sizes that both backends verify with, in bits.
const MODULUS_BITS: core::ops::RangeInclusive<usize> = 2048..=8192;

/// Both backends agree on exponents up to this many bits; Cognito's is 65537.
const EXPONENT_BITS: usize = 33;

/// The id of the key if it is an RSA key for RS256 signatures, as far as it says.
pub(super) fn signing_key_id(key: &Map<String, Value>) -> Option<&str> {
    let says = |member: &str, wanted: &str| key.get(member).is_none_or(|value| value == wanted);
    let is_for_signatures = key.get("kty").is_some_and(|kty| kty == "RSA")
        && says("use", "sig")
        && says("alg", "RS256")
        && key.get("key_ops").is_none_or(allows_verifying);
    if is_for_signatures {
        key.get("kid")?.as_str()
    } else {
        None
    }
}

pub(super) fn public_key(key: &Map<String, Value>) -> Result<PublicKey, KeyDefect> {
    let modulus = number(key, "n")?;
    let exponent = number(key, "e")?;
    let bits = bit_length(&modulus);
    if !MODULUS_BITS.contains(&bits) {
        return Err(KeyDefect::ModulusSize { bits });
    }
    if is_even(&modulus) {
        return Err(KeyDefect::EvenModulus);
    }
    if is_even(&exponent) || bit_length(&exponent) < 2 || bit_length(&exponent) > EXPONENT_BITS {
        return Err(KeyDefect::Exponent);
    }
    PublicKey::from_components(modulus, exponent).ok_or(KeyDefect::Refused)
}

fn allows_verifying(operations: &Value) -> bool {
    operations
        .as_array()
        .is_some_and(|list| list.iter().any(|operation| operation == "verify"))
}

/// A `Base64urlUInt` (RFC 7518 2). Leading zeros, which Java's big integers write, are harmless.
fn number(key: &Map<String, Value>, member: &'static str) -> Result<Vec<u8>, KeyDefect> {
    let defect = || KeyDefect::Encoding { member };
    let text = key.get(member).and_then(Value::as_str).ok_or_else(defect)?;
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| defect())?;
    Ok(bytes.into_iter().skip_while(|&byte| byte == 0).collect())
}

/// Of a big-endian number without leading zeros.
fn bit_length(number: &[u8]) -> usize {
    match number.first() {
        Some(first) => number.len() * 8 - first.leading_zeros() as usize,
        None => 0,
    }
}

fn is_even(number: &[u8]) -> bool {
    number.last().is_none_or(|last| last % 2 == 0)
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use serde_json::json;

    use super::*;

    fn defect(modulus: &[u8], exponent: &[u8]) -> Option<KeyDefect> {
        let key = json!({
            "n": URL_SAFE_NO_PAD.encode(modulus),
            "e": URL_SAFE_NO_PAD.encode(exponent),
        });
        public_key(key.as_object().unwrap()).err()
    }

    fn modulus(bits: usize) -> Vec<u8> {
        let mut bytes = vec![0xff; bits / 8];
        if !bits.is_multiple_of(8) {
            bytes.insert(0, 0xff >> (8 - bits % 8));
        }
        bytes
    }

    #[test]
    fn the_modulus_is_bounded() {
        const F4: &[u8] = &[1, 0, 1];
        for bits in [2048, 2049, 8191, 8192] {
            assert_eq!(defect(&modulus(bits), F4), None, "{bits}");
        }
        for bits in [0, 1, 1024, 2047, 8193] {
            assert_eq!(
                defect(&modulus(bits), F4),
                Some(KeyDefect::ModulusSize { bits })
            );
        }
        let mut even = modulus(2048);
        even[255] = 0xfe;
        assert_eq!(defect(&even, F4), Some(KeyDefect::EvenModulus));
        let padded = [&[0, 0][..], &modulus(2048)].concat();
        assert_eq!(defect(&padded, F4), None);
    }

    #[test]
    fn the_exponent_is_bounded() {
        let n = modulus(2048);
        for exponent in [&[3][..], &[1, 0, 1], &[1, 0xff, 0xff, 0xff, 0xff]] {
            assert_eq!(defect(&n, exponent), None, "{exponent:?}");
        }
        for exponent in [&[][..], &[0], &[1], &[2], &[1, 0, 0], &[2, 0, 0, 0, 1]] {
            assert_eq!(
                defect(&n, exponent),
                Some(KeyDefect::Exponent),
                "{exponent:?}"
            );
        }
    }

    #[test]
    fn numbers_are_canonical_base64url() {
        for text in [
            json!("AQAB="),
            json!("AR"),
            json!("A+/B"),
            json!(65537),
            json!(null),
        ] {
            let key = json!({ "n": "AQAB", "e": text });
            let error = public_key(key.as_object().unwrap()).err();
            assert_eq!(error, Some(KeyDefect::Encoding { member: "e" }));
        }
    }

    #[test]
    fn only_rsa_signing_keys_have_an_id() {
        let cases = [
            (json!({"kid": "a", "kty": "RSA"}), Some("a")),
            (
                json!({"kid": "a", "kty": "RSA", "use": "sig", "alg": "RS256"}),
                Some("a"),
            ),
            (
                json!({"kid": "a", "kty": "RSA", "key_ops": ["verify"]}),
                Some("a"),
            ),
            (
                json!({"kid": "a", "kty": "RSA", "key_ops": ["encrypt"]}),
                None,
            ),
            (json!({"kid": "a", "kty": "RSA", "use": "enc"}), None),
            (json!({"kid": "a", "kty": "RSA", "alg": "RS512"}), None),
            (json!({"kid": "a", "kty": "EC"}), None),
            (json!({"kid": "a", "kty": 1}), None),
            (json!({"kid": "a"}), None),
            (json!({"kid": 1, "kty": "RSA"}), None),
            (json!({"kty": "RSA"}), None),
        ];
        for (key, id) in cases {
            assert_eq!(signing_key_id(key.as_object().unwrap()), id, "{key}");
        }
    }
}
