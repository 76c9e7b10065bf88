//! Refreshing, with and without rotation (protocol.md 5.5).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, Refusal, claims, refusal};

fn exchange(demo: &Demo<'_>, token: &Value) -> Result<Value, Refusal> {
    let input = json!({ "RefreshToken": token, "ClientId": demo.client_id });
    demo.cognito
        .call("GetTokensFromRefreshToken", &input)
        .map(|answer| answer["AuthenticationResult"].clone())
}

fn rotating(cognito: &Cognito, grace: u32) -> Demo<'_> {
    let settings = json!({
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
        "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": grace },
    });
    cognito.demo_with(&json!({}), &settings)
}

#[test]
fn refreshed_tokens_are_of_the_same_family() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let first = demo.tokens();
    cognito.pass(60);
    for flow in ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"] {
        let parameters = json!({ "REFRESH_TOKEN": first["RefreshToken"] });
        let answer = demo.initiate(flow, &parameters).unwrap();
        let second = &answer["AuthenticationResult"];
        assert_eq!(second.get("RefreshToken"), None);
        let (before, after) = (
            claims(&first["AccessToken"]),
            claims(&second["AccessToken"]),
        );
        for kept in ["origin_jti", "auth_time", "sub"] {
            assert_eq!(before[kept], after[kept], "{kept}");
        }
        for new in ["jti", "iat", "exp", "event_id"] {
            assert_ne!(before[new], after[new], "{new}");
        }
    }
    assert_eq!(
        exchange(&demo, &first["RefreshToken"])
            .unwrap()
            .get("RefreshToken"),
        None
    );
}

#[test]
fn an_administrator_refreshes() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let input = json!({
        "UserPoolId": demo.pool_id, "ClientId": demo.client_id, "AuthFlow": "REFRESH_TOKEN_AUTH",
        "AuthParameters": { "REFRESH_TOKEN": demo.tokens()["RefreshToken"] },
    });
    cognito.expect("AdminInitiateAuth", &input);
}

#[test]
fn garbage_and_foreign_tokens_are_invalid() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let token = demo.tokens()["RefreshToken"].as_str().unwrap().to_owned();
    let invalid = Err(refusal("NotAuthorized", "Invalid Refresh Token"));
    let parts: Vec<&str> = token.split('.').collect();
    for position in 0..5 {
        let mut altered = parts.clone();
        let part = altered[position];
        let changed = if part.starts_with('A') { "B" } else { "A" };
        let part = format!("{changed}{}", &part[1..]);
        altered[position] = &part;
        assert_eq!(
            demo.refresh(&json!(altered.join("."))),
            invalid,
            "part {position}"
        );
    }
    for garbage in ["x", "....", &format!("{token}.A"), &tokens_id(&demo)] {
        assert_eq!(demo.refresh(&json!(garbage)), invalid);
    }
    let other = cognito.client(&demo.pool_id, &json!({}));
    let other = Demo {
        cognito: &cognito,
        pool_id: demo.pool_id.clone(),
        client_id: other,
    };
    assert_eq!(other.refresh(&json!(token)), invalid);
}

fn tokens_id(demo: &Demo<'_>) -> String {
    demo.tokens()["IdToken"].as_str().unwrap().to_owned()
}

#[test]
fn rotation_replaces_the_token_and_ends_the_old_flow() {
    let cognito = Cognito::new();
    let demo = rotating(&cognito, 10);
    let first = demo.tokens();
    let (code, _) = demo.refresh(&first["RefreshToken"]).unwrap_err();
    assert_eq!(code, "UnsupportedOperationException");
    let second = exchange(&demo, &first["RefreshToken"]).unwrap();
    assert_ne!(first["RefreshToken"], second["RefreshToken"]);
    // Within the grace period the answer may be asked for again.
    cognito.pass(9);
    let third = exchange(&demo, &first["RefreshToken"]).unwrap();
    // Both successors are good.
    for token in [&second["RefreshToken"], &third["RefreshToken"]] {
        exchange(&demo, token).unwrap();
    }
}

#[test]
fn a_token_that_comes_back_after_its_grace_period_ends_the_whole_family() {
    let cognito = Cognito::new();
    let demo = rotating(&cognito, 10);
    let (first, other_sign_in) = (demo.tokens(), demo.tokens());
    let second = exchange(&demo, &first["RefreshToken"]).unwrap();
    cognito.pass(10);
    let (code, _) = exchange(&demo, &first["RefreshToken"]).unwrap_err();
    assert_eq!(code, "RefreshTokenReuseException");
    let revoked = |token: &str| {
        let message = format!("{token} Token has been revoked");
        Err(refusal("NotAuthorized", &message))
    };
    for tokens in [&first, &second] {
        assert_eq!(exchange(&demo, &tokens["RefreshToken"]), revoked("Refresh"));
        assert_eq!(demo.get_user(&tokens["AccessToken"]), revoked("Access"));
    }
    // The other sign-in of the same user has nothing to do with it.
    demo.get_user(&other_sign_in["AccessToken"]).unwrap();
    exchange(&demo, &other_sign_in["RefreshToken"]).unwrap();
}

#[test]
fn without_grace_a_token_is_exchanged_once() {
    let cognito = Cognito::new();
    let demo = rotating(&cognito, 0);
    let first = demo.tokens();
    exchange(&demo, &first["RefreshToken"]).unwrap();
    let (code, _) = exchange(&demo, &first["RefreshToken"]).unwrap_err();
    assert_eq!(code, "RefreshTokenReuseException");
}

#[test]
fn a_grace_period_lasts_a_minute_at_most() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let input = json!({
        "UserPoolId": pool_id, "ClientName": "c",
        "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 61 },
    });
    let (code, message) = cognito.call("CreateUserPoolClient", &input).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
    assert!(message.contains("less than or equal to 60"), "{message}");
}

#[test]
fn rotation_and_the_refresh_flow_exclude_each_other() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let mut input = json!({
        "UserPoolId": pool_id, "ClientName": "c",
        "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
        "RefreshTokenRotation": { "Feature": "ENABLED" },
    });
    let (code, _) = cognito.call("CreateUserPoolClient", &input).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
    input["RefreshTokenRotation"]["Feature"] = "DISABLED".into();
    cognito.expect("CreateUserPoolClient", &input);
}

#[test]
fn a_rotated_token_inherits_the_remaining_lifetime() {
    let cognito = Cognito::new();
    let demo = rotating(&cognito, 0);
    let mut token = demo.tokens()["RefreshToken"].clone();
    for _ in 0..29 {
        cognito.pass(86_400);
        token = exchange(&demo, &token).unwrap()["RefreshToken"].clone();
    }
    cognito.pass(86_400);
    let expected = refusal("NotAuthorized", "Refresh Token has expired");
    assert_eq!(exchange(&demo, &token), Err(expected));
}
