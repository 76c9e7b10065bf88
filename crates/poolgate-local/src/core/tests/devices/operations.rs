//! Looking at devices, changing and forgetting them (protocol.md 2.3).

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Refusal, text};
use super::{confirmed, demo, prompting, unknown_device};
use crate::time::UnixTime;

/// The attributes of a device by name.
fn attributes(device: &Value) -> Value {
    let attributes = device["DeviceAttributes"].as_array().unwrap().iter();
    attributes
        .map(|attribute| (text(&attribute["Name"]), attribute["Value"].clone()))
        .collect()
}

#[test]
fn a_device_is_shown_with_its_attributes() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&prompting(), &json!({}));
    let (device, tokens) = confirmed(&demo, "demo");
    let confirmed = json!(UnixTime::from_seconds(cognito.now()));
    cognito.pass(60);
    let by_user = json!({ "AccessToken": tokens["AccessToken"], "DeviceKey": device.key });
    let by_admin = json!({
        "UserPoolId": demo.pool_id, "Username": "demo", "DeviceKey": device.key,
    });
    let shown = cognito.expect("GetDevice", &by_user)["Device"].clone();
    assert_eq!(shown["DeviceKey"], device.key);
    for date in [
        "DeviceCreateDate",
        "DeviceLastModifiedDate",
        "DeviceLastAuthenticatedDate",
    ] {
        assert_eq!(shown[date], confirmed, "{date}");
    }
    let owner = format!("demo.{}", demo.pool_id);
    let expected = json!({
        "device_status": "valid", "device_name": "My laptop", "dev:device_owner": owner,
        "dev:device_arn": format!(
            "arn:aws:cognito-idp:us-east-1:000000000000:owner/{owner}/device/{}", device.key
        ),
        "dev:device_remembered_status": "not_remembered",
        "dev:device_sdk": "aws-sdk-unknown-unknown",
    });
    assert_eq!(attributes(&shown), expected);
    assert_eq!(cognito.expect("AdminGetDevice", &by_admin)["Device"], shown);
}

#[test]
fn the_status_is_changed_by_the_user_and_by_an_administrator() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, tokens) = confirmed(&demo, "demo");
    let by_user = json!({ "AccessToken": tokens["AccessToken"], "DeviceKey": device.key });
    let by_admin = json!({
        "UserPoolId": demo.pool_id, "Username": "demo", "DeviceKey": device.key,
    });
    for (operation, who, status) in [
        ("UpdateDeviceStatus", &by_user, "not_remembered"),
        ("AdminUpdateDeviceStatus", &by_admin, "remembered"),
    ] {
        let mut input = who.clone();
        let (code, _) = cognito.call(operation, &input).unwrap_err();
        assert_eq!(code, "InvalidParameterException");
        input["DeviceRememberedStatus"] = "perhaps".into();
        let (code, _) = cognito.call(operation, &input).unwrap_err();
        assert_eq!(code, "InvalidParameterException");
        input["DeviceRememberedStatus"] = status.into();
        cognito.pass(60);
        assert_eq!(cognito.expect(operation, &input), json!({}));
        let shown = cognito.expect("GetDevice", &by_user)["Device"].clone();
        assert_eq!(attributes(&shown)["dev:device_remembered_status"], status);
        let now = json!(UnixTime::from_seconds(cognito.now()));
        assert_eq!(shown["DeviceLastModifiedDate"], now);
    }
}

#[test]
fn a_forgotten_device_is_gone() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    for forget in ["ForgetDevice", "AdminForgetDevice"] {
        let (device, tokens) = confirmed(&demo, "demo");
        let by_user = json!({ "AccessToken": tokens["AccessToken"], "DeviceKey": device.key });
        let by_admin = json!({
            "UserPoolId": demo.pool_id, "Username": "demo", "DeviceKey": device.key,
        });
        let input = if forget == "ForgetDevice" {
            &by_user
        } else {
            &by_admin
        };
        assert_eq!(cognito.expect(forget, input), Value::Null);
        assert_eq!(cognito.call(forget, input), Err(unknown_device()));
        assert_eq!(cognito.call("GetDevice", &by_user), Err(unknown_device()));
        assert_eq!(
            cognito.call("AdminGetDevice", &by_admin),
            Err(unknown_device())
        );
    }
}

