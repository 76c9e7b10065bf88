use poolgate_token::{Error, TokenUse, dangerous_unverified_claims};
use serde_json::{Value, json};

use crate::signer::{
    CLIENT, EXP, IAT, ISSUER, NOW, Signer, access_claims, id_claims, verifier, with, without,
};

fn read_id(claims: &Value) -> poolgate_token::IdClaims {
    let token = Signer::usual().token(claims);
    verifier()
        .verify_id_token(&token, &Signer::usual().key_set(), NOW)
        .unwrap()
        .claims
}

fn read_access(claims: &Value) -> poolgate_token::AccessClaims {
    let token = Signer::usual().token(claims);
    verifier()
        .verify_access_token(&token, &Signer::usual().key_set(), NOW)
        .unwrap()
        .claims
}

#[test]
fn an_access_token_of_an_api_sign_in() {
    let claims = read_access(&with(access_claims(), "device_key", "eu-west-1_device"));
    assert_eq!(claims.sub, "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee");
    assert_eq!(claims.iss, ISSUER);
    assert_eq!(claims.client_id, CLIENT);
    assert_eq!(claims.token_use, TokenUse::Access);
    assert_eq!((claims.exp, claims.iat, claims.nbf), (EXP, Some(IAT), None));
    assert_eq!(claims.auth_time, Some(IAT));
    assert_eq!(
        claims.jti.as_deref(),
        Some("12121212-3434-4565-8787-909090909090")
    );
    assert_eq!(
        claims.origin_jti.as_deref(),
        Some("11111111-2222-4333-8444-555555555555")
    );
    assert_eq!(
        claims.event_id.as_deref(),
        Some("66666666-7777-4888-9999-000000000000")
    );
    assert_eq!(claims.username.as_deref(), Some("demo"));
    assert_eq!(claims.groups, ["readers", "writers"]);
    assert!(claims.scope.contains("aws.cognito.signin.user.admin"));
    assert_eq!(claims.device_key.as_deref(), Some("eu-west-1_device"));
    assert_eq!(claims.version, None);
    assert!(claims.aud.is_empty() && claims.other.is_empty());
}

#[test]
fn an_access_token_of_a_machine() {
    let claims = json!({
        "sub": CLIENT, "iss": ISSUER, "client_id": CLIENT, "token_use": "access", "version": 2,
        "scope": "orders/read orders/write", "auth_time": IAT, "exp": EXP, "iat": IAT, "jti": "j",
        "aud": ["https://orders.example"], "acr": "urn:cognito:loa:2",
    });
    let claims = read_access(&claims);
    assert_eq!(claims.username, None);
    assert_eq!(claims.version, Some(2));
    assert_eq!(claims.aud, ["https://orders.example"]);
    assert_eq!(
        claims.scope.iter().collect::<Vec<_>>(),
        ["orders/read", "orders/write"]
    );
    assert_eq!(claims.other["acr"], "urn:cognito:loa:2");
}

#[test]
fn an_id_token_with_everything() {
    let mut claims = id_claims();
    claims["cognito:roles"] = json!(["arn:aws:iam::123456789012:role/reader"]);
    claims["cognito:preferred_role"] = json!("arn:aws:iam::123456789012:role/reader");
    claims["phone_number"] = json!("+15555550100");
    claims["phone_number_verified"] = json!("false");
    claims["given_name"] = json!("Deborah");
    claims["address"] = json!({ "formatted": "1 Example Street" });
    claims["nonce"] = json!("n");
    claims["at_hash"] = json!("h");
    claims["identities"] = json!([{
        "userId": "108", "providerName": "Google", "providerType": "Google", "issuer": null,
        "primary": "true", "dateCreated": "1700000000123",
    }]);
    let claims = read_id(&claims);
    assert_eq!(claims.aud, [CLIENT]);
    assert_eq!(claims.token_use, TokenUse::Id);
    assert_eq!(claims.username.as_deref(), Some("demo"));
    assert_eq!(claims.groups, ["readers"]);
    assert_eq!(claims.roles, ["arn:aws:iam::123456789012:role/reader"]);
    assert_eq!(
        claims.preferred_role.as_deref(),
        Some("arn:aws:iam::123456789012:role/reader")
    );
    assert_eq!(claims.email.as_deref(), Some("demo@example.com"));
    assert_eq!(claims.email_verified, Some(true));
    assert_eq!(claims.phone_number.as_deref(), Some("+15555550100"));
    assert_eq!(claims.phone_number_verified, Some(false));
    assert_eq!(claims.given_name.as_deref(), Some("Deborah"));
    assert_eq!(claims.nonce.as_deref(), Some("n"));
    assert_eq!(claims.at_hash.as_deref(), Some("h"));
    assert_eq!(claims.identities[0].provider_name, "Google");
    assert_eq!(claims.custom("tenant"), Some(&json!("north")));
    assert_eq!(claims.custom("none"), None);
    assert_eq!(claims.other["address"]["formatted"], "1 Example Street");
}

#[test]
fn attributes_that_were_never_set_are_none() {
    let claims = read_id(&without(
        without(id_claims(), "email_verified"),
        "cognito:groups",
    ));
    assert_eq!(claims.email_verified, None);
    assert!(claims.groups.is_empty());
}

#[test]
fn a_trigger_may_give_descriptive_claims_another_type() {
    let mut claims = id_claims();
    claims["email"] = json!(["a@example.com", "b@example.com"]);
    claims["email_verified"] = json!("perhaps");
    claims["identities"] = json!("none");
    claims["custom:level"] = json!({ "a": [1, 2.5, null] });
    let read = read_id(&claims);
    assert_eq!((&read.email, read.email_verified), (&None, None));
    for name in ["email", "email_verified", "identities", "custom:level"] {
        assert_eq!(read.other[name], claims[name]);
    }
}

#[test]
fn serialised_claims_have_cognitos_names_again() {
    let access = serde_json::to_value(read_access(&access_claims())).unwrap();
    assert_eq!(access, access_claims());
    let id = serde_json::to_value(read_id(&id_claims())).unwrap();
    assert_eq!(id, with(id_claims(), "aud", json!([CLIENT])));
}

#[test]
fn looking_into_a_stored_token_without_verifying_it() {
    let token = Signer::stranger().token(&access_claims());
    let claims = dangerous_unverified_claims(&token).unwrap();
    assert_eq!(claims.expires_at(), Ok(EXP));
    assert_eq!(claims.claim("username"), Some(&json!("demo")));
    assert_eq!(claims.claim("email"), None);
    let shown = format!("{claims:?}");
    assert!(
        shown.contains("username") && !shown.contains("demo"),
        "{shown}"
    );

    let timeless = Signer::usual().token(&without(access_claims(), "exp"));
    let error = dangerous_unverified_claims(&timeless)
        .unwrap()
        .expires_at()
        .unwrap_err();
    assert_eq!(error, Error::ClaimMissing { claim: "exp" });
    let odd = Signer::usual().token(&with(access_claims(), "exp", "soon"));
    let error = dangerous_unverified_claims(&odd)
        .unwrap()
        .expires_at()
        .unwrap_err();
    assert_eq!(
        error,
        Error::ClaimType {
            claim: "exp",
            expected: "a number of seconds"
        }
    );
    assert_eq!(
        dangerous_unverified_claims("not a token").unwrap_err(),
        Error::Segments { actual: 1 }
    );
}
