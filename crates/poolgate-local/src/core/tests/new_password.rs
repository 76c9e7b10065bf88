//! `NEW_PASSWORD_REQUIRED` and its session (protocol.md 3.2 and 3.3).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, PASSWORD, refusal, text};

const TEMPORARY: &str = "Temporary-1";

fn challenge(demo: &Demo<'_>) -> (Value, String) {
    demo.cognito
        .set_password(&demo.pool_id, "demo", TEMPORARY, false);
    let answer = demo.srp_sign_in("demo", TEMPORARY).unwrap();
    assert_eq!(answer["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    assert_eq!(answer.get("AuthenticationResult"), None);
    (
        answer["ChallengeParameters"].clone(),
        text(&answer["Session"]),
    )
}

fn answer(
    demo: &Demo<'_>,
    session: &str,
    extra: &[(&str, &str)],
) -> Result<Value, super::harness::Refusal> {
    let mut responses = json!({ "USERNAME": "demo", "NEW_PASSWORD": PASSWORD });
    for (name, value) in extra {
        responses[*name] = (*value).into();
    }
    demo.respond("NEW_PASSWORD_REQUIRED", Some(session), &responses)
}

#[test]
fn a_new_password_ends_the_challenge() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let (parameters, session) = challenge(&demo);
    let expected =
        json!({ "USER_ID_FOR_SRP": "demo", "requiredAttributes": "[]", "userAttributes": "{}" });
    assert_eq!(parameters, expected);
    let tokens = answer(&demo, &session, &[]).unwrap();
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
    demo.srp_sign_in("demo", PASSWORD).unwrap();
    assert!(demo.srp_sign_in("demo", TEMPORARY).is_err());
}

#[test]
fn the_temporary_password_may_stay() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let (_, session) = challenge(&demo);
    answer(&demo, &session, &[("NEW_PASSWORD", TEMPORARY)]).unwrap();
}

#[test]
fn a_session_survives_a_refused_password_and_works_once() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let (_, session) = challenge(&demo);
    let message = "Password did not conform with policy: Password not long enough";
    let refused = answer(&demo, &session, &[("NEW_PASSWORD", "short")]);
    assert_eq!(refused, Err(refusal("InvalidPassword", message)));
    answer(&demo, &session, &[]).unwrap();
    let message = "Invalid session for the user, session can only be used once.";
    assert_eq!(
        answer(&demo, &session, &[]),
        Err(refusal("NotAuthorized", message))
    );
}

#[test]
fn a_session_belongs_to_its_user_client_and_challenge() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    cognito.user(&demo.pool_id, "other", &json!([]));
    let (_, session) = challenge(&demo);
    let invalid = Err(refusal("NotAuthorized", "Invalid session for the user."));
    assert_eq!(answer(&demo, &session, &[("USERNAME", "other")]), invalid);
    assert_eq!(answer(&demo, &session, &[("USERNAME", "nobody")]), invalid);
    let code = json!({ "USERNAME": "demo", "SMS_MFA_CODE": "123456" });
    assert_eq!(demo.respond("SMS_MFA", Some(&session), &code), invalid);
    let other_client = cognito.client(&demo.pool_id, &json!({}));
    let other = Demo {
        cognito: &cognito,
        pool_id: demo.pool_id.clone(),
        client_id: other_client,
    };
    assert_eq!(answer(&other, &session, &[]), invalid);
    for garbage in [
        "AYABeAYABeAYABeAYABe",
        &format!("{session}A"),
        &session[..session.len() - 2],
    ] {
        assert_eq!(answer(&demo, garbage, &[]), invalid, "{garbage}");
    }
    cognito.pass(180);
    let message = "Invalid session for the user, session is expired.";
    assert_eq!(
        answer(&demo, &session, &[]),
        Err(refusal("NotAuthorized", message))
    );
}

#[test]
fn required_attributes_are_asked_for_and_set() {
    let cognito = Cognito::new();
    let schema = json!({ "Schema": [
        { "Name": "email", "Required": true }, { "Name": "name", "Required": true },
    ] });
    let pool_id = cognito.pool(&schema);
    let client_id = cognito.client(&pool_id, &json!({}));
    let input = json!({
        "UserPoolId": pool_id, "Username": "demo", "TemporaryPassword": TEMPORARY,
        "UserAttributes": [{ "Name": "email", "Value": "d@example.com" }],
    });
    cognito.expect("AdminCreateUser", &input);
    let demo = Demo {
        cognito: &cognito,
        pool_id,
        client_id,
    };
    let (parameters, session) = challenge(&demo);
    assert_eq!(
        parameters["requiredAttributes"],
        r#"["userAttributes.name"]"#
    );
    assert_eq!(parameters["userAttributes"], r#"{"email":"d@example.com"}"#);
    let message = "Invalid attributes given, name is missing";
    let refused = answer(&demo, &session, &[]);
    assert_eq!(refused, Err(refusal("InvalidParameter", message)));
    let name = ("userAttributes.name", "Demo");
    let message = "Cannot modify an already provided email";
    let refused = answer(
        &demo,
        &session,
        &[("userAttributes.email", "x@example.com"), name],
    );
    assert_eq!(refused, Err(refusal("NotAuthorized", message)));
    let message = "A client attempted to write unauthorized attribute";
    let refused = answer(
        &demo,
        &session,
        &[("userAttributes.email_verified", "true"), name],
    );
    assert_eq!(refused, Err(refusal("NotAuthorized", message)));
    let given = [("userAttributes.nickname", "D"), name];
    let tokens = answer(&demo, &session, &given).unwrap();
    let claims = super::harness::claims(&tokens["AuthenticationResult"]["IdToken"]);
    assert_eq!(claims["nickname"], "D");
    assert_eq!(claims["name"], "Demo");
}