#[test]
fn the_devices_of_others_are_not_there() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    cognito.user(&demo.pool_id, "other", &json!([]));
    let (device, _) = confirmed(&demo, "demo");
    let (_, tokens) = confirmed(&demo, "other");
    let foreign = json!({
        "AccessToken": tokens["AccessToken"], "DeviceKey": device.key,
        "DeviceRememberedStatus": "remembered",
    });
    for operation in ["GetDevice", "ForgetDevice", "UpdateDeviceStatus"] {
        assert_eq!(cognito.call(operation, &foreign), Err(unknown_device()));
    }
    let input = json!({ "AccessToken": tokens["AccessToken"] });
    let listed = cognito.expect("ListDevices", &input);
    assert_eq!(listed["Devices"].as_array().map(Vec::len), Some(1));
}

#[test]
fn lists_come_in_pages() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let mut expected: Vec<String> = Vec::new();
    let mut token = Value::Null;
    for _ in 0..5 {
        let (device, tokens) = confirmed(&demo, "demo");
        expected.push(device.key);
        token = tokens["AccessToken"].clone();
    }
    expected.sort();
    let by_user = json!({ "AccessToken": token });
    let by_admin = json!({ "UserPoolId": demo.pool_id, "Username": "demo" });
    for (operation, who) in [("ListDevices", &by_user), ("AdminListDevices", &by_admin)] {
        let mut input = who.clone();
        input["Limit"] = 2.into();
        let (mut keys, mut sizes) = (Vec::new(), Vec::new());
        loop {
            let page = cognito.expect(operation, &input);
            let devices = page["Devices"].as_array().unwrap();
            sizes.push(devices.len());
            keys.extend(devices.iter().map(|device| text(&device["DeviceKey"])));
            match page.get("PaginationToken") {
                Some(next) => input["PaginationToken"] = next.clone(),
                None => break,
            }
        }
        assert_eq!((keys, sizes), (expected.clone(), vec![2, 2, 1]));
        for all in [json!(0), json!(60)] {
            let mut input = who.clone();
            input["Limit"] = all;
            let page = cognito.expect(operation, &input);
            assert_eq!(page["Devices"].as_array().map(Vec::len), Some(5));
            assert_eq!(page.get("PaginationToken"), None);
        }
    }
}

#[test]
fn a_pool_that_does_not_track_devices_says_so() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let tokens = demo.tokens();
    let key = "us-east-1_00000000-0000-4000-8000-000000000000";
    let by_user = json!({
        "AccessToken": tokens["AccessToken"], "DeviceKey": key,
        "DeviceRememberedStatus": "remembered",
    });
    let by_admin = json!({
        "UserPoolId": demo.pool_id, "Username": "demo", "DeviceKey": key,
        "DeviceRememberedStatus": "remembered",
    });
    let refused =
        |operation: &str, input: &Value| -> Refusal { cognito.call(operation, input).unwrap_err() };
    for (operation, input) in [
        ("ConfirmDevice", &by_user),
        ("ForgetDevice", &by_user),
        ("GetDevice", &by_user),
        ("ListDevices", &by_user),
        ("UpdateDeviceStatus", &by_user),
        ("AdminForgetDevice", &by_admin),
        ("AdminGetDevice", &by_admin),
        ("AdminListDevices", &by_admin),
        ("AdminUpdateDeviceStatus", &by_admin),
    ] {
        let (code, _) = refused(operation, input);
        assert_eq!(code, "InvalidUserPoolConfigurationException", "{operation}");
    }
}
