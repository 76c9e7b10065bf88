use poolgate::{AwsCredentials, Error, IdentityPool, Login, Logins, Role, Timeouts};
use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, header};
use wiremock::{Mock, ResponseTemplate};

use crate::script::{POOL, Service, now, ok, refusal};

pub(crate) const IDENTITY_POOL: &str = "eu-west-1:0a1b2c3d-0000-1111-2222-0a1b2c3d4e5f";

pub(crate) fn identity_pool(service: &Service) -> IdentityPool {
    IdentityPool::builder(IDENTITY_POOL.parse().unwrap())
        .endpoint_url(service.url())
        .timeouts(Timeouts::default())
        .build()
        .unwrap()
}

pub(crate) fn issued(identity_id: &str, seconds: u64) -> Value {
    json!({"IdentityId": identity_id, "Credentials": {
        "AccessKeyId": "ASIAEXAMPLE", "SecretKey": "key-secret", "SessionToken": "token-secret",
        "Expiration": now() + seconds,
    }})
}

pub(crate) async fn answer(service: &Service, operation: &str, answer: ResponseTemplate) {
    Mock::given(header(
        "x-amz-target",
        format!("AWSCognitoIdentityService.{operation}"),
    ))
    .respond_with(answer)
    .with_priority(4)
    .mount(&service.server)
    .await;
}

async fn credentials(service: &Service) -> Result<AwsCredentials, Error> {
    let tokens = service.session().await.tokens();
    identity_pool(service)
        .credentials(&Login::of(&tokens).into())
        .await
}

#[tokio::test]
async fn the_login_is_the_tokens_issuer_without_its_scheme() {
    let service = Service::start().await;
    answer(
        &service,
        "GetCredentialsForIdentity",
        ok(issued("eu-west-1:1", 3600)),
    )
    .await;
    let tokens = service.session().await.tokens();
    let provider = format!("{}/{POOL}", service.url().strip_prefix("http://").unwrap());
    let expected = json!({
        "IdentityPoolId": IDENTITY_POOL, "Logins": {provider: tokens.id_token().expose()},
    });
    Mock::given(header("x-amz-target", "AWSCognitoIdentityService.GetId"))
        .and(body_partial_json(expected))
        .respond_with(ok(json!({"IdentityId": "eu-west-1:1"})))
        .expect(1)
        .mount(&service.server)
        .await;
    let credentials = identity_pool(&service)
        .credentials(&Login::of(&tokens).into())
        .await
        .unwrap();
    assert_eq!(credentials.identity_id(), "eu-west-1:1");
    assert_eq!(credentials.secret_access_key(), "key-secret");
    let requests = service.server.received_requests().await.unwrap();
    assert!(
        requests
            .iter()
            .all(|request| !request.headers.contains_key("authorization"))
    );
}

#[tokio::test]
async fn a_role_is_asked_for_by_its_arn() {
    let service = Service::start().await;
    let role = "arn:aws:iam::123456789012:role/admin";
    Mock::given(header(
        "x-amz-target",
        "AWSCognitoIdentityService.GetCredentialsForIdentity",
    ))
    .and(body_partial_json(json!({"CustomRoleArn": role})))
    .respond_with(ok(issued("eu-west-1:1", 3600)))
    .mount(&service.server)
    .await;
    let pool = IdentityPool::builder(IDENTITY_POOL.parse().unwrap())
        .endpoint_url(service.url())
        .role(Role::Arn(role.to_owned()))
        .build()
        .unwrap();
    let login = Login::new("accounts.google.com", "token");
    pool.credentials_for_identity("eu-west-1:1", &login.into())
        .await
        .unwrap();
}

#[tokio::test]
async fn refusals_have_hints() {
    let service = Service::start().await;
    let text = "Token is not from a supported provider of this identity pool.";
    answer(&service, "GetId", refusal("NotAuthorizedException", text)).await;
    let error = credentials(&service).await.unwrap_err();
    assert_eq!(error.service().unwrap().message, text);
    assert!(error.hint().unwrap().contains("app client"), "{error}");
}

#[tokio::test]
async fn missing_members_are_named() {
    let service = Service::start().await;
    answer(&service, "GetId", ok(json!({}))).await;
    let error = credentials(&service).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::MissingMember {
                member: "IdentityId",
                ..
            }
        ),
        "{error}"
    );

    for member in ["AccessKeyId", "SecretKey", "SessionToken", "Expiration"] {
        let service = Service::start().await;
        let mut reply = issued("eu-west-1:1", 3600);
        reply["Credentials"].as_object_mut().unwrap().remove(member);
        answer(&service, "GetId", ok(json!({"IdentityId": "eu-west-1:1"}))).await;
        answer(&service, "GetCredentialsForIdentity", ok(reply)).await;
        let error = credentials(&service).await.unwrap_err().to_string();
        assert!(error.contains(member), "{error}");
    }
}

#[tokio::test]
async fn who_asks_too_often_is_asked_to_wait_and_tries_again() {
    for code in ["TooManyRequestsException", "ThrottlingException"] {
        let service = Service::start().await;
        Mock::given(header("x-amz-target", "AWSCognitoIdentityService.GetId"))
            .respond_with(refusal(code, "Rate exceeded"))
            .up_to_n_times(1)
            .with_priority(1)
            .mount(&service.server)
            .await;
        answer(&service, "GetId", ok(json!({"IdentityId": "eu-west-1:1"}))).await;
        let identity_id = identity_pool(&service).identity_id(&Logins::none()).await;
        assert_eq!(identity_id.unwrap(), "eu-west-1:1");
        assert_eq!(service.calls("GetId").await, 2);
    }
}
