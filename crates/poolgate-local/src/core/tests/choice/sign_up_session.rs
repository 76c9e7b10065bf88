//! The session that a confirmed sign-up answers.

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, PASSWORD, Refusal, refusal, text};
use super::{demo_with, expired_session, invalid_session, spent_session};

fn demo(cognito: &Cognito) -> Demo<'_> {
    let verified = json!({ "AutoVerifiedAttributes": ["email"] });
    demo_with(cognito, &verified, &json!({}))
}

/// Signs up and confirms it with the code.
fn confirmed(demo: &Demo<'_>, username: &str) -> Value {
    let input = json!({
        "ClientId": demo.client_id, "Username": username, "Password": PASSWORD,
        "UserAttributes": [{ "Name": "email", "Value": "new@example.com" }],
    });
    demo.cognito.expect("SignUp", &input);
    let code = demo.cognito.newest_message(username).unwrap().secret;
    let input = json!({
        "ClientId": demo.client_id, "Username": username, "ConfirmationCode": code,
    });
    demo.cognito.expect("ConfirmSignUp", &input)
}

fn sign_in(demo: &Demo<'_>, username: &str, session: &str) -> Result<Value, Refusal> {
    let input = json!({
        "ClientId": demo.client_id, "AuthFlow": "USER_AUTH", "Session": session,
        "AuthParameters": { "USERNAME": username, "PREFERRED_CHALLENGE": "PASSWORD" },
    });
    demo.cognito.call("InitiateAuth", &input)
}

#[test]
fn the_session_signs_in_once_and_without_a_factor() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let input = json!({
        "UserPoolId": demo.pool_id, "MfaConfiguration": "ON", "EmailMfaConfiguration": {},
    });
    cognito.expect("SetUserPoolMfaConfig", &input);
    let session = text(&confirmed(&demo, "new")["Session"]);
    let tokens = sign_in(&demo, "new", &session).unwrap();
    demo.get_user(&tokens["AuthenticationResult"]["AccessToken"])
        .unwrap();
    assert_eq!(sign_in(&demo, "new", &session), Err(spent_session()));
}

#[test]
fn it_is_for_its_user_client_and_time_only() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let session = text(&confirmed(&demo, "new")["Session"]);
    assert_eq!(sign_in(&demo, "demo", &session), Err(invalid_session()));
    assert_eq!(sign_in(&demo, "nobody", &session), Err(invalid_session()));
    let flows = json!({ "ExplicitAuthFlows": ["ALLOW_USER_AUTH"] });
    let other = Demo {
        cognito: &cognito,
        pool_id: demo.pool_id.clone(),
        client_id: cognito.client(&demo.pool_id, &flows),
    };
    assert_eq!(sign_in(&other, "new", &session), Err(invalid_session()));
    let admin = json!({
        "UserPoolId": demo.pool_id, "ClientId": demo.client_id, "AuthFlow": "USER_AUTH",
        "Session": session, "AuthParameters": { "USERNAME": "new" },
    });
    assert_eq!(
        cognito.call("AdminInitiateAuth", &admin),
        Err(invalid_session())
    );
    cognito.pass(3 * 60);
    assert_eq!(sign_in(&demo, "new", &session), Err(expired_session()));
}

#[test]
fn no_other_session_does_it_and_it_answers_no_challenge() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let session = text(&confirmed(&demo, "new")["Session"]);
    let choice = super::session(&demo, "new");
    assert_eq!(sign_in(&demo, "new", &choice), Err(invalid_session()));
    let invented = "AYABe".repeat(50);
    assert_eq!(sign_in(&demo, "new", &invented), Err(invalid_session()));
    for challenge in ["SELECT_CHALLENGE", "NEW_PASSWORD_REQUIRED", "MFA_SETUP"] {
        let responses = json!({
            "USERNAME": "new", "ANSWER": "PASSWORD", "NEW_PASSWORD": "Another-Horse-1",
        });
        let answer = demo.respond(challenge, Some(&session), &responses);
        assert_eq!(answer, Err(invalid_session()));
    }
    sign_in(&demo, "new", &session).unwrap();
}

#[test]
fn what_an_administrator_did_meanwhile_counts() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let session = text(&confirmed(&demo, "new")["Session"]);
    cognito.set_password(&demo.pool_id, "new", "Temporary-1", false);
    assert_eq!(sign_in(&demo, "new", &session), Err(invalid_session()));
    cognito.set_password(&demo.pool_id, "new", PASSWORD, true);
    let user = json!({ "UserPoolId": demo.pool_id, "Username": "new" });
    cognito.expect("AdminDisableUser", &user);
    let disabled = refusal("NotAuthorized", "User is disabled.");
    assert_eq!(sign_in(&demo, "new", &session), Err(disabled));
}

#[test]
fn a_client_without_the_flow_gets_no_session() {
    let cognito = Cognito::new();
    let pool = json!({ "AutoVerifiedAttributes": ["email"] });
    let demo = cognito.demo_with(&pool, &json!({}));
    assert_eq!(confirmed(&demo, "new"), json!({}));
}
