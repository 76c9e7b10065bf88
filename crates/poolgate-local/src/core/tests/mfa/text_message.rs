//! `SMS_MFA` (protocol.md 3.3 and 3.6).

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, PASSWORD, Refusal, refusal, text};

fn demanding_pool() -> Value {
    json!({
        "MfaConfiguration": "ON",
        "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::123456789012:role/sns" },
    })
}

fn demo(cognito: &Cognito) -> Demo<'_> {
    let demo = cognito.demo_with(&demanding_pool(), &json!({}));
    let phone = json!([{ "Name": "phone_number", "Value": "+12065551234" }]);
    cognito.user(&demo.pool_id, "phoned", &phone);
    demo
}

fn answer(demo: &Demo<'_>, session: &str, code: &str) -> Result<Value, Refusal> {
    let responses = json!({ "USERNAME": "phoned", "SMS_MFA_CODE": code });
    demo.respond("SMS_MFA", Some(session), &responses)
}

#[test]
fn a_code_by_text_message_completes_the_sign_in() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let challenge = demo.srp_sign_in("phoned", PASSWORD).unwrap();
    assert_eq!(challenge["ChallengeName"], "SMS_MFA");
    let expected = json!({
        "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS", "CODE_DELIVERY_DESTINATION": "+*******1234",
        "USER_ID_FOR_SRP": "phoned",
    });
    assert_eq!(challenge["ChallengeParameters"], expected);
    let session = text(&challenge["Session"]);
    let code = cognito.newest_message("phoned").unwrap().secret;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let mismatch = refusal("CodeMismatch", "Invalid code received for user");
    assert_eq!(answer(&demo, &session, wrong), Err(mismatch));
    // The session is still good after a wrong code.
    let tokens = answer(&demo, &session, &code).unwrap();
    let claims = super::super::harness::claims(&tokens["AuthenticationResult"]["IdToken"]);
    assert_eq!(claims["phone_number_verified"], true);
    let message = "Invalid session for the user, session can only be used once.";
    assert_eq!(
        answer(&demo, &session, &code),
        Err(refusal("NotAuthorized", message))
    );
}

#[test]
fn wrong_codes_lock_out() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let challenge = demo.password_sign_in("phoned", PASSWORD).unwrap();
    let session = text(&challenge["Session"]);
    let code = cognito.newest_message("phoned").unwrap().secret;
    for _ in 0..5 {
        let (exception, _) = answer(&demo, &session, "x").unwrap_err();
        assert_eq!(exception, "CodeMismatchException");
    }
    let locked = refusal("NotAuthorized", "Password attempts exceeded");
    assert_eq!(answer(&demo, &session, &code), Err(locked));
    cognito.pass(1);
    answer(&demo, &session, &code).unwrap();
}

#[test]
fn a_user_without_a_factor_has_to_set_one_up() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let challenge = demo.password_sign_in("demo", PASSWORD).unwrap();
    assert_eq!(challenge["ChallengeName"], "MFA_SETUP");
    assert_eq!(
        challenge["ChallengeParameters"]["MFAS_CAN_SETUP"],
        r#"["SMS_MFA"]"#
    );
}

#[test]
fn a_pool_cannot_demand_what_it_cannot_send() {
    let cognito = Cognito::new();
    let input = json!({ "PoolName": "p", "MfaConfiguration": "ON" });
    let (code, _) = cognito.call("CreateUserPool", &input).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
}
