//! `SetUserPoolMfaConfig` and `GetUserPoolMfaConfig`.

use serde_json::json;

use super::super::Cognito;
use super::super::harness::refusal;

const ROLE: &str = "arn:aws:iam::123456789012:role/sns";

#[test]
fn an_untouched_pool_has_nothing_but_off() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let config = cognito.expect("GetUserPoolMfaConfig", &json!({ "UserPoolId": pool_id }));
    assert_eq!(config, json!({ "MfaConfiguration": "OFF" }));
}

#[test]
fn what_was_set_is_given_back_and_what_is_left_out_is_reset() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let mut config = json!({
        "MfaConfiguration": "OPTIONAL",
        "SmsMfaConfiguration": {
            "SmsAuthenticationMessage": "Your code is {####}",
            "SmsConfiguration": { "SnsCallerArn": ROLE, "ExternalId": "id" },
        },
        "SoftwareTokenMfaConfiguration": { "Enabled": true },
        "EmailMfaConfiguration": { "Subject": "Code", "Message": "Your code is {####}" },
        "WebAuthnConfiguration": { "RelyingPartyId": "example.com", "UserVerification": "required" },
    });
    let mut input = config.clone();
    input["UserPoolId"] = pool_id.clone().into();
    assert_eq!(cognito.expect("SetUserPoolMfaConfig", &input), config);
    let get = json!({ "UserPoolId": pool_id });
    assert_eq!(cognito.expect("GetUserPoolMfaConfig", &get), config);
    let pool = &cognito.expect("DescribeUserPool", &get)["UserPool"];
    assert_eq!(pool["MfaConfiguration"], "OPTIONAL");
    assert_eq!(pool["SmsConfiguration"]["SnsCallerArn"], ROLE);
    assert_eq!(pool["SmsAuthenticationMessage"], "Your code is {####}");

    config = json!({
        "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": { "Enabled": true },
    });
    input = config.clone();
    input["UserPoolId"] = pool_id.into();
    assert_eq!(cognito.expect("SetUserPoolMfaConfig", &input), config);
    assert_eq!(cognito.expect("GetUserPoolMfaConfig", &get), config);
}

#[test]
fn text_messages_need_an_sms_configuration_from_one_operation_or_the_other() {
    let cognito = Cognito::new();
    let able = cognito.pool(&json!({ "SmsConfiguration": { "SnsCallerArn": ROLE } }));
    let input = |pool_id: &str| {
        json!({
            "UserPoolId": pool_id, "MfaConfiguration": "ON",
            "SmsMfaConfiguration": { "SmsAuthenticationMessage": "{####}" },
        })
    };
    let answer = cognito.expect("SetUserPoolMfaConfig", &input(&able));
    let sms = &answer["SmsMfaConfiguration"];
    assert_eq!(sms["SmsConfiguration"]["SnsCallerArn"], ROLE);
    let unable = cognito.pool(&json!({}));
    let (code, _) = cognito
        .call("SetUserPoolMfaConfig", &input(&unable))
        .unwrap_err();
    assert_eq!(code, "InvalidParameterException");
}

#[test]
fn mfa_needs_a_factor() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let message = "Invalid MFA configuration given, can't disable all MFAs with a required or \
                   optional configuration.";
    for configuration in ["ON", "OPTIONAL"] {
        let input = json!({
            "UserPoolId": pool_id, "MfaConfiguration": configuration,
            "SoftwareTokenMfaConfiguration": { "Enabled": false },
        });
        assert_eq!(
            cognito.call("SetUserPoolMfaConfig", &input),
            Err(refusal("InvalidParameter", message))
        );
    }
}

#[test]
fn a_lite_pool_has_no_mfa_by_email() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({ "UserPoolTier": "LITE" }));
    let input = json!({
        "UserPoolId": pool_id, "MfaConfiguration": "ON", "EmailMfaConfiguration": {},
    });
    let (code, _) = cognito.call("SetUserPoolMfaConfig", &input).unwrap_err();
    assert_eq!(code, "FeatureUnavailableInTierException");
}
