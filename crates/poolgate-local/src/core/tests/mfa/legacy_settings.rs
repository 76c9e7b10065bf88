//! `SetUserSettings` and its administrator's twin, which know text messages only.

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, refusal};

fn demo(cognito: &Cognito) -> Demo<'_> {
    let demo = cognito.demo_with(
        &json!({
            "MfaConfiguration": "OPTIONAL",
            "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::123456789012:role/sns" },
        }),
        &json!({}),
    );
    let phone = json!({
        "UserPoolId": demo.pool_id, "Username": "demo",
        "UserAttributes": [{ "Name": "phone_number", "Value": "+12065551234" }],
    });
    cognito.expect("AdminUpdateUserAttributes", &phone);
    demo
}

fn factors(demo: &Demo<'_>) -> Value {
    let input = json!({ "UserPoolId": demo.pool_id, "Username": "demo" });
    demo.cognito.expect("AdminGetUser", &input)["UserMFASettingList"].clone()
}

fn sms() -> Value {
    json!([{ "DeliveryMedium": "SMS", "AttributeName": "phone_number" }])
}

#[test]
fn a_user_turns_text_messages_on_and_an_administrator_off() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let token = demo.tokens()["AccessToken"].clone();
    let on = json!({ "AccessToken": token, "MFAOptions": sms() });
    assert_eq!(cognito.call("SetUserSettings", &on), Ok(json!({})));
    assert_eq!(factors(&demo), json!(["SMS_MFA"]));
    let off = json!({ "UserPoolId": demo.pool_id, "Username": "demo", "MFAOptions": [] });
    assert_eq!(cognito.call("AdminSetUserSettings", &off), Ok(json!({})));
    assert_eq!(factors(&demo), Value::Null);
}

#[test]
fn no_other_medium_and_no_stranger_is_set() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let mut input = json!({
        "UserPoolId": demo.pool_id, "Username": "demo",
        "MFAOptions": [{ "DeliveryMedium": "EMAIL", "AttributeName": "email" }],
    });
    let message = "The only MFA option is SMS to the phone_number.";
    assert_eq!(
        cognito.call("AdminSetUserSettings", &input),
        Err(refusal("InvalidParameter", message))
    );
    input["MFAOptions"] = sms();
    input["Username"] = "nobody".into();
    assert_eq!(
        cognito.call("AdminSetUserSettings", &input),
        Err(refusal("UserNotFound", "User does not exist."))
    );
    let forged = json!({ "AccessToken": "a.b.c", "MFAOptions": sms() });
    assert_eq!(
        cognito.call("SetUserSettings", &forged),
        Err(refusal("NotAuthorized", "Invalid Access Token"))
    );
}
