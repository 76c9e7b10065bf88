//! A device at the end of a custom authentication (protocol.md 2.2 and 3.5).

use std::sync::Arc;

use getrandom::SysRng;
use poolgate_srp::Client;
use rand_core::UnwrapErr;
use serde_json::{Value, json};

use super::super::Cognito;
use super::super::functions::{Functions, lambda_config, quiz};
use super::super::harness::{Demo, PASSWORD, text};
use super::{Device, prove, set_remembered, tracking, unknown_device};

/// Demands the password if it is offered, then asks the quiz's question.
fn functions() -> Arc<Functions> {
    Functions::new(|function, event| {
        let session = &event["request"]["session"];
        let offered = session.as_array().is_some_and(|results| results.len() == 1)
            && session[0]["challengeName"] == "SRP_A";
        if function == "define" && offered {
            return Ok(json!({ "challengeName": "PASSWORD_VERIFIER" }));
        }
        Ok(quiz(function, &event["request"]))
    })
}

fn demo<'c>(cognito: &'c Cognito, mfa: &str) -> Demo<'c> {
    let mut pool = tracking();
    pool["LambdaConfig"] = lambda_config()["LambdaConfig"].clone();
    pool["MfaConfiguration"] = mfa.into();
    pool["SmsConfiguration"] = json!({ "SnsCallerArn": "arn:aws:iam::123456789012:role/sns" });
    let demo = cognito.demo_with(&pool, &json!({}));
    let phone = json!([{ "Name": "phone_number", "Value": "+12065551234" }]);
    cognito.user(&demo.pool_id, "phoned", &phone);
    demo
}

fn answer(demo: &Demo<'_>, challenge: &Value, answers: &[(&str, &str)]) -> Value {
    let mut responses = json!({ "USERNAME": "phoned" });
    for (name, value) in answers {
        responses[*name] = (*value).into();
    }
    let name = text(&challenge["ChallengeName"]);
    demo.respond(&name, challenge["Session"].as_str(), &responses)
        .unwrap()
}

/// The functions' question, without a password, answered.
fn by_question(demo: &Demo<'_>, device_key: Option<&str>) -> Value {
    let mut parameters = json!({ "USERNAME": "phoned" });
    if let Some(device_key) = device_key {
        parameters["DEVICE_KEY"] = device_key.into();
    }
    let question = demo.initiate("CUSTOM_AUTH", &parameters).unwrap();
    answer(demo, &question, &[("ANSWER", "blue")])
}

fn confirmed(demo: &Demo<'_>) -> (Device, Value) {
    let tokens = by_question(demo, None)["AuthenticationResult"].clone();
    let device = Device::offered(&tokens);
    demo.cognito.expect(
        "ConfirmDevice",
        &device.confirmation(&tokens["AccessToken"]),
    );
    (device, tokens)
}

/// The password proven, with the device named.
fn by_password(demo: &Demo<'_>, device: &Device) -> Value {
    let client = Client::start(&mut UnwrapErr(SysRng));
    let parameters = json!({
        "USERNAME": "phoned", "CHALLENGE_NAME": "SRP_A", "DEVICE_KEY": device.key,
        "SRP_A": client.public_value().to_hex(),
    });
    let challenge = demo.initiate("CUSTOM_AUTH", &parameters).unwrap();
    let claim = demo.srp_claim(client, &challenge["ChallengeParameters"], PASSWORD);
    let session = text(&challenge["Session"]);
    demo.respond("PASSWORD_VERIFIER", Some(&session), &claim)
        .unwrap()
}

#[test]
fn the_device_is_asked_after_the_functions() {
    let cognito = Cognito::calling(&functions());
    let demo = demo(&cognito, "OFF");
    let (device, _) = confirmed(&demo);
    let challenge = by_question(&demo, Some(&device.key));
    let tokens = prove(&demo, "phoned", &device, &challenge).unwrap();
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
}

#[test]
fn the_device_replaces_the_factor_that_comes_with_the_password() {
    let cognito = Cognito::calling(&functions());
    let demo = demo(&cognito, "ON");
    let (device, _) = confirmed(&demo);
    let question = by_password(&demo, &device);
    assert_eq!(question["ChallengeName"], "CUSTOM_CHALLENGE");
    let challenge = answer(&demo, &question, &[("ANSWER", "blue")]);
    prove(&demo, "phoned", &device, &challenge).unwrap();
}

#[test]
fn a_factor_that_the_device_was_to_replace_is_not_lost_with_it() {
    let cognito = Cognito::calling(&functions());
    let demo = demo(&cognito, "ON");
    let (device, tokens) = confirmed(&demo);
    let question = by_password(&demo, &device);
    set_remembered(&demo, &tokens["AccessToken"], &device, "not_remembered");
    let challenge = answer(&demo, &question, &[("ANSWER", "blue")]);
    assert_eq!(challenge["ChallengeName"], "SMS_MFA");
    let code = cognito.newest_message("phoned").unwrap().secret;
    let tokens = answer(&demo, &challenge, &[("SMS_MFA_CODE", &code)]);
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
}

#[test]
fn an_unknown_device_is_refused_before_a_function_is_asked() {
    let functions = functions();
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito, "OFF");
    let parameters = json!({ "USERNAME": "phoned", "DEVICE_KEY": "us-east-1_0-0" });
    assert_eq!(
        demo.initiate("CUSTOM_AUTH", &parameters),
        Err(unknown_device())
    );
    assert_eq!(functions.calls().len(), 0);
    let question = demo
        .initiate("CUSTOM_AUTH", &json!({ "USERNAME": "phoned" }))
        .unwrap();
    functions.calls();
    let mut responses = json!({
        "USERNAME": "phoned", "ANSWER": "blue", "DEVICE_KEY": "us-east-1_0-0",
    });
    let session = text(&question["Session"]);
    let respond = |responses: &Value| demo.respond("CUSTOM_CHALLENGE", Some(&session), responses);
    assert_eq!(respond(&responses), Err(unknown_device()));
    assert_eq!(functions.calls().len(), 0);
    responses.as_object_mut().unwrap().remove("DEVICE_KEY");
    respond(&responses).unwrap();
}
