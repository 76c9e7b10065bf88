//! The published vectors of other people's clients and servers, with every intermediate value.

mod handshake;

use std::{collections::BTreeSet, format, vec::Vec};

use base64::{Engine, engine::general_purpose::STANDARD};
use crypto_bigint::U256;
use serde_json::Value;

use crate::{
    Error, Identity, PublicValue, Salt, Verifier, derivation, group,
    keyed_hash::{expand, extract},
    padding, secret_hash,
};

/// The kind that belongs to another crate; every other kind has a test here.
const ELSEWHERE: [&str; 1] = ["pkce_s256"];

const TESTED: [&str; 16] = [
    "A",
    "S",
    "device_key_hash",
    "device_srp",
    "device_verifier",
    "hkdf",
    "hkdf_sha256",
    "k",
    "key_from_S_u",
    "reject_B",
    "secret_hash",
    "server_B",
    "u",
    "user_srp",
    "user_srp_key",
    "user_verifier",
];

fn document() -> Value {
    serde_json::from_str(include_str!("../tests/vectors/cognito.json")).unwrap()
}

/// All vectors of a kind; there is at least one.
fn of_kind(kind: &str) -> Vec<Value> {
    let vectors = document()["vectors"].as_array().unwrap().clone();
    let vectors: Vec<_> = vectors
        .into_iter()
        .filter(|vector| vector["kind"] == kind)
        .collect();
    assert!(!vectors.is_empty(), "{kind}");
    vectors
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no text {name} in {value}"))
}

/// Bytes from hexadecimal digits, leading zero bytes kept.
fn bytes(digits: &str) -> Vec<u8> {
    assert_eq!(digits.len() % 2, 0, "{digits}");
    let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    (0..digits.len()).step_by(2).map(byte).collect()
}

/// An unsigned number from digits of any count, left-padded.
fn u256(digits: &str) -> U256 {
    U256::from_be_slice(&bytes(&format!("{digits:0>64}")))
}

fn public_value(vector: &Value, name: &str) -> PublicValue {
    PublicValue::from_hex(text(vector, name)).unwrap()
}

