use poolgate_token::{Error, ErrorKind, KeyDefect, KeySet};
use serde_json::json;

use crate::signer::{NOW, Signer, access_claims, encode, verifier};

#[test]
fn a_key_that_the_set_does_not_have() {
    let token = Signer::stranger().token(&access_claims());
    let keys = Signer::usual().key_set();
    let error = verifier()
        .verify_access_token(&token, &keys, NOW)
        .unwrap_err();
    assert_eq!(
        error,
        Error::KeyIdUnknown {
            actual: "stranger".into()
        }
    );
    assert!(error.is_unknown_key());
    assert_eq!(error.kind(), ErrorKind::Signature);
}

#[test]
fn a_signature_by_another_key() {
    let header = json!({ "kid": "usual", "alg": "RS256" });
    let token = Signer::stranger().token_with_header(&header, &access_claims());
    let keys = Signer::usual().key_set();
    let error = verifier()
        .verify_access_token(&token, &keys, NOW)
        .unwrap_err();
    assert_eq!(
        error,
        Error::Signature {
            kid: "usual".into()
        }
    );
}

#[test]
fn a_signature_of_another_length() {
    let token = Signer::usual().token(&access_claims());
    let (signed, _) = token.rsplit_once('.').unwrap();
    let keys = Signer::usual().key_set();
    for length in [0, 1, 255, 257, 512] {
        let token = format!("{signed}.{}", encode(vec![1; length]));
        let error = verifier()
            .verify_access_token(&token, &keys, NOW)
            .unwrap_err();
        assert_eq!(
            error,
            Error::Signature {
                kid: "usual".into()
            },
            "{length}"
        );
    }
}

#[test]
fn the_key_is_chosen_among_several() {
    let keys = json!({ "keys": [Signer::stranger().jwk(), Signer::usual().jwk()] });
    let keys = KeySet::from_json(keys.to_string()).unwrap();
    for signer in [Signer::usual(), Signer::stranger()] {
        let token = signer.token(&access_claims());
        assert!(verifier().verify_access_token(&token, &keys, NOW).is_ok());
    }
}

#[test]
fn a_key_that_cannot_be_used_says_why() {
    let mut short = Signer::stranger().jwk();
    short["n"] = encode([0xff; 128]).into();
    let keys = json!({ "keys": [short, Signer::usual().jwk()] });
    let keys = KeySet::from_json(keys.to_string()).unwrap();
    let refused = Signer::stranger().token(&access_claims());
    assert_eq!(
        verifier()
            .verify_access_token(&refused, &keys, NOW)
            .unwrap_err(),
        Error::KeyUnusable {
            kid: "stranger".into(),
            defect: KeyDefect::ModulusSize { bits: 1024 }
        }
    );
    let good = Signer::usual().token(&access_claims());
    assert!(verifier().verify_access_token(&good, &keys, NOW).is_ok());
}

#[test]
fn nothing_is_said_about_claims_before_the_signature_holds() {
    let mut claims = access_claims();
    claims["exp"] = json!("never");
    claims["client_id"] = json!("someone-else");
    let header = json!({ "kid": "usual", "alg": "RS256" });
    let token = Signer::stranger().token_with_header(&header, &claims);
    let error = verifier().verify_access_token(&token, &Signer::usual().key_set(), NOW);
    assert_eq!(
        error.unwrap_err(),
        Error::Signature {
            kid: "usual".into()
        }
    );
}
