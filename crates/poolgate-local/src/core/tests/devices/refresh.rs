//! Refreshing where devices are tracked (protocol.md 2.4).

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, Refusal, claims, refusal};
use super::{Device, confirmed, demo, forget, tokens};

fn refresh(demo: &Demo<'_>, tokens: &Value, device_key: Option<&str>) -> Result<Value, Refusal> {
    let parameters = json!({ "REFRESH_TOKEN": tokens["RefreshToken"], "DEVICE_KEY": device_key });
    demo.initiate("REFRESH_TOKEN_AUTH", &without_nulls(parameters))
}

fn exchange(demo: &Demo<'_>, tokens: &Value, device_key: Option<&str>) -> Result<Value, Refusal> {
    let input = json!({
        "RefreshToken": tokens["RefreshToken"], "ClientId": demo.client_id,
        "DeviceKey": device_key,
    });
    demo.cognito.call("GetTokensFromRefreshToken", &input)
}

fn without_nulls(mut value: Value) -> Value {
    value
        .as_object_mut()
        .unwrap()
        .retain(|_, member| !member.is_null());
    value
}

fn invalid() -> Refusal {
    refusal("NotAuthorized", "Invalid Refresh Token")
}

#[test]
fn the_device_of_the_sign_in_must_be_named() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (other, _) = confirmed(&demo, "demo");
    let (device, tokens) = confirmed(&demo, "demo");
    for way in [refresh, exchange] {
        for wrong in [None, Some(other.key.as_str()), Some("us-east-1_0-0")] {
            assert_eq!(way(&demo, &tokens, wrong), Err(invalid()), "{wrong:?}");
        }
        let answer = way(&demo, &tokens, Some(&device.key)).unwrap();
        let tokens = &answer["AuthenticationResult"];
        assert_eq!(claims(&tokens["AccessToken"])["device_key"], device.key);
        assert_eq!(tokens.get("NewDeviceMetadata"), None);
    }
}

#[test]
fn the_device_must_have_been_confirmed_and_not_forgotten() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let tokens = tokens(&demo, "demo");
    let device = Device::offered(&tokens);
    assert_eq!(refresh(&demo, &tokens, Some(&device.key)), Err(invalid()));
    cognito.expect(
        "ConfirmDevice",
        &device.confirmation(&tokens["AccessToken"]),
    );
    refresh(&demo, &tokens, Some(&device.key)).unwrap();
    forget(&demo, &tokens["AccessToken"], &device);
    assert_eq!(refresh(&demo, &tokens, Some(&device.key)), Err(invalid()));
}

#[test]
fn elsewhere_a_device_is_of_no_concern() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let tokens = demo.tokens();
    refresh(&demo, &tokens, Some("us-east-1_0-0")).unwrap();
    refresh(&demo, &tokens, None).unwrap();
}
