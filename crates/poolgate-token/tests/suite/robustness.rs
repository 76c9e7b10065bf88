//! Properties: nothing altered is accepted, and nothing whatever makes it panic.

use proptest::prelude::*;

use poolgate_token::{Issuer, KeySet, dangerous_unverified_claims};
use serde_json::json;

use crate::signer::{NOW, Signer, access_claims, encode, verifier};

fn good() -> (String, KeySet) {
    (
        Signer::usual().token(&access_claims()),
        Signer::usual().key_set(),
    )
}

/// All callers of the parser.
fn look_at(token: &str, keys: &KeySet) -> bool {
    let verifier = verifier();
    let _ = dangerous_unverified_claims(token).map(|claims| claims.expires_at());
    let as_id = verifier.verify_id_token(token, keys, NOW).is_ok();
    let as_access = verifier.verify_access_token(token, keys, NOW).is_ok();
    as_id || as_access
}

#[test]
fn every_bit_of_every_byte_counts() {
    let (token, keys) = good();
    assert!(look_at(&token, &keys));
    for index in 0..token.len() {
        for bit in 0..7 {
            let mut bytes = token.clone().into_bytes();
            bytes[index] ^= 1 << bit;
            let altered = String::from_utf8(bytes).unwrap();
            assert!(!look_at(&altered, &keys), "byte {index}, bit {bit}");
        }
    }
}

#[test]
fn every_prefix_and_suffix_is_refused() {
    let (token, keys) = good();
    for end in 0..token.len() {
        assert!(!look_at(&token[..end], &keys));
        assert!(!look_at(&token[end + 1..], &keys));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn an_altered_token_is_refused(index: prop::sample::Index, with: char) {
        let (token, keys) = good();
        let index = index.index(token.len());
        prop_assume!(token.as_bytes()[index] != u8::try_from(with).unwrap_or(0));
        let altered = format!("{}{with}{}", &token[..index], &token[index + 1..]);
        prop_assert!(!look_at(&altered, &keys));
    }

    #[test]
    fn segments_of_two_tokens_do_not_mix(first in 0..3_usize, second in 0..3_usize) {
        let (token, keys) = good();
        let other = Signer::usual().token(&json!({ "iss": "other" }));
        let mut segments = token.split('.').collect::<Vec<_>>();
        segments[first] = other.split('.').nth(second).unwrap();
        let mixed = segments.join(".");
        // Both have the same header.
        prop_assert_eq!(look_at(&mixed, &keys), mixed == token);
    }

    #[test]
    fn any_text(token in any::<String>()) {
        prop_assert!(!look_at(&token, &good().1));
    }

    #[test]
    fn any_segments(header: Vec<u8>, payload: Vec<u8>, signature: Vec<u8>) {
        let token = format!("{}.{}.{}", encode(header), encode(payload), encode(signature));
        prop_assert!(!look_at(&token, &good().1));
    }

    #[test]
    fn any_signed_json(claims in json_object()) {
        let _ = look_at(&Signer::usual().token(&claims), &good().1);
    }

    #[test]
    fn any_key_set(document in any::<String>(), keys in json_object()) {
        prop_assert!(KeySet::from_json(document).is_err());
        let keys = json!({ "keys": [keys, { "kty": "RSA", "kid": "a", "n": keys, "e": "AQAB" }] });
        prop_assert!(KeySet::from_json(keys.to_string()).is_ok_and(|set| set.knows("a")));
    }

    #[test]
    fn any_settings(region in any::<String>(), pool in any::<String>(), url in any::<String>()) {
        for issuer in [Issuer::original(&region, &pool), Issuer::custom(&url)].into_iter().flatten() {
            prop_assert!(issuer.url().is_ascii());
        }
    }
}

/// Objects with the names that are read and values of any type.
fn json_object() -> impl Strategy<Value = serde_json::Value> {
    let value = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".{0,12}".prop_map(Into::into),
        prop::collection::vec(".{0,3}", 0..3).prop_map(Into::into),
        Just(json!({ "userId": "u" })),
    ];
    let names = prop::sample::select(vec![
        "sub",
        "iss",
        "aud",
        "client_id",
        "token_use",
        "exp",
        "iat",
        "nbf",
        "scope",
        "version",
        "cognito:groups",
        "identities",
        "email_verified",
        "kid",
        "kty",
        "n",
        "e",
        "custom:x",
    ]);
    prop::collection::btree_map(names, value, 0..12).prop_map(|members| json!(members))
}
