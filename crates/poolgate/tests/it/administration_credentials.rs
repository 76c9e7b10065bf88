//! The AWS credentials of administrators, and what AWS says of them.

use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use poolgate::{Administration, Error, ErrorCode, Timeouts};
use serde_json::json;

use crate::local::aws_credentials;
use crate::script::{POOL, Service, ana, ok, refusal};

#[test]
fn nothing_is_administered_without_aws_credentials() {
    let error = Administration::builder(POOL.parse().unwrap())
        .build()
        .unwrap_err();
    assert!(matches!(error, Error::NoAwsCredentials { .. }), "{error}");
    assert!(error.is_configuration());
    assert!(error.hint().unwrap().contains("AWS_PROFILE"));
}

#[derive(Debug)]
struct Broken;

impl ProvideCredentials for Broken {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err(CredentialsError::not_loaded("no profile \"work\"")))
    }
}

#[tokio::test]
async fn a_provider_without_credentials_is_named_and_nothing_is_sent() {
    let service = Service::start().await;
    service.expect("AdminGetUser", ok(json!({})), 0).await;
    let administration = Administration::builder(POOL.parse().unwrap())
        .endpoint_url(service.url())
        .credentials(Broken)
        .build()
        .unwrap();
    let error = administration.user(&ana()).await.unwrap_err();
    assert!(matches!(error, Error::NoAwsCredentials { .. }), "{error}");
    assert!(error.to_string().contains("no profile \"work\""), "{error}");
}

#[tokio::test]
async fn what_aws_says_of_the_credentials_is_typed_and_has_a_hint() {
    let refusals = [
        ("AccessDeniedException", ErrorCode::AccessDenied, "policies"),
        ("ExpiredTokenException", ErrorCode::ExpiredToken, "renew"),
        (
            "InvalidSignatureException",
            ErrorCode::InvalidSignature,
            "secret access key",
        ),
        (
            "UnrecognizedClientException",
            ErrorCode::UnrecognizedClient,
            "deleted",
        ),
        (
            "AliasExistsException",
            ErrorCode::AliasExists,
            "Another user",
        ),
    ];
    let service = Service::start().await;
    let administration = service.administration();
    for (word, code, hint) in refusals {
        service
            .answer_once("AdminGetUser", refusal(word, "the service's words"))
            .await;
        let error = administration.user(&ana()).await.unwrap_err();
        assert_eq!(error.code(), Some(&code));
        assert!(error.to_string().contains("the service's words"), "{error}");
        assert!(error.hint().unwrap().contains(hint), "{word}");
    }
}

#[tokio::test]
async fn throttling_is_tried_again_and_then_said() {
    let service = Service::start().await;
    let throttled = refusal("TooManyRequestsException", "Rate exceeded");
    service.expect("AdminGetUser", throttled, 3).await;
    let used_up = refusal("LimitExceededException", "Attempt limit exceeded");
    service.expect("AdminDeleteUser", used_up, 3).await;
    let administration = service.administration();
    let error = administration.user(&ana()).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::TooManyRequests));
    assert!(error.is_retryable() && error.hint().unwrap().contains("less often"));
    let error = administration.delete_user(&ana()).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::LimitExceeded));
    assert!(error.hint().unwrap().contains("limit"));
}

#[tokio::test]
async fn a_service_that_never_answers_is_not_waited_for() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let administration = Administration::builder(POOL.parse().unwrap())
        .endpoint_url(format!("http://{}", silent.local_addr().unwrap()))
        .credentials(aws_credentials())
        .timeouts(Timeouts {
            operation: Duration::from_millis(300),
            ..Timeouts::default()
        })
        .build()
        .unwrap();
    let error = administration.user(&ana()).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn calls_are_signed_for_the_region_that_is_named() {
    let service = Service::start().await;
    service.answer("AdminDeleteUser", ok(json!({}))).await;
    let administration = Administration::builder(POOL.parse().unwrap())
        .endpoint_url(service.url())
        .region("eu-central-1".parse().unwrap())
        .credentials(aws_credentials())
        .build()
        .unwrap();
    administration.delete_user(&ana()).await.unwrap();
    let requests = service.server.received_requests().await.unwrap();
    let signature = requests[0].headers.get("authorization").unwrap();
    let signature = signature.to_str().unwrap();
    assert!(signature.contains("Credential=AKIDEXAMPLE/"), "{signature}");
    assert!(
        signature.contains("/eu-central-1/cognito-idp/aws4_request"),
        "{signature}"
    );
}
