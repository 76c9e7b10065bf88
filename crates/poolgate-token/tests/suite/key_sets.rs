use aws_lc_rs::rsa::KeySize;
use poolgate_token::{Error, ErrorKind, KeySet, Part};
use serde_json::{Value, json};

use crate::signer::{NOW, Signer, access_claims, verifier};

fn key_set(keys: &Value) -> Result<KeySet, Error> {
    KeySet::from_json(json!({ "keys": keys }).to_string())
}

#[test]
fn keys_of_other_kinds_are_left_out() {
    let good = Signer::usual().jwk();
    let mut encryption = Signer::stranger().jwk();
    encryption["use"] = json!("enc");
    let mut other_algorithm = Signer::stranger().jwk();
    other_algorithm["alg"] = json!("RS512");
    let elliptic = json!({ "kty": "EC", "kid": "ec", "crv": "P-256", "x": "AA", "y": "AA" });
    let nameless = json!({ "kty": "RSA", "n": good["n"], "e": good["e"] });
    let keys = key_set(&json!([
        elliptic,
        encryption,
        other_algorithm,
        nameless,
        {},
        good
    ]))
    .unwrap();
    assert_eq!(keys.key_ids().collect::<Vec<_>>(), ["usual"]);
    assert!(keys.knows("usual") && !keys.knows("ec") && !keys.knows("stranger"));
    assert_eq!(format!("{keys:?}"), r#"{"usual"}"#);
}

#[test]
fn a_key_may_leave_out_what_is_optional() {
    let mut sparse = Signer::usual().jwk();
    sparse.as_object_mut().unwrap().remove("use");
    sparse.as_object_mut().unwrap().remove("alg");
    sparse["x5t"] = json!("ignored");
    let keys = key_set(&json!([sparse])).unwrap();
    let token = Signer::usual().token(&access_claims());
    assert!(verifier().verify_access_token(&token, &keys, NOW).is_ok());
}

#[test]
fn larger_keys_verify() {
    let signer = Signer::generate("large", KeySize::Rsa4096);
    let token = signer.token(&access_claims());
    assert!(
        verifier()
            .verify_access_token(&token, &signer.key_set(), NOW)
            .is_ok()
    );
}

#[test]
fn a_document_that_is_no_key_set() {
    let python = "{'keys': [{'kty': 'RSA'}]}";
    let error_page = r#"{"message": "Service Unavailable"}"#;
    for text in [
        "",
        "null",
        "[]",
        "{}",
        python,
        error_page,
        r#"{"keys": {}}"#,
        r#"{"keys": [1]}"#,
        "\u{feff}{}",
    ] {
        let error = KeySet::from_json(text).unwrap_err();
        assert!(
            matches!(
                error,
                Error::Json {
                    part: Part::KeySet,
                    ..
                }
            ),
            "{text}: {error}"
        );
        assert_eq!(error.kind(), ErrorKind::KeySet);
    }
    assert!(KeySet::from_json(b"{\"keys\": [\xff]}").is_err());
    assert!(KeySet::from_json(r#"{"keys": [], "keys": []}"#).is_err());
}

#[test]
fn a_set_without_a_signing_key_is_refused() {
    assert_eq!(key_set(&json!([])).unwrap_err(), Error::KeySetEmpty);
    assert_eq!(
        key_set(&json!([{ "kty": "oct", "kid": "a" }])).unwrap_err(),
        Error::KeySetEmpty
    );
}

#[test]
fn a_key_id_occurs_once() {
    let key = Signer::usual().jwk();
    let error = key_set(&json!([key, key])).unwrap_err();
    assert_eq!(
        error,
        Error::DuplicateKeyId {
            kid: "usual".into()
        }
    );
}

#[test]
fn a_member_of_a_key_occurs_once() {
    let key = Signer::usual()
        .jwk()
        .to_string()
        .replacen('{', r#"{"n":"AQAB","#, 1);
    let error = KeySet::from_json(format!(r#"{{"keys": [{key}]}}"#)).unwrap_err();
    assert_eq!(
        error,
        Error::DuplicateMember {
            part: Part::KeySet,
            name: "n".into()
        }
    );
    assert_eq!(error.kind(), ErrorKind::KeySet);
}

#[test]
fn the_size_is_bounded() {
    let limit = 1024 * 1024;
    let document = json!({ "keys": [Signer::usual().jwk()] }).to_string();
    let document = " ".repeat(limit - document.len()) + &document;
    assert!(KeySet::from_json(&document).is_ok());
    assert_eq!(
        KeySet::from_json(format!(" {document}")).unwrap_err(),
        Error::KeySetTooLong {
            actual: limit + 1,
            limit
        }
    );
    let keys = |count| {
        (0..count)
            .map(|kid| json!({ "kty": "RSA", "kid": kid.to_string() }))
            .collect::<Value>()
    };
    assert!(key_set(&keys(100)).is_ok());
    assert_eq!(
        key_set(&keys(101)).unwrap_err(),
        Error::KeySetTooLarge {
            actual: 101,
            limit: 100
        }
    );
}
