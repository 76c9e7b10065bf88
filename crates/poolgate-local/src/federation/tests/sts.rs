//! STS as its clients meet it.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::harness::Cloud;
use crate::wire::Response;

const WHO: &str = "Action=GetCallerIdentity&Version=2011-06-15";

fn body(response: &Response) -> String {
    assert_eq!(response.content_type, "text/xml");
    String::from_utf8(response.body.clone()).unwrap()
}

/// The text of the first element of this name.
fn element(xml: &str, name: &str) -> String {
    let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap();
    rest.split_once(&format!("</{name}>")).unwrap().0.to_owned()
}

fn stranger() -> Value {
    json!({ "AccessKeyId": "AKIDEXAMPLE", "SecretKey": "whatever" })
}

#[track_caller]
fn refused(response: &Response, status: u16, code: &str, message: &str) {
    let xml = body(response);
    assert_eq!(response.status, status, "{xml}");
    assert_eq!(
        (
            element(&xml, "Code").as_str(),
            element(&xml, "Message").as_str()
        ),
        (code, message)
    );
    assert_eq!(element(&xml, "Type"), "Sender");
    assert_eq!(
        element(&xml, "RequestId"),
        response.header("x-amzn-requestid").unwrap()
    );
}

#[test]
fn issued_credentials_are_an_assumed_role() {
    let cloud = Cloud::new();
    let answer = cloud.signed("sts", "", &cloud.credentials("ann"), WHO);
    let xml = body(&answer);
    assert_eq!(answer.status, 200, "{xml}");
    assert_eq!(
        element(&xml, "Arn"),
        "arn:aws:sts::123456789012:assumed-role/signed-in/CognitoIdentityCredentials"
    );
    assert_eq!(element(&xml, "Account"), "123456789012");
    let user_id = element(&xml, "UserId");
    let (role, session) = user_id.split_once(':').unwrap();
    assert!(role.starts_with("AROA") && role.len() == 21, "{role}");
    assert_eq!(session, "CognitoIdentityCredentials");
    // The role is the same for everybody who is given it.
    let other = body(&cloud.signed("sts", "", &cloud.credentials("bob"), WHO));
    assert_eq!(element(&other, "UserId"), user_id);
}

#[test]
fn a_strangers_key_is_the_account() {
    let cloud = Cloud::new();
    let xml = body(&cloud.signed("sts", "", &stranger(), WHO));
    assert_eq!(element(&xml, "Arn"), "arn:aws:iam::000000000000:root");
    assert_eq!(element(&xml, "UserId"), "000000000000");
    assert_eq!(element(&xml, "Account"), "000000000000");
}

#[test]
fn bad_credentials_are_refused_in_the_words_of_sts() {
    let cloud = Cloud::new();
    let mut credentials = cloud.credentials("ann");
    cloud.pass(3600);
    let expired = "The security token included in the request is expired";
    refused(
        &cloud.signed("sts", "", &credentials, WHO),
        403,
        "ExpiredToken",
        expired,
    );
    credentials = cloud.credentials("bob");
    credentials["SessionToken"] = json!("another");
    let invalid = "The security token included in the request is invalid.";
    refused(
        &cloud.signed("sts", "", &credentials, WHO),
        403,
        "InvalidClientTokenId",
        invalid,
    );
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let missing = "Missing Authentication Token";
    let answer = cloud.raw("", &headers, WHO.as_bytes());
    refused(&answer, 403, "MissingAuthenticationToken", missing);
}

#[test]
fn other_actions_are_not_known() {
    let cloud = Cloud::new();
    for (form, message) in [
        (
            "Action=Dance&Version=2011-06-15",
            "Could not find operation Dance for version 2011-06-15",
        ),
        (
            "Action=GetCallerIdentity",
            "Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED",
        ),
        (
            "Action=%3Cb%3E&Version=%26",
            "Could not find operation &lt;b&gt; for version &amp;",
        ),
    ] {
        refused(
            &cloud.signed("sts", "", &stranger(), form),
            400,
            "InvalidAction",
            message,
        );
    }
}

#[test]
fn parameters_may_stand_in_the_url() {
    let cloud = Cloud::new();
    let answer = cloud.raw(WHO, &[], b"");
    let missing = "Missing Authentication Token";
    refused(&answer, 403, "MissingAuthenticationToken", missing);
}

#[test]
fn any_form_is_answered() {
    let cloud = Cloud::new();
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let mut runner = proptest::test_runner::TestRunner::default();
    let form = (any::<Vec<u8>>(), any::<Vec<u8>>());
    runner
        .run(&form, |(action, rest)| {
            let form = [b"Action=".as_slice(), &action, b"&", &rest].concat();
            let answer = cloud.raw("", &headers, &form);
            prop_assert_eq!(answer.status, 400);
            let xml = String::from_utf8(answer.body).unwrap();
            prop_assert!(xml.starts_with("<ErrorResponse "), "{}", xml);
            let is_forbidden = |it: char| it.is_control() && !"\t\n\r".contains(it) && it < ' ';
            prop_assert!(!xml.contains(is_forbidden), "{}", xml);
            Ok(())
        })
        .unwrap();
}
