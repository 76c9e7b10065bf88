//! A remembered device instead of the second factor (protocol.md 2.3 and 3.6).

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, Refusal, text};
use super::{Device, forget, prove, set_remembered, sign_in};

/// A pool that demands a second factor, and the user `phoned` who has a phone.
fn demanding(cognito: &Cognito, replaces: bool) -> Demo<'_> {
    let pool = json!({
        "MfaConfiguration": "ON",
        "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::123456789012:role/sns" },
        "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": replaces },
    });
    let demo = cognito.demo_with(&pool, &json!({}));
    let phone = json!([{ "Name": "phone_number", "Value": "+12065551234" }]);
    cognito.user(&demo.pool_id, "phoned", &phone);
    demo
}

/// Passes the second factor that is asked for.
fn pass(demo: &Demo<'_>, challenge: &Value) -> Result<Value, Refusal> {
    assert_eq!(challenge["ChallengeName"], "SMS_MFA", "{challenge}");
    let code = demo.cognito.newest_message("phoned").unwrap().secret;
    let responses = json!({ "USERNAME": "phoned", "SMS_MFA_CODE": code });
    demo.respond("SMS_MFA", Some(&text(&challenge["Session"])), &responses)
}

/// A device that was confirmed after a sign-in with both factors.
fn confirmed(demo: &Demo<'_>) -> (Device, Value) {
    let challenge = sign_in(demo, "phoned", None).unwrap();
    let tokens = pass(demo, &challenge).unwrap()["AuthenticationResult"].clone();
    let device = Device::offered(&tokens);
    demo.cognito.expect(
        "ConfirmDevice",
        &device.confirmation(&tokens["AccessToken"]),
    );
    (device, tokens)
}

#[test]
fn a_remembered_device_replaces_it() {
    let cognito = Cognito::new();
    let demo = demanding(&cognito, true);
    let (device, _) = confirmed(&demo);
    let challenge = sign_in(&demo, "phoned", Some(&device.key)).unwrap();
    let answer = prove(&demo, "phoned", &device, &challenge).unwrap();
    assert!(answer["AuthenticationResult"]["AccessToken"].is_string());
}

#[test]
fn a_device_that_is_not_named_or_not_remembered_does_not() {
    let cognito = Cognito::new();
    let demo = demanding(&cognito, true);
    let (device, tokens) = confirmed(&demo);
    let challenge = sign_in(&demo, "phoned", None).unwrap();
    assert_eq!(challenge["ChallengeName"], "SMS_MFA");
    set_remembered(&demo, &tokens["AccessToken"], &device, "not_remembered");
    let challenge = sign_in(&demo, "phoned", Some(&device.key)).unwrap();
    pass(&demo, &challenge).unwrap();
}

#[test]
fn a_device_does_not_where_the_pool_does_not_say_so() {
    let cognito = Cognito::new();
    let demo = demanding(&cognito, false);
    let (device, _) = confirmed(&demo);
    let challenge = sign_in(&demo, "phoned", Some(&device.key)).unwrap();
    let answer = pass(&demo, &challenge).unwrap();
    // It is the device of these tokens nevertheless.
    assert_eq!(
        answer["AuthenticationResult"].get("NewDeviceMetadata"),
        None
    );
}

#[test]
fn a_device_forgotten_between_the_steps_brings_the_factor_back() {
    let cognito = Cognito::new();
    let demo = demanding(&cognito, true);
    let (device, tokens) = confirmed(&demo);
    let parameters = json!({ "USERNAME": "phoned", "DEVICE_KEY": device.key });
    let client = poolgate_srp::Client::start(&mut rand_core::UnwrapErr(getrandom::SysRng));
    let mut initiation = parameters.clone();
    initiation["SRP_A"] = client.public_value().to_hex().into();
    let challenge = demo.initiate("USER_SRP_AUTH", &initiation).unwrap();
    forget(&demo, &tokens["AccessToken"], &device);
    let parameters = &challenge["ChallengeParameters"];
    let claim = demo.srp_claim(client, parameters, super::PASSWORD);
    let challenge = demo.respond("PASSWORD_VERIFIER", None, &claim).unwrap();
    pass(&demo, &challenge).unwrap();
}
