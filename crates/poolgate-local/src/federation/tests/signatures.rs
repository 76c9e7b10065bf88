//! Whose signatures are verified, and what is said to bad ones.

use serde_json::{Value, json};

use super::harness::{Cloud, Refusal, json_answer, refusal};
use crate::caller::AccessKey;
use crate::core::Settings;

const LIST: &str = "AWSCognitoIdentityService.ListIdentityPools";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

fn list(cloud: &Cloud, credentials: &Value) -> Result<Value, Refusal> {
    json_answer(&cloud.signed("cognito-identity", LIST, credentials, r#"{"MaxResults":1}"#))
}

fn key(id: &str, secret: &str) -> Value {
    json!({ "AccessKeyId": id, "SecretKey": secret })
}

fn invalid_token() -> Result<Value, Refusal> {
    let text = "The security token included in the request is invalid.";
    refusal("UnrecognizedClientException", text)
}

#[test]
fn any_key_is_welcome() {
    let cloud = Cloud::new();
    assert!(list(&cloud, &key("AKIDEXAMPLE", "whatever")).is_ok());
    assert!(list(&cloud, &key("ASIAABCDEFGHIJKLMNOP", "whatever")).is_ok());
}

#[test]
fn an_unsigned_call_is_refused() {
    let cloud = Cloud::new();
    let answer = json_answer(&cloud.raw("", &[("x-amz-target", LIST)], b"{}"));
    let text = "Missing Authentication Token";
    assert_eq!(answer, refusal("MissingAuthenticationTokenException", text));
}

#[test]
fn issued_credentials_are_always_verified() {
    let cloud = Cloud::new();
    let credentials = cloud.credentials("ann");
    assert!(list(&cloud, &credentials).is_ok());
    let mut forged = credentials.clone();
    forged["SecretKey"] = json!("x");
    assert_eq!(
        list(&cloud, &forged).unwrap_err().0,
        "InvalidSignatureException"
    );
    for token in [
        json!("x"),
        Value::Null,
        cloud.credentials("ann")["SessionToken"].clone(),
    ] {
        let mut swapped = credentials.clone();
        swapped["SessionToken"] = token;
        assert_eq!(list(&cloud, &swapped), invalid_token());
    }
}

#[test]
fn expired_credentials_are_refused_for_ever() {
    let cloud = Cloud::new();
    let credentials = cloud.credentials("ann");
    let text = "The security token included in the request is expired";
    cloud.pass(3599);
    assert!(list(&cloud, &credentials).is_ok());
    cloud.pass(1);
    assert_eq!(
        list(&cloud, &credentials),
        refusal("ExpiredTokenException", text)
    );
    // The next who are given credentials sweep out the expired ones; their keys stay refused.
    cloud.pass(3600);
    cloud.credentials("bob");
    assert_eq!(
        list(&cloud, &credentials),
        refusal("ExpiredTokenException", text)
    );
}

#[test]
fn a_strict_server_takes_known_keys_only() {
    let mut settings = Settings::new("http://127.0.0.1:9229");
    settings.verify_signatures = true;
    settings.access_keys = vec![AccessKey::new("AKIDEXAMPLE", SECRET)];
    let cloud = Cloud::empty(settings);
    assert!(list(&cloud, &key("AKIDEXAMPLE", SECRET)).is_ok());
    assert_eq!(list(&cloud, &key("AKIDOTHER", SECRET)), invalid_token());
    let forged = list(&cloud, &key("AKIDEXAMPLE", "whatever")).unwrap_err();
    assert_eq!(forged.0, "InvalidSignatureException");
    let elsewhere = cloud.signed(
        "sts",
        LIST,
        &key("AKIDEXAMPLE", SECRET),
        r#"{"MaxResults":1}"#,
    );
    let text = "Credential should be scoped to correct service: 'cognito-identity'.";
    assert_eq!(
        json_answer(&elsewhere),
        refusal("InvalidSignatureException", text)
    );
}
