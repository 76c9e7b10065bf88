//! Refreshing what was granted.

use serde_json::json;

use super::{App, assert_refused, client_of};
use crate::core::tests::Cognito;
use crate::core::tests::harness::{claims, text};

#[test]
fn a_refresh_keeps_scopes_origin_and_time_of_sign_in() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let tokens = app.tokens(&[("scope", "openid email"), ("nonce", "n-1")]);
    cognito.pass(60);
    let refreshed = app.refresh(&tokens["refresh_token"]).json();
    assert_eq!(refreshed.get("refresh_token"), None);
    let (before, after) = (
        claims(&tokens["access_token"]),
        claims(&refreshed["access_token"]),
    );
    for kept in ["scope", "origin_jti", "auth_time", "version", "sub"] {
        assert_eq!(before[kept], after[kept], "{kept}");
    }
    assert_ne!(before["jti"], after["jti"]);
    let id = claims(&refreshed["id_token"]);
    assert_eq!(id.get("nonce"), None);
    assert!(id["at_hash"].is_string());
    assert_eq!(id.get("given_name"), None);

    let input = json!({ "ClientId": app.client_id, "RefreshToken": tokens["refresh_token"] });
    let by_api = cognito.expect("GetTokensFromRefreshToken", &input);
    let access = claims(&by_api["AuthenticationResult"]["AccessToken"]);
    assert_eq!(access["scope"], "openid email");
}

#[test]
fn without_openid_no_refresh_brings_an_id_token() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let tokens = app.tokens(&[("scope", "email aws.cognito.signin.user.admin")]);
    assert_eq!(
        app.refresh(&tokens["refresh_token"]).json().get("id_token"),
        None
    );
    let input = json!({ "ClientId": app.client_id, "RefreshToken": tokens["refresh_token"] });
    let by_api = cognito.expect("GetTokensFromRefreshToken", &input);
    assert_eq!(by_api["AuthenticationResult"].get("IdToken"), None);
}

#[test]
fn a_client_that_rotates_gets_a_new_refresh_token_and_reuse_ends_the_family() {
    let cognito = Cognito::new();
    let mut settings = client_of("code");
    settings["ExplicitAuthFlows"] = json!(["ALLOW_USER_SRP_AUTH"]);
    settings["RefreshTokenRotation"] =
        json!({ "Feature": "ENABLED", "RetryGracePeriodSeconds": 0 });
    let app = App::with(&cognito, &settings);
    let first = app.tokens(&[]);
    let second = app.refresh(&first["refresh_token"]).json();
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    let third = app.refresh(&second["refresh_token"]).json();
    assert!(third["refresh_token"].is_string());
    let reused = app.refresh(&first["refresh_token"]);
    assert_refused(&reused, "invalid_grant", "Refresh token was already used.");
    let ended = app.refresh(&third["refresh_token"]);
    assert_refused(&ended, "invalid_grant", "Refresh Token has been revoked");
}

#[test]
fn a_refresh_token_that_is_not_the_client_s_is_refused() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let other = app.another(&client_of("code"));
    let tokens = app.tokens(&[]);
    let invalid = "Invalid Refresh Token";
    assert_refused(
        &other.refresh(&tokens["refresh_token"]),
        "invalid_grant",
        invalid,
    );
    assert_refused(
        &app.refresh(&tokens["access_token"]),
        "invalid_grant",
        invalid,
    );
    assert_refused(&app.refresh(&"x".into()), "invalid_grant", invalid);
    let disabled = json!({ "UserPoolId": app.pool_id, "Username": "demo" });
    cognito.expect("AdminDisableUser", &disabled);
    let page = app.refresh(&tokens["refresh_token"]);
    assert_eq!(page.status, 400);
    assert_eq!(text(&page.json()["error"]), "invalid_grant");
}
