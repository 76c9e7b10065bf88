//! The credentials provider over a session.

use std::time::Duration;

use aws_credential_types::provider::ProvideCredentials as _;
use poolgate::{CredentialCache, CredentialKey, IdentityCredentials, Role};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::identity_pool::{answer, identity_pool, issued};
use crate::script::{Service, ok, refusal};

const READER: &str = "arn:aws:iam::123456789012:role/reader";

async fn provider(service: &Service) -> IdentityCredentials {
    IdentityCredentials::new(identity_pool(service), service.session().await)
}

async fn good_service(seconds: u64) -> Service {
    let service = Service::start().await;
    answer(&service, "GetId", ok(json!({"IdentityId": "eu-west-1:1"}))).await;
    answer(
        &service,
        "GetCredentialsForIdentity",
        ok(issued("eu-west-1:1", seconds)),
    )
    .await;
    service
}

#[tokio::test]
async fn an_sdk_client_is_given_what_it_needs() {
    let service = good_service(3600).await;
    let provider = provider(&service).await;
    let credentials = provider.provide_credentials().await.unwrap();
    assert_eq!(credentials.access_key_id(), "ASIAEXAMPLE");
    assert_eq!(credentials.session_token(), Some("token-secret"));
    assert!(credentials.expiry().is_some());
    assert!(provider.fallback_on_interrupt().is_some());
}

#[tokio::test]
async fn many_who_ask_share_one_fetch() {
    let service = good_service(3600).await;
    let provider = provider(&service).await;
    let asking: Vec<_> = (0..20)
        .map(|_| {
            let provider = provider.clone();
            tokio::spawn(async move { provider.credentials().await.map(|_| ()) })
        })
        .collect();
    for asked in asking {
        asked.await.unwrap().unwrap();
    }
    assert_eq!(service.calls("GetId").await, 1);
    assert_eq!(service.calls("GetCredentialsForIdentity").await, 1);
}

#[tokio::test]
async fn the_identity_is_asked_for_once() {
    let service = good_service(3600).await;
    let provider = provider(&service).await;
    provider.fetch().await.unwrap();
    provider.fetch().await.unwrap();
    assert_eq!(service.calls("GetId").await, 1);
    assert_eq!(service.calls("GetCredentialsForIdentity").await, 2);
}

#[tokio::test]
async fn an_identity_that_is_gone_is_asked_for_again() {
    let service = Service::start().await;
    let state = tempfile::tempdir().unwrap();
    let cache = CredentialCache::new(state.path());
    let session = service.session().await;
    let key = session.pool().session_key(None);
    let provider = |session| {
        IdentityCredentials::builder(identity_pool(&service), session)
            .cached(cache.clone(), key.clone())
            .build()
    };
    answer(&service, "GetId", ok(json!({"IdentityId": "eu-west-1:1"}))).await;
    answer(
        &service,
        "GetCredentialsForIdentity",
        ok(issued("eu-west-1:1", 3600)),
    )
    .await;
    provider(session.clone()).fetch().await.unwrap();

    service.server.reset().await;
    let forgotten = wiremock::matchers::body_partial_json(json!({"IdentityId": "eu-west-1:1"}));
    wiremock::Mock::given(forgotten)
        .respond_with(refusal(
            "ResourceNotFoundException",
            "Identity 'eu-west-1:1' not found.",
        ))
        .with_priority(1)
        .mount(&service.server)
        .await;
    answer(&service, "GetId", ok(json!({"IdentityId": "eu-west-1:2"}))).await;
    answer(
        &service,
        "GetCredentialsForIdentity",
        ok(issued("eu-west-1:2", 3600)),
    )
    .await;
    let credentials = provider(session).fetch().await.unwrap();
    assert_eq!(credentials.identity_id(), "eu-west-1:2");
}

#[tokio::test]
async fn tokens_that_run_out_are_refreshed_first() {
    let service = good_service(3600).await;
    let session = service.aged_session(Duration::ZERO).await;
    service
        .expect("GetTokensFromRefreshToken", ok(service.tokens(None)), 1)
        .await;
    let provider = IdentityCredentials::new(identity_pool(&service), session.clone());
    provider.credentials().await.unwrap();
    let left = session.tokens().remaining(std::time::SystemTime::now());
    assert!(left > Duration::from_mins(50), "{left:?}");
}

#[tokio::test]
async fn credentials_that_still_live_are_given_out_when_fetching_fails() {
    let service = good_service(60).await;
    let state = tempfile::tempdir().unwrap();
    let cache = CredentialCache::new(state.path());
    let session = service.session().await;
    let key = session.pool().session_key(None);
    let provider = || {
        IdentityCredentials::builder(identity_pool(&service), session.clone())
            .cached(cache.clone(), key.clone())
            .build()
    };
    let first = provider().fetch().await.unwrap();
    // An hour ago: of their life, too little is left.
    let path = cache.path(&CredentialKey::new(
        key.clone(),
        identity_pool(&service).id().clone(),
    ));
    let mut file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    file["received_at"] = (file["received_at"].as_u64().unwrap() - 3600).into();
    std::fs::write(&path, file.to_string()).unwrap();

    service.server.reset().await;
    let broken = ResponseTemplate::new(500);
    answer(&service, "GetCredentialsForIdentity", broken).await;
    let again = provider().credentials().await.unwrap();
    assert_eq!(again.access_key_id(), first.access_key_id());
    assert!(service.calls("GetCredentialsForIdentity").await > 0);
}

#[tokio::test]
async fn what_was_fetched_is_in_the_cache() {
    let service = good_service(3600).await;
    let state = tempfile::tempdir().unwrap();
    let cache = CredentialCache::new(state.path());
    let session = service.session().await;
    let key = session.pool().session_key(None);
    let reader = identity_pool(&service).with_role(Role::Arn(READER.to_owned()));
    let provider = IdentityCredentials::builder(reader.clone(), session)
        .cached(cache.clone(), key.clone())
        .build();
    provider.fetch().await.unwrap();
    let key = CredentialKey::new(key, reader.id().clone());
    assert!(cache.read(&key).unwrap().is_none(), "of another role");
    let key = key.role(reader.role().clone());
    let cached = cache.read(&key).unwrap().unwrap();
    assert_eq!(cached.credentials.secret_access_key(), "key-secret");
}

#[tokio::test]
async fn an_error_reaches_the_sdk_with_its_cause() {
    let service = Service::start().await;
    let text = "Unauthenticated access is not supported for this identity pool.";
    answer(&service, "GetId", refusal("NotAuthorizedException", text)).await;
    let error = provider(&service)
        .await
        .provide_credentials()
        .await
        .unwrap_err();
    let cause = std::error::Error::source(&error).unwrap();
    assert!(cause.to_string().contains(text), "{cause}");
}
