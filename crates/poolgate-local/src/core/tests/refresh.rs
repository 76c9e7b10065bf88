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
    cognito.pass(1);
    let (code, _) = exchange(&demo, &first["RefreshToken"]).unwrap_err();
    assert_eq!(code, "RefreshTokenReuseException");
    // Both successors are good, each once.
    for token in [&second["RefreshToken"], &third["RefreshToken"]] {
        exchange(&demo, token).unwrap();
    }
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
