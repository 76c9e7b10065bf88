use core::time::Duration;

use poolgate_token::{
    AccessClaims, Error, ErrorKind, Issuer, TokenUse, TokenVerifier, TokenVerifierBuilder, Verified,
};
use serde_json::{Value, json};

use crate::signer::{
    CLIENT, EXP, ISSUER, NOW, POOL, REGION, Signer, access_claims, id_claims, verifier, with,
    without,
};

fn verify_by(
    verifier: &TokenVerifier,
    claims: &Value,
    now: i64,
) -> Result<Verified<AccessClaims>, Error> {
    verifier.verify_access_token(
        &Signer::usual().token(claims),
        &Signer::usual().key_set(),
        now,
    )
}

fn verify(claims: &Value) -> Result<Verified<AccessClaims>, Error> {
    verify_by(&verifier(), claims, NOW)
}

fn ready() -> TokenVerifierBuilder<poolgate_token::Ready> {
    TokenVerifier::builder()
        .issuer(Issuer::original(REGION, POOL).unwrap())
        .app_client(CLIENT)
}

#[test]
fn a_good_token() {
    let verified = verify(&access_claims()).unwrap();
    assert_eq!(verified.claims.username.as_deref(), Some("demo"));
    assert_eq!(verified.issuer.url(), ISSUER);
    assert_eq!(verified.app_client.as_deref(), Some(CLIENT));
}

#[test]
fn it_expires_at_exp_to_the_second() {
    assert!(verify_by(&verifier(), &access_claims(), EXP - 1).is_ok());
    let error = verify_by(&verifier(), &access_claims(), EXP).unwrap_err();
    assert_eq!(
        error,
        Error::Expired {
            expired_at: EXP,
            now: EXP,
            leeway: 0
        }
    );
    assert!(error.is_expired());
    assert_eq!(error.kind(), ErrorKind::Claims);
    assert_eq!(
        error.to_string(),
        format!("token expired at {EXP}, it is {EXP} (leeway 0 s)")
    );
}

#[test]
fn leeway_moves_both_ends() {
    let verifier = ready().leeway(Duration::from_mins(1)).build();
    let claims = with(access_claims(), "nbf", NOW);
    for now in [NOW - 60, NOW, EXP, EXP + 59] {
        assert!(verify_by(&verifier, &claims, now).is_ok(), "{now}");
    }
    assert_eq!(
        verify_by(&verifier, &claims, EXP + 60).unwrap_err(),
        Error::Expired {
            expired_at: EXP,
            now: EXP + 60,
            leeway: 60
        }
    );
    assert_eq!(
        verify_by(&verifier, &claims, NOW - 61).unwrap_err(),
        Error::NotYetValid {
            not_before: NOW,
            now: NOW - 61,
            leeway: 60
        }
    );
}

#[test]
fn extreme_times_do_not_overflow() {
    let verifier = ready().leeway(Duration::MAX).build();
    let claims = with(with(access_claims(), "exp", i64::MAX), "nbf", i64::MIN);
    for now in [i64::MIN, 0, i64::MAX - 1] {
        assert!(verify_by(&verifier, &claims, now).is_ok(), "{now}");
    }
}

#[test]
fn nbf_is_checked_where_it_is() {
    let claims = with(access_claims(), "nbf", NOW + 1);
    let error = verify(&claims).unwrap_err();
    assert_eq!(
        error,
        Error::NotYetValid {
            not_before: NOW + 1,
            now: NOW,
            leeway: 0
        }
    );
    assert!(verify(&with(access_claims(), "nbf", NOW)).is_ok());
}

#[test]
fn iat_of_the_future_is_not_enforced() {
    assert!(verify(&with(access_claims(), "iat", NOW + 5)).is_ok());
    assert!(verify(&without(access_claims(), "iat")).is_ok());
}

#[test]
fn times_may_be_floats() {
    let claims = with(with(access_claims(), "exp", 1_700_003_600.5), "iat", 1.7e9);
    let verified = verify_by(&verifier(), &claims, EXP).unwrap();
    assert_eq!((verified.exp, verified.iat), (EXP + 1, Some(1_700_000_000)));
    assert!(
        verify_by(&verifier(), &claims, EXP + 1)
            .unwrap_err()
            .is_expired()
    );
}

#[test]
fn an_id_token_is_no_access_token() {
    assert_eq!(
        verify(&id_claims()).unwrap_err(),
        Error::TokenUse {
            expected: TokenUse::Access,
            actual: "id".into()
        }
    );
}

#[test]
fn each_claim_that_must_be_there() {
    for claim in ["iss", "exp", "token_use", "sub", "client_id"] {
        let error = verify(&without(access_claims(), claim)).unwrap_err();
        assert_eq!(error, Error::ClaimMissing { claim });
        let error = verify(&with(access_claims(), claim, Value::Null)).unwrap_err();
        let null_issuer = Error::ClaimType {
            claim: "iss",
            expected: "a string",
        };
        assert!(
            error == Error::ClaimMissing { claim } || error == null_issuer,
            "{error}"
        );
    }
}

