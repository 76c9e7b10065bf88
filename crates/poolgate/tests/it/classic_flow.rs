//! The classic flow: an OpenID token of the identity, and STS.

use std::collections::HashMap;
use std::time::Duration;

use poolgate::{
    ClassicFlow, CredentialFlow, Error, IdentityPool, Login, Logins, OpenIdToken, Role,
};
use serde_json::json;
use wiremock::matchers::{body_string_contains, method};
use wiremock::{Mock, ResponseTemplate};

use crate::identity_pool::{IDENTITY_POOL, answer};
use crate::script::{Service, ok, refusal};
use crate::world::{READER, World};

const ASSUMED: &str = "<AssumeRoleWithWebIdentityResponse \
    xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleWithWebIdentityResult>\
    <Credentials><AccessKeyId>ASIASTS</AccessKeyId><SecretAccessKey>key-secret</SecretAccessKey>\
    <SessionToken>token-secret</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration>\
    </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>";

fn classic(service: &Service, role: Role, flow: ClassicFlow) -> IdentityPool {
    IdentityPool::builder(IDENTITY_POOL.parse().unwrap())
        .endpoint_url(service.url())
        .sts_endpoint_url(service.url())
        .role(role)
        .flow(CredentialFlow::Classic(flow))
        .build()
        .unwrap()
}

async fn serve(service: &Service) {
    let identity_id = "eu-west-1:0a1b-2c3d";
    answer(service, "GetId", ok(json!({"IdentityId": identity_id}))).await;
    let token = json!({"IdentityId": identity_id, "Token": "open-id-token"});
    answer(service, "GetOpenIdToken", ok(token)).await;
    Mock::given(method("POST"))
        .and(body_string_contains("Action=AssumeRoleWithWebIdentity"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(ASSUMED, "text/xml"))
        .with_priority(3)
        .mount(&service.server)
        .await;
}

/// What STS was asked.
async fn asked(service: &Service) -> HashMap<String, String> {
    let requests = service.server.received_requests().await.unwrap();
    let form = requests
        .iter()
        .rfind(|request| request.body.starts_with(b"Action="));
    let form = form.unwrap();
    assert!(
        !form.headers.contains_key("authorization"),
        "an unsigned call is signed"
    );
    url::form_urlencoded::parse(&form.body)
        .into_owned()
        .collect()
}

#[tokio::test]
async fn the_identitys_token_is_exchanged_for_credentials_of_a_role() {
    let service = Service::start().await;
    serve(&service).await;
    let flow = ClassicFlow::new()
        .session_name("nightly")
        .unwrap()
        .duration(Duration::from_hours(2))
        .unwrap();
    let pool = classic(&service, Role::Arn(READER.to_owned()), flow);
    let credentials = pool
        .credentials(&Logins::from(Login::facebook("token")))
        .await
        .unwrap();
    assert_eq!(credentials.access_key_id(), "ASIASTS");
    assert_eq!(credentials.identity_id(), "eu-west-1:0a1b-2c3d");
    assert_eq!(credentials.expiration().unwrap(), "2030-01-01T00:00:00Z");
    let asked = asked(&service).await;
    assert_eq!(asked["RoleArn"], READER);
    assert_eq!(asked["RoleSessionName"], "nightly");
    assert_eq!(asked["DurationSeconds"], "7200");
    assert_eq!(asked["WebIdentityToken"], "open-id-token");
}

#[tokio::test]
async fn without_settings_the_session_is_named_after_the_user_and_lives_as_long_as_sts_likes() {
    let world = World::start().await;
    serve(&world.service).await;
    let login = Login::of(&world.session().await.tokens());
    let role = Role::Suffix("-reader".to_owned());
    let pool = classic(&world.service, role, ClassicFlow::new());
    pool.credentials(&login.into()).await.unwrap();
    let of_user = asked(&world.service).await;
    assert_eq!(
        (
            of_user["RoleArn"].as_str(),
            of_user["RoleSessionName"].as_str()
        ),
        (READER, "0a1b")
    );
    assert!(!of_user.contains_key("DurationSeconds"));

    // Nobody is signed in: what is left of the identity's id without its Region.
    let pool = classic(
        &world.service,
        Role::Arn(READER.to_owned()),
        ClassicFlow::new(),
    );
    pool.credentials(&Logins::none()).await.unwrap();
    assert_eq!(asked(&world.service).await["RoleSessionName"], "0a1b-2c3d");
}

#[tokio::test]
async fn a_role_has_to_be_known() {
    let service = Service::start().await;
    serve(&service).await;
    let pool = classic(&service, Role::Default, ClassicFlow::new());
    let error = pool
        .credentials_for_identity("eu-west-1:1", &Logins::none())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::NoRole), "{error}");
    assert!(error.hint().is_some() && error.is_configuration());
    assert_eq!(service.calls("GetOpenIdToken").await, 0);
}

#[tokio::test]
async fn refusals_of_both_services_arrive_with_their_words() {
    let service = Service::start().await;
    serve(&service).await;
    let role = Role::Arn(READER.to_owned());
    let pool = classic(&service, role, ClassicFlow::new());
    let refused = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>\
        <Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message></Error>\
        </ErrorResponse>";
    Mock::given(body_string_contains("Action="))
        .respond_with(ResponseTemplate::new(403).set_body_raw(refused, "text/xml"))
        .with_priority(2)
        .mount(&service.server)
        .await;
    let error = pool.credentials(&Logins::none()).await.unwrap_err();
    assert!(
        error.is_refusal() && error.to_string().contains("Not authorized"),
        "{error}"
    );

    let text = "Basic (classic) flow is not enabled, please use enhanced flow.";
    service.server.reset().await;
    answer(&service, "GetId", ok(json!({"IdentityId": "eu-west-1:1"}))).await;
    answer(
        &service,
        "GetOpenIdToken",
        refusal("InvalidParameterException", text),
    )
    .await;
    let error = pool.credentials(&Logins::none()).await.unwrap_err();
    assert_eq!(error.service().unwrap().message, text);
}

#[tokio::test]
async fn a_developers_token_knows_its_identity() {
    let service = Service::start().await;
    serve(&service).await;
    let token = OpenIdToken::new("eu-west-1:9", "developer-token");
    let pool = classic(&service, Role::Default, ClassicFlow::new());
    let logins = Logins::from(Login::developer(&token));
    assert_eq!(pool.identity_id(&logins).await.unwrap(), "eu-west-1:9");
    assert_eq!(service.calls("GetId").await, 0);
}
