//! The implicit flow: the tokens themselves, in the fragment.

use serde_json::{Value, json};

use super::{App, CALLBACK, assert_refused, client_of, fragment_of};
use crate::core::tests::Cognito;
use crate::core::tests::harness::claims;

#[test]
fn the_tokens_come_in_the_fragment_and_no_refresh_token_with_them() {
    let cognito = Cognito::new();
    let app = App::with(&cognito, &client_of("implicit"));
    let asked = [
        ("response_type", "token"),
        ("scope", "openid email"),
        ("state", "s 1"),
        ("nonce", "n-1"),
    ];
    let location = app.signed_in(&asked);
    assert!(
        location.starts_with(&format!("{CALLBACK}#access_token=")),
        "{location}"
    );
    let fields = fragment_of(&location);
    let names: Vec<_> = fields.keys().map(String::as_str).collect();
    let expected = [
        "access_token",
        "expires_in",
        "id_token",
        "state",
        "token_type",
    ];
    assert_eq!(names, expected);
    assert_eq!(fields["state"], "s 1");
    assert_eq!(fields["expires_in"], "3600");
    let access = claims(&Value::from(fields["access_token"].as_str()));
    assert_eq!(access["scope"], "openid email");
    assert_eq!(access["version"], 2);
    assert_eq!(access.get("origin_jti"), None);
    let id = claims(&Value::from(fields["id_token"].as_str()));
    assert_eq!(id["nonce"], "n-1");
    assert_eq!(id["event_id"], access["event_id"]);

    let token = Value::from(fields["access_token"].as_str());
    assert_eq!(app.user_info(&token).status, 200);
    let id = json!({ "UserPoolId": app.pool_id, "Username": "demo" });
    cognito.expect("AdminUserGlobalSignOut", &id);
    assert_eq!(app.user_info(&token).status, 401);
}

#[test]
fn without_openid_there_is_no_id_token() {
    let cognito = Cognito::new();
    let app = App::with(&cognito, &client_of("implicit"));
    let fields = fragment_of(&app.signed_in(&[("response_type", "token"), ("scope", "email")]));
    assert!(fields.contains_key("access_token"));
    assert!(!fields.contains_key("id_token"));
}

#[test]
fn a_client_of_this_flow_redeems_no_codes() {
    let cognito = Cognito::new();
    let app = App::with(&cognito, &client_of("implicit"));
    let description = "the app client does not allow the code flow";
    assert_refused(&app.redeem("x", &[]), "unauthorized_client", description);
}
