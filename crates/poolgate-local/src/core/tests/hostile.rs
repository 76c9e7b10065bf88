//! Requests that nobody means well with.

mod holes;
mod strangers;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::Cognito;
use super::harness::{PASSWORD, incorrect, refusal};
use crate::operations;

const TARGET: &str = "AWSCognitoIdentityProviderService";

#[test]
fn unknown_targets() {
    let cognito = Cognito::new();
    for target in [
        "",
        ".",
        "InitiateAuth",
        "Other.InitiateAuth",
        &format!("{TARGET}.Nothing"),
    ] {
        let (code, _) = cognito.send(target, b"{}").unwrap_err();
        assert_eq!(code, "UnknownOperationException", "{target}");
    }
}

#[test]
fn bodies_that_are_no_objects() {
    let cognito = Cognito::new();
    let deep = format!(
        "{{\"AuthParameters\":{}1{}}}",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    let bodies: [&[u8]; 8] = [
        b"[]",
        b"1",
        b"null",
        b"{",
        b"\"x\"",
        b"{\"ClientId\":1}",
        b"{\"ClientId\":\"\xff\xfe\"}",
        deep.as_bytes(),
    ];
    for body in bodies {
        let (code, _) = cognito
            .send(&format!("{TARGET}.InitiateAuth"), body)
            .unwrap_err();
        assert_eq!(
            code,
            "SerializationException",
            "{}",
            String::from_utf8_lossy(body)
        );
    }
}

#[test]
fn the_front_end_writes_its_key_with_a_capital_letter() {
    let cognito = Cognito::new();
    let body = |body: &[u8]| {
        let target = format!("{TARGET}.InitiateAuth");
        let headers = [("x-amz-target", target.as_str())];
        let request = crate::Request {
            method: "POST",
            path: "/",
            query: "",
            headers: &headers,
            body,
        };
        serde_json::from_slice::<Value>(&cognito.raw(&request).body).unwrap()
    };
    let unread = body(b"[]");
    assert_eq!(unread["__type"], "SerializationException");
    assert!(unread["Message"].is_string() && unread.get("message").is_none());
    let refused = body(b"{}");
    assert!(refused["message"].is_string() && refused.get("Message").is_none());
}

#[test]
fn missing_members_are_all_named_at_once() {
    let cognito = Cognito::new();
    let (code, message) = cognito.call("InitiateAuth", &json!({})).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
    assert!(
        message.starts_with("2 validation errors detected: "),
        "{message}"
    );
}

#[test]
fn a_signed_operation_wants_a_signature() {
    let cognito = Cognito::new();
    let headers = [(
        "x-amz-target",
        "AWSCognitoIdentityProviderService.ListUserPools",
    )];
    let body = br#"{"MaxResults":1}"#;
    let request = crate::Request {
        method: "POST",
        path: "/",
        query: "",
        headers: &headers,
        body,
    };
    let answer = cognito.raw(&request);
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.header("x-amzn-errortype"),
        Some("MissingAuthenticationTokenException:")
    );
}

#[test]
fn a_password_of_a_mebibyte_is_refused() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let huge = "Aa1!".repeat(1 << 18);
    let (code, message) = demo.password_sign_in("demo", &huge).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
    assert!(
        !message.contains("Aa1!"),
        "the message repeats the password"
    );
    let input = json!({
        "UserPoolId": demo.pool_id, "Username": "demo", "Password": huge, "Permanent": true,
    });
    let (code, message) = cognito.call("AdminSetUserPassword", &input).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
    assert!(
        !message.contains("Aa1!"),
        "the message repeats the password"
    );
}

#[test]
fn sessions_and_tokens_of_another_server_mean_nothing() {
    let (cognito, other) = (Cognito::new(), Cognito::new());
    let (demo, foreign) = (cognito.demo(), other.demo());
    let tokens = foreign.tokens();
    let expected = refusal("NotAuthorized", "Invalid Refresh Token");
    assert_eq!(demo.refresh(&tokens["RefreshToken"]), Err(expected));
    let expected = refusal("NotAuthorized", "Invalid Access Token");
    assert_eq!(demo.get_user(&tokens["AccessToken"]), Err(expected));
    let proof = foreign.srp_proof("demo", PASSWORD).unwrap();
    assert_eq!(
        demo.respond("PASSWORD_VERIFIER", None, &proof),
        Err(incorrect())
    );
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        "[a-f0-9]{0,64}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(member_name(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Names that some operation looks at, and others.
fn member_name() -> impl Strategy<Value = String> {
    let known = [
        "UserPoolId",
        "ClientId",
        "Username",
        "Password",
        "AuthFlow",
        "AuthParameters",
        "USERNAME",
        "PASSWORD",
        "SRP_A",
        "Session",
        "ChallengeName",
        "ChallengeResponses",
        "AccessToken",
        "RefreshToken",
        "Token",
        "MaxResults",
        "NextToken",
        "Schema",
        "UserAttributes",
        "Name",
        "Value",
        "PoolName",
        "ClientName",
        "TokenValidityUnits",
        "Policies",
        "TIMESTAMP",
        "PASSWORD_CLAIM_SECRET_BLOCK",
        "PASSWORD_CLAIM_SIGNATURE",
    ];
    prop_oneof![
        prop::sample::select(known.map(str::to_owned).to_vec()),
        "[A-Za-z]{1,12}"
    ]
}

fn any_target() -> impl Strategy<Value = String> {
    let known: Vec<String> = operations::by_target()
        .keys()
        .map(|(service, name)| format!("{service}.{name}"))
        .collect();
    prop::sample::select(known)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_json_makes_an_operation_panic_or_fail_within(target in any_target(), input in any_json()) {
        let cognito = Cognito::new();
        if let Err((code, message)) = cognito.send(&target, input.to_string().as_bytes()) {
            prop_assert_ne!(code, "InternalErrorException", "{}", message);
        }
    }

    #[test]
    fn no_bytes_make_an_operation_panic(target in any_target(), body in any::<Vec<u8>>()) {
        let cognito = Cognito::new();
        let _ = cognito.send(&target, &body);
    }

    #[test]
    fn no_responses_end_a_proof_but_the_right_ones(
        members in prop::collection::btree_map(member_name(), ".{0,80}", 0..6),
    ) {
        let cognito = Cognito::new();
        let pool_id = cognito.pool(&json!({}));
        let client_id = cognito.client(&pool_id, &json!({}));
        let mut responses = json!(members);
        responses["USERNAME"] = "demo".into();
        for challenge in ["PASSWORD_VERIFIER", "NEW_PASSWORD_REQUIRED", "SMS_MFA"] {
            let input = json!({
                "ClientId": client_id, "ChallengeName": challenge,
                "ChallengeResponses": responses, "Session": "A".repeat(40),
            });
            let (code, message) = cognito.call("RespondToAuthChallenge", &input).unwrap_err();
            prop_assert_ne!(code, "InternalErrorException", "{}", message);
        }
    }
}
