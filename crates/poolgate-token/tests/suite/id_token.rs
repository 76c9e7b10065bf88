use aws_lc_rs::digest::{SHA256, digest};
use poolgate_token::{Error, IdClaims, IdTokenBinding, TokenUse, Verified};
use serde_json::{Value, json};

use crate::signer::{
    CLIENT, NOW, Signer, access_claims, encode, id_claims, verifier, with, without,
};

fn verify_bound(claims: &Value, binding: &IdTokenBinding<'_>) -> Result<Verified<IdClaims>, Error> {
    let token = Signer::usual().token(claims);
    verifier().verify_bound_id_token(&token, binding, &Signer::usual().key_set(), NOW)
}

fn verify(claims: &Value) -> Result<Verified<IdClaims>, Error> {
    let token = Signer::usual().token(claims);
    verifier().verify_id_token(&token, &Signer::usual().key_set(), NOW)
}

#[test]
fn a_good_token() {
    let verified = verify(&id_claims()).unwrap();
    assert_eq!(verified.claims.username.as_deref(), Some("demo"));
    assert_eq!(verified.app_client.as_deref(), Some(CLIENT));
}

#[test]
fn an_access_token_is_no_id_token() {
    assert_eq!(
        verify(&access_claims()).unwrap_err(),
        Error::TokenUse {
            expected: TokenUse::Id,
            actual: "access".into()
        }
    );
}

#[test]
fn each_claim_that_must_be_there() {
    for claim in ["iss", "exp", "token_use", "sub", "aud"] {
        let error = verify(&without(id_claims(), claim)).unwrap_err();
        assert_eq!(error, Error::ClaimMissing { claim });
    }
}

#[test]
fn the_audience_may_be_an_array() {
    let claims = with(id_claims(), "aud", json!(["other", CLIENT]));
    let verified = verify(&claims).unwrap();
    assert_eq!(verified.app_client.as_deref(), Some(CLIENT));
    assert_eq!(verified.aud, ["other", CLIENT]);

    for (audience, actual) in [
        (json!("other"), vec!["other".to_owned()]),
        (json!(["a", "b"]), vec!["a".to_owned(), "b".to_owned()]),
        (json!([]), vec![]),
    ] {
        let error = verify(&with(id_claims(), "aud", audience)).unwrap_err();
        assert_eq!(
            error,
            Error::AppClient {
                expected: vec![CLIENT.into()],
                actual
            }
        );
    }

    for audience in [json!(1), json!([CLIENT, 1]), json!({ CLIENT: true })] {
        let error = verify(&with(id_claims(), "aud", audience)).unwrap_err();
        let expected = "a string or an array of strings";
        assert_eq!(
            error,
            Error::ClaimType {
                claim: "aud",
                expected
            }
        );
    }
}

#[test]
fn the_access_token_that_came_with_it() {
    let access_token = Signer::usual().token(&access_claims());
    let hash = digest(&SHA256, access_token.as_bytes());
    let right = encode(&hash.as_ref()[..16]);
    let binding = IdTokenBinding::default().access_token(&access_token);

    assert!(verify_bound(&with(id_claims(), "at_hash", right.clone()), &binding).is_ok());
    assert!(
        verify_bound(&id_claims(), &binding).is_ok(),
        "an absent at_hash is skipped"
    );

    let whole = encode(hash.as_ref());
    for wrong in [
        encode([0; 16]),
        whole,
        right.to_lowercase(),
        format!("{right}=="),
        String::new(),
    ] {
        let error = verify_bound(&with(id_claims(), "at_hash", wrong.clone()), &binding);
        let expected = Error::AtHash {
            expected: right.clone(),
            actual: wrong,
        };
        assert_eq!(error.unwrap_err(), expected);
    }

    let without_access_token = verify(&with(id_claims(), "at_hash", encode([0; 16])));
    assert!(without_access_token.is_ok());
}

#[test]
fn the_nonce_of_the_request() {
    let binding = IdTokenBinding::default().nonce("n-0S6_WzA2Mj");
    assert!(verify_bound(&with(id_claims(), "nonce", "n-0S6_WzA2Mj"), &binding).is_ok());

    let other = verify_bound(&with(id_claims(), "nonce", "n-0S6_WzA2MJ"), &binding).unwrap_err();
    assert_eq!(other, Error::Nonce { present: true });
    assert!(!other.to_string().contains("WzA2M"));

    let absent = verify_bound(&id_claims(), &binding).unwrap_err();
    assert_eq!(absent, Error::Nonce { present: false });

    assert!(verify(&with(id_claims(), "nonce", "not asked for")).is_ok());
}

#[test]
fn groups_are_required_of_id_tokens_too() {
    let verifier = poolgate_token::TokenVerifier::builder()
        .user_pool(crate::signer::REGION, crate::signer::POOL)
        .unwrap()
        .app_client(CLIENT)
        .require_scopes(["openid"])
        .require_any_group(["admins"])
        .build();
    let keys = Signer::usual().key_set();
    let token = Signer::usual().token(&id_claims());
    assert_eq!(
        verifier.verify_id_token(&token, &keys, NOW).unwrap_err(),
        Error::GroupMissing {
            expected: vec!["admins".into()],
            actual: vec!["readers".into()]
        }
    );
    let admin = Signer::usual().token(&with(id_claims(), "cognito:groups", json!(["admins"])));
    assert!(
        verifier.verify_id_token(&admin, &keys, NOW).is_ok(),
        "ID tokens have no scopes"
    );
}