#[test]
fn no_kind_of_vector_is_forgotten() {
    let document = document();
    let kinds: BTreeSet<&str> = document["vectors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|vector| text(vector, "kind"))
        .collect();
    let known = TESTED.into_iter().chain(ELSEWHERE).collect();
    assert_eq!(kinds, known);
}

#[test]
fn modulus() {
    let expected = bytes(text(&document()["constants"], "N_hex"));
    assert_eq!(group::modulus().to_be_bytes().as_ref(), expected);
}

#[test]
fn multiplier() {
    use sha2::{Digest, Sha256};
    let modulus = padding::pad(&group::modulus().to_be_bytes());
    let hash = Sha256::new()
        .chain_update(modulus)
        .chain_update(padding::pad(&[2]))
        .finalize();
    assert_eq!(group::to_bytes(&group::MULTIPLIER)[352..], hash[..]);
    for vector in of_kind("k") {
        assert_eq!(hash.as_slice(), bytes(text(&vector["expect"], "k_hex")));
    }
}

#[test]
fn padding_is_javas() {
    let document = document();
    for (number, expected) in document["padding"]["examples"].as_object().unwrap() {
        let expected = bytes(expected.as_str().unwrap());
        let number: i32 = number.parse().unwrap();
        let magnitude = number.unsigned_abs().to_be_bytes();
        let padded = match number {
            ..0 => padding::pad_negative(&magnitude),
            0.. => padding::pad(&magnitude),
        };
        assert_eq!(padded, expected, "{number}");
        let sign = if number < 0 { "-" } else { "" };
        let salt = Salt::from_hex(&format!("{sign}{:x}", number.unsigned_abs())).unwrap();
        assert_eq!(salt.padded(), expected, "{number}");
    }
}

#[test]
fn scrambling_parameter() {
    for vector in of_kind("u") {
        let (a, b) = (
            public_value(&vector, "A_hex"),
            public_value(&vector, "B_hex"),
        );
        let u = derivation::scrambling_parameter(&a, &b).unwrap();
        match vector["expect"]["u_dec"].as_str() {
            Some(decimal) => assert_eq!(u, U256::from_str_radix_vartime(decimal, 10).unwrap()),
            None => assert_eq!(u, u256(text(&vector["expect"], "u_hex"))),
        }
    }
}

#[test]
fn client_public_value() {
    for vector in of_kind("A") {
        let a = U256::from_str_radix_vartime(text(&vector, "a_dec"), 10).unwrap();
        let expected = text(&vector["expect"], "A_dec");
        let computed = group::power_of_two(&a).retrieve();
        assert_eq!(computed.to_string_radix_vartime(10), expected);
    }
}

#[test]
fn illegal_public_values() {
    for vector in of_kind("reject_B") {
        let refused = PublicValue::from_hex(text(&vector, "B_hex"));
        assert_eq!(refused.unwrap_err(), Error::ZeroPublicValue);
    }
}

#[test]
fn session_key() {
    for vector in of_kind("key_from_S_u") {
        let premaster_secret = bytes(text(&vector, "S_hex"));
        let key = derivation::session_key(&u256(text(&vector, "u_hex")), &premaster_secret);
        assert_eq!(key.as_slice(), bytes(text(&vector["expect"], "key_hex")));
    }
}

#[test]
fn hkdf_of_padded_input() {
    for vector in of_kind("hkdf") {
        let pseudorandom_key = extract(
            &bytes(text(&vector, "salt_hex")),
            &bytes(text(&vector, "ikm_hex")),
        );
        let key = expand::<16>(&pseudorandom_key, b"Caldera Derived Key");
        assert_eq!(key.as_slice(), bytes(text(&vector["expect"], "okm_hex")));
    }
}

#[test]
fn hkdf_of_rfc_5869() {
    for vector in of_kind("hkdf_sha256") {
        let (input, expected) = (&vector["input"], &vector["expected"]);
        let pseudorandom_key = extract(&bytes(text(input, "salt")), &bytes(text(input, "ikm")));
        assert_eq!(pseudorandom_key.as_slice(), bytes(text(expected, "prk")));
        let key = expand::<32>(&pseudorandom_key, &bytes(text(input, "info")));
        assert_eq!(key.as_slice(), &bytes(text(expected, "okm"))[..32]);
    }
}

#[test]
fn secret_hashes() {
    for vector in of_kind("secret_hash") {
        let [username, client_id, client_secret] =
            ["username", "client_id", "client_secret"].map(|name| text(&vector, name));
        let expected = text(&vector["expect"], "secret_hash");
        assert_eq!(secret_hash(username, client_id, client_secret), expected);
    }
}

#[test]
fn user_verifier() {
    for vector in of_kind("user_verifier") {
        let identity = Identity::user(text(&vector, "pool_name"), text(&vector, "user_id_for_srp"));
        let salt = Salt::from_hex(text(&vector, "salt_hex")).unwrap();
        let password = text(&vector, "password").as_bytes();
        let verifier = Verifier::from_password(&identity, password, &salt);
        assert_eq!(
            verifier.to_bytes().as_slice(),
            bytes(text(&vector["expect"], "verifier_hex"))
        );
        assert!(verifier.matches_password(&identity, password, &salt));
    }
}

#[test]
fn device_verifiers() {
    for vector in of_kind("device_verifier") {
        let salt = Salt::from_signed_bytes(&bytes(text(&vector, "salt_bytes_hex"))).unwrap();
        let password = text(&vector, "device_password").as_bytes();
        let verifier = Verifier::from_password(&device(&vector), password, &salt);
        let expect = &vector["expect"];
        assert_eq!(
            STANDARD.encode(salt.to_signed_bytes()),
            text(expect, "salt_b64")
        );
        let expected = text(expect, "verifier_b64");
        assert_eq!(STANDARD.encode(verifier.to_signed_bytes()), expected);
        let read = Verifier::from_signed_bytes(&STANDARD.decode(expected).unwrap()).unwrap();
        assert_eq!(read.to_bytes(), verifier.to_bytes());
    }
}

#[test]
fn device_credentials_hash() {
    for vector in of_kind("device_key_hash") {
        let password = text(&vector, "device_password").as_bytes();
        let hash = derivation::credentials_hash(&device(&vector), password);
        let expected = text(&vector["expect"], "sha256_b64");
        assert_eq!(STANDARD.encode(hash.as_slice()), expected);
    }
}

fn device(vector: &Value) -> Identity<'_> {
    Identity::device(text(vector, "device_group_key"), text(vector, "device_key"))
}
