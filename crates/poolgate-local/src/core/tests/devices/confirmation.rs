//! Offering a device and confirming it (protocol.md 2.1).

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{claims, refusal};
use super::{Device, confirmed, demo, prompting, sign_in, tokens};

#[test]
fn a_sign_in_without_a_device_offers_one() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let tokens = tokens(&demo, "demo");
    let device = Device::offered(&tokens);
    let uuid = device.key.strip_prefix("us-east-1_").unwrap();
    assert_eq!(uuid.len(), 36);
    assert!(device.group_key.starts_with('-') && device.group_key.len() == 9);
    assert_eq!(claims(&tokens["AccessToken"])["device_key"], device.key);
    assert_eq!(claims(&tokens["IdToken"]).get("device_key"), None);
}

#[test]
fn a_pool_without_the_setting_offers_none() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let answer = sign_in(&demo, "demo", Some("us-east-1_0-0")).unwrap();
    let tokens = &answer["AuthenticationResult"];
    assert_eq!(tokens.get("NewDeviceMetadata"), None);
    assert_eq!(claims(&tokens["AccessToken"]).get("device_key"), None);
}

#[test]
fn any_setting_turns_tracking_on() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&json!({ "DeviceConfiguration": {} }), &json!({}));
    Device::offered(&tokens(&demo, "demo"));
    let input = json!({ "UserPoolId": demo.pool_id });
    let pool = cognito.expect("DescribeUserPool", &input);
    let expected = json!({
        "ChallengeRequiredOnNewDevice": false, "DeviceOnlyRememberedOnUserPrompt": false,
    });
    assert_eq!(pool["UserPool"]["DeviceConfiguration"], expected);
}

#[test]
fn a_confirmed_device_is_not_offered_again() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&prompting(), &json!({}));
    let (device, _) = confirmed(&demo, "demo");
    let answer = sign_in(&demo, "demo", Some(&device.key)).unwrap();
    let tokens = &answer["AuthenticationResult"];
    assert_eq!(tokens.get("NewDeviceMetadata"), None);
    assert_eq!(claims(&tokens["AccessToken"])["device_key"], device.key);
}

#[test]
fn whether_the_user_must_confirm_is_the_pool_s_setting() {
    let cognito = Cognito::new();
    for (demo, expected) in [
        (demo(&cognito), false),
        (cognito.demo_with(&prompting(), &json!({})), true),
    ] {
        let tokens = tokens(&demo, "demo");
        let input = Device::offered(&tokens).confirmation(&tokens["AccessToken"]);
        let answer = cognito.expect("ConfirmDevice", &input);
        assert_eq!(answer, json!({ "UserConfirmationNecessary": expected }));
    }
}

#[test]
fn a_device_is_confirmed_once() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, tokens) = confirmed(&demo, "demo");
    let input = device.confirmation(&tokens["AccessToken"]);
    let (code, _) = cognito.call("ConfirmDevice", &input).unwrap_err();
    assert_eq!(code, "DeviceKeyExistsException");
}

#[test]
fn only_the_device_of_the_same_sign_in_is_confirmed() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    cognito.user(&demo.pool_id, "other", &json!([]));
    let tokens_of_other = tokens(&demo, "other");
    let own = tokens(&demo, "demo");
    let invalid = refusal("InvalidParameter", "Invalid device key given.");
    let foreign = Device::offered(&tokens_of_other);
    let invented = Device {
        key: "us-east-1_00000000-0000-4000-8000-000000000000".to_owned(),
        ..foreign.clone()
    };
    for device in [foreign, invented] {
        let input = device.confirmation(&own["AccessToken"]);
        assert_eq!(cognito.call("ConfirmDevice", &input), Err(invalid.clone()));
    }
}

#[test]
fn only_numbers_of_the_group_make_a_verifier() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let tokens = tokens(&demo, "demo");
    let sound = Device::offered(&tokens).confirmation(&tokens["AccessToken"]);
    let config = |name: &str, value: Value| {
        let mut input = sound.clone();
        input["DeviceSecretVerifierConfig"][name] = value;
        input
    };
    let encoded = |bytes: &[u8]| json!(BASE64_STANDARD.encode(bytes));
    // N begins with 64 bits that are set: this is larger, and its leading zero says positive.
    let too_large = [vec![0], vec![0xff; 384]].concat();
    let far_too_long = vec![1; 100_000];
    let negative = vec![0x80; 16];
    let missing = |name: &str| config(name, Value::Null);
    let mut nothing = sound.clone();
    nothing["DeviceSecretVerifierConfig"] = Value::Null;
    for input in [
        config("PasswordVerifier", encoded(&negative)),
        config("PasswordVerifier", encoded(&[0])),
        config("PasswordVerifier", encoded(&[1])),
        config("PasswordVerifier", encoded(&too_large)),
        config("PasswordVerifier", encoded(&far_too_long)),
        config("PasswordVerifier", json!("")),
        config("PasswordVerifier", json!("%%%")),
        config("Salt", encoded(&negative)),
        config("Salt", encoded(&far_too_long)),
        config("Salt", json!("")),
        config("Salt", json!("no base64")),
        missing("PasswordVerifier"),
        missing("Salt"),
        nothing,
    ] {
        let refused = cognito.call("ConfirmDevice", &input);
        assert_eq!(refused.unwrap_err().0, "InvalidParameterException");
    }
    cognito.expect("ConfirmDevice", &sound);
}
