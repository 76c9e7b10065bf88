//! Holes that other emulators have, one test each. Those that belong to a flow are tested with it:
//! a zero A, stale timestamps and altered secret blocks in `srp`, forged tokens in `tokens`, codes
//! in `confirmation` and `recovery`, users who may not sign in in `account_states`, flows and secret
//! hashes in `password`, guessing in `lockout`.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde_json::{Value, json};

use crate::core::tests::Cognito;
use crate::core::tests::harness::{Demo, PASSWORD, Refusal, claims, incorrect, refusal, text};
use crate::wire::Request;

fn new_password(demo: &Demo<'_>, session: &str) -> Result<Value, Refusal> {
    let responses = json!({ "USERNAME": "demo", "NEW_PASSWORD": "Another-Horse-2" });
    demo.respond("NEW_PASSWORD_REQUIRED", Some(session), &responses)
}

#[test]
fn an_invented_session_sets_no_password() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let invalid = Err(refusal("NotAuthorized", "Invalid session for the user."));
    for session in [
        "A".repeat(20),
        "session-of-somebody-1".to_owned(),
        "x".repeat(2000),
    ] {
        assert_eq!(new_password(&demo, &session), invalid, "{session}");
    }
    demo.password_sign_in("demo", PASSWORD).unwrap();
}

#[test]
fn a_session_sets_no_password_once_the_user_has_a_permanent_one() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    cognito.set_password(&demo.pool_id, "demo", "Temporary-1", false);
    let challenge = demo.password_sign_in("demo", "Temporary-1").unwrap();
    let session = text(&challenge["Session"]);
    cognito.set_password(&demo.pool_id, "demo", PASSWORD, true);
    let invalid = Err(refusal("NotAuthorized", "Invalid session for the user."));
    assert_eq!(new_password(&demo, &session), invalid);
    demo.password_sign_in("demo", PASSWORD).unwrap();
}

#[test]
fn no_challenge_is_answered_without_its_session() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    for challenge in [
        "NEW_PASSWORD_REQUIRED",
        "SMS_MFA",
        "SOFTWARE_TOKEN_MFA",
        "EMAIL_OTP",
        "SELECT_MFA_TYPE",
        "MFA_SETUP",
        "SELECT_CHALLENGE",
        "PASSWORD",
        "CUSTOM_CHALLENGE",
        "DEVICE_SRP_AUTH",
        "DEVICE_PASSWORD_VERIFIER",
    ] {
        let responses = json!({
            "USERNAME": "demo", "PASSWORD": PASSWORD, "NEW_PASSWORD": PASSWORD, "ANSWER": "1",
            "SMS_MFA_CODE": "123456", "SOFTWARE_TOKEN_MFA_CODE": "123456",
            "EMAIL_OTP_CODE": "123456", "DEVICE_KEY": "us-east-1_x", "SRP_A": "abc",
        });
        for session in [None, Some("A".repeat(200))] {
            let answer = demo.respond(challenge, session.as_deref(), &responses);
            assert!(answer.is_err(), "{challenge} {session:?}");
        }
    }
}

#[test]
fn an_unconfirmed_user_gets_no_tokens() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let sign_up = json!({ "ClientId": demo.client_id, "Username": "fresh", "Password": PASSWORD });
    cognito.expect("SignUp", &sign_up);
    let unconfirmed = Err(refusal("UserNotConfirmed", "User is not confirmed."));
    assert_eq!(demo.password_sign_in("fresh", PASSWORD), unconfirmed);
    assert_eq!(demo.srp_sign_in("fresh", PASSWORD), unconfirmed);
    // Whoever does not know the password does not learn that much.
    assert_eq!(
        demo.password_sign_in("fresh", "Wrong-Horse-1"),
        Err(incorrect())
    );
}

#[test]
fn every_pool_has_keys_of_its_own() {
    let cognito = Cognito::new();
    let (demo, other) = (cognito.demo(), cognito.demo());
    let (tokens, others) = (demo.tokens(), other.tokens());
    let key_id = |token: &Value| {
        let token = text(token);
        let header = BASE64_URL_SAFE_NO_PAD
            .decode(token.split('.').next().unwrap())
            .unwrap();
        serde_json::from_slice::<Value>(&header).unwrap()["kid"].clone()
    };
    let mut ids = [
        &tokens["AccessToken"],
        &tokens["IdToken"],
        &others["AccessToken"],
        &others["IdToken"],
    ]
    .map(|token| key_id(token).to_string());
    ids.sort();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");

    // A token of one pool that says it is of the other.
    let token = text(&tokens["AccessToken"]);
    let parts: Vec<&str> = token.split('.').collect();
    let mut claimed = claims(&tokens["AccessToken"]);
    claimed["iss"] = claims(&others["AccessToken"])["iss"].clone();
    let body = BASE64_URL_SAFE_NO_PAD.encode(claimed.to_string());
    let moved = json!(format!("{}.{body}.{}", parts[0], parts[2]));
    let invalid = Err(refusal("NotAuthorized", "Invalid Access Token"));
    assert_eq!(demo.get_user(&moved), invalid);
}

#[test]
fn nothing_is_read_from_the_url() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let query = format!(
        "ClientId={}&AuthFlow=USER_PASSWORD_AUTH&USERNAME=demo&PASSWORD={PASSWORD}",
        demo.client_id
    );
    let headers = [(
        "x-amz-target",
        "AWSCognitoIdentityProviderService.InitiateAuth",
    )];
    for method in ["GET", "POST"] {
        let response = cognito.raw(&Request {
            method,
            path: "/",
            query: &query,
            headers: &headers,
            body: b"",
        });
        assert_eq!(response.status, 400);
        assert!(!String::from_utf8_lossy(&response.body).contains(PASSWORD));
    }
}

#[test]
fn a_refresh_token_is_of_no_use_in_another_pool() {
    let cognito = Cognito::new();
    let (demo, other) = (cognito.demo(), cognito.demo());
    let token = &demo.tokens()["RefreshToken"];
    let invalid = Err(refusal("NotAuthorized", "Invalid Refresh Token"));
    assert_eq!(other.refresh(token), invalid);
    let input = json!({
        "UserPoolId": other.pool_id, "ClientId": demo.client_id, "AuthFlow": "REFRESH_TOKEN_AUTH",
        "AuthParameters": { "REFRESH_TOKEN": token },
    });
    let (code, _) = cognito.call("AdminInitiateAuth", &input).unwrap_err();
    assert_eq!(code, "ResourceNotFoundException");
}