#[test]
fn another_app_client_of_the_pool() {
    let error = verify(&with(access_claims(), "client_id", "other")).unwrap_err();
    assert_eq!(
        error,
        Error::AppClient {
            expected: vec![CLIENT.into()],
            actual: vec!["other".into()]
        }
    );
    // The audience of a resource binding does not stand in for the client.
    let bound = with(with(access_claims(), "client_id", "other"), "aud", CLIENT);
    assert!(matches!(verify(&bound), Err(Error::AppClient { .. })));
}

#[test]
fn a_list_of_app_clients() {
    let issuer = Issuer::original(REGION, POOL).unwrap();
    let verifier = TokenVerifier::builder()
        .issuer(issuer)
        .app_clients(["first", CLIENT, "last"])
        .build();
    let passed = verify_by(&verifier, &access_claims(), NOW).unwrap();
    assert_eq!(passed.app_client.as_deref(), Some(CLIENT));
    let error = verify_by(&verifier, &with(access_claims(), "client_id", "x"), NOW).unwrap_err();
    assert!(matches!(error, Error::AppClient { expected, .. } if expected.len() == 3));
}

#[test]
fn an_empty_list_accepts_no_app_client() {
    let issuer = Issuer::original(REGION, POOL).unwrap();
    let verifier = TokenVerifier::builder()
        .issuer(issuer)
        .app_clients([""; 0])
        .build();
    let error = verify_by(&verifier, &access_claims(), NOW).unwrap_err();
    assert_eq!(
        error,
        Error::AppClient {
            expected: vec![],
            actual: vec![CLIENT.into()]
        }
    );
}

#[test]
fn any_app_client_when_the_danger_is_taken() {
    let issuer = Issuer::original(REGION, POOL).unwrap();
    let verifier = TokenVerifier::builder()
        .issuer(issuer)
        .dangerous_any_app_client()
        .build();
    let claims = with(access_claims(), "client_id", "never-seen");
    let passed = verify_by(&verifier, &claims, NOW).unwrap();
    assert_eq!(passed.app_client, None);
    assert_eq!(passed.client_id, "never-seen");
}

#[test]
fn all_required_scopes_must_be_granted() {
    let verifier = ready()
        .require_scopes(["orders/read", "orders/write"])
        .build();
    let granted = with(access_claims(), "scope", "orders/write openid orders/read");
    assert!(verify_by(&verifier, &granted, NOW).is_ok());
    let less = with(access_claims(), "scope", "orders/read orders/writeall");
    assert_eq!(
        verify_by(&verifier, &less, NOW).unwrap_err(),
        Error::ScopeMissing {
            expected: "orders/write".into(),
            actual: "orders/read orders/writeall".into()
        }
    );
    let none = without(access_claims(), "scope");
    assert!(matches!(
        verify_by(&verifier, &none, NOW),
        Err(Error::ScopeMissing { .. })
    ));
}

#[test]
fn one_accepted_group_suffices() {
    let verifier = ready().require_any_group(["admins", "writers"]).build();
    assert!(verify_by(&verifier, &access_claims(), NOW).is_ok());
    for (groups, actual) in [
        (
            json!(["readers", "admin"]),
            vec!["readers".to_owned(), "admin".to_owned()],
        ),
        (Value::Null, vec![]),
    ] {
        let claims = with(access_claims(), "cognito:groups", groups);
        let expected = vec!["admins".to_owned(), "writers".to_owned()];
        let error = verify_by(&verifier, &claims, NOW).unwrap_err();
        assert_eq!(error, Error::GroupMissing { expected, actual });
    }
}

#[test]
fn the_first_failing_check_is_the_error() {
    let mut claims = id_claims();
    claims["exp"] = json!(NOW - 1);
    claims["nbf"] = json!(NOW + 1);
    claims["aud"] = json!("other");
    let verifier = ready().require_any_group(["admins"]).build();
    assert!(matches!(
        verify_by(&verifier, &claims, NOW),
        Err(Error::Expired { .. })
    ));
    claims["exp"] = json!(EXP);
    assert!(matches!(
        verify_by(&verifier, &claims, NOW),
        Err(Error::NotYetValid { .. })
    ));
    claims["nbf"] = json!(NOW);
    assert!(matches!(
        verify_by(&verifier, &claims, NOW),
        Err(Error::TokenUse { .. })
    ));
    claims["token_use"] = json!("access");
    claims["client_id"] = json!("other");
    assert!(matches!(
        verify_by(&verifier, &claims, NOW),
        Err(Error::AppClient { .. })
    ));
    claims["client_id"] = json!(CLIENT);
    assert!(matches!(
        verify_by(&verifier, &claims, NOW),
        Err(Error::GroupMissing { .. })
    ));
}
