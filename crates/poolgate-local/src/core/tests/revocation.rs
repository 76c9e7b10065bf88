//! `RevokeToken` and `GlobalSignOut` (protocol.md 5.6).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, Refusal, refusal};

fn revoke(demo: &Demo<'_>, token: &Value) -> Result<Value, Refusal> {
    demo.cognito.call(
        "RevokeToken",
        &json!({ "Token": token, "ClientId": demo.client_id }),
    )
}

fn refresh_revoked() -> Result<Value, Refusal> {
    Err(refusal("NotAuthorized", "Refresh Token has been revoked"))
}

fn access_revoked() -> Result<Value, Refusal> {
    Err(refusal("NotAuthorized", "Access Token has been revoked"))
}

#[test]
fn revoking_kills_one_family() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let (revoked, kept) = (demo.tokens(), demo.tokens());
    assert_eq!(revoke(&demo, &revoked["RefreshToken"]), Ok(json!({})));
    assert_eq!(demo.refresh(&revoked["RefreshToken"]), refresh_revoked());
    assert_eq!(demo.get_user(&revoked["AccessToken"]), access_revoked());
    demo.refresh(&kept["RefreshToken"]).unwrap();
    demo.get_user(&kept["AccessToken"]).unwrap();
    // Once more, or a token that means nothing: all the same (RFC 7009).
    assert_eq!(revoke(&demo, &revoked["RefreshToken"]), Ok(json!({})));
    assert_eq!(revoke(&demo, &json!("garbage")), Ok(json!({})));
}

#[test]
fn only_refresh_tokens_of_the_same_client_can_be_revoked() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let tokens = demo.tokens();
    for member in ["AccessToken", "IdToken"] {
        let (code, _) = revoke(&demo, &tokens[member]).unwrap_err();
        assert_eq!(code, "UnsupportedTokenTypeException");
    }
    let other = cognito.client(&demo.pool_id, &json!({}));
    let other = Demo {
        cognito: &cognito,
        pool_id: demo.pool_id.clone(),
        client_id: other,
    };
    let (code, _) = revoke(&other, &tokens["RefreshToken"]).unwrap_err();
    assert_eq!(code, "UnauthorizedException");
    let deaf = cognito.demo_with(&json!({}), &json!({ "EnableTokenRevocation": false }));
    let (code, _) = revoke(&deaf, &deaf.tokens()["RefreshToken"]).unwrap_err();
    assert_eq!(code, "UnsupportedOperationException");
    demo.refresh(&tokens["RefreshToken"]).unwrap();
}

#[test]
fn associated_sessions_may_be_named_and_garbage_may_not() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let revoke_with = |associated: &str| {
        let input = json!({
            "Token": demo.tokens()["RefreshToken"], "ClientId": demo.client_id,
            "RevokeAssociatedSessions": associated,
        });
        cognito.call("RevokeToken", &input)
    };
    assert_eq!(revoke_with("NONE"), Ok(json!({})));
    assert_eq!(revoke_with("LINKED"), Ok(json!({})));
    let (code, _) = revoke_with("ALL").unwrap_err();
    assert_eq!(code, "InvalidParameterException");
}

#[test]
fn a_client_with_a_secret_must_say_it_to_revoke() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&json!({}), &json!({ "GenerateSecret": true }));
    // The operation declares no NotAuthorizedException (protocol.md 7.1).
    let (code, _) = revoke(&demo, &json!("any.token")).unwrap_err();
    assert_eq!(code, "UnauthorizedException");
    let input = json!({
        "Token": "any.token", "ClientId": demo.client_id, "ClientSecret": "x".repeat(52),
    });
    let (code, _) = cognito.call("RevokeToken", &input).unwrap_err();
    assert_eq!(code, "UnauthorizedException");
}

#[test]
fn an_administrator_signs_a_user_out_everywhere() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let tokens = demo.tokens();
    let input = json!({ "UserPoolId": demo.pool_id, "Username": "demo" });
    assert_eq!(
        cognito.call("AdminUserGlobalSignOut", &input),
        Ok(json!({}))
    );
    assert_eq!(demo.refresh(&tokens["RefreshToken"]), refresh_revoked());
    assert_eq!(demo.get_user(&tokens["AccessToken"]), access_revoked());
    demo.tokens();
}

#[test]
fn a_global_sign_out_kills_every_family_of_the_user() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let (first, second) = (demo.tokens(), demo.tokens());
    let input = json!({ "AccessToken": first["AccessToken"] });
    assert_eq!(cognito.call("GlobalSignOut", &input), Ok(json!({})));
    for tokens in [&first, &second] {
        assert_eq!(demo.refresh(&tokens["RefreshToken"]), refresh_revoked());
        assert_eq!(demo.get_user(&tokens["AccessToken"]), access_revoked());
    }
    assert_eq!(cognito.call("GlobalSignOut", &input), access_revoked());
    // A sign-in in the same second is new.
    let third = demo.tokens();
    demo.get_user(&third["AccessToken"]).unwrap();
    demo.refresh(&third["RefreshToken"]).unwrap();
}
