//! The domain's other endpoints: userInfo, discovery, and tokens of a machine's own.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use poolgate::oauth::{MachineTokenCache, MachineTokens};
use poolgate::{AccessToken, ClientSecret, Error};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::oauth_script::{json, machine_token, refused};
use crate::script::{KEY, POOL, STRANGERS_KEY, Service, now};

#[tokio::test]
async fn user_info_is_about_the_tokens_user() {
    let service = Service::start().await;
    let session = service.browser_session().await;
    let user = json!({"sub": "0a1b", "username": "ana", "email": "ana@example.com",
        "email_verified": "true", "custom:team": "red"});
    service.visit("/oauth2/userInfo", json(200, user)).await;
    let user = session.user_info().await.unwrap();
    assert_eq!(user.username.as_deref(), Some("ana"));
    assert_eq!(user.attributes["custom:team"], "red");
    assert_eq!(user.attributes["email_verified"], "true");
    assert_eq!(user.attributes.len(), 3);
    let visits = service.visits("/oauth2/userInfo").await;
    let token = session.tokens();
    let expected = format!("Bearer {}", token.access_token().expose());
    assert_eq!(visits[0].headers["authorization"], expected.as_str());
}

#[tokio::test]
async fn user_info_of_another_user_is_refused() {
    let service = Service::start().await;
    let session = service.browser_session().await;
    service
        .visit("/oauth2/userInfo", json(200, json!({"sub": "another"})))
        .await;
    let error = session.user_info().await.unwrap_err();
    assert!(matches!(error, Error::UserChanged { .. }), "{error}");
}

#[tokio::test]
async fn an_access_token_that_is_not_of_the_pool_is_sent_nowhere() {
    let service = Service::start().await;
    let forged = STRANGERS_KEY.sign(&service.access_claims());
    for token in [forged, "opaque".to_owned(), KEY.sign(&service.id_claims())] {
        let token = AccessToken::from(token);
        let error = service.browser_pool().user_info(&token).await.unwrap_err();
        assert!(matches!(error, Error::Token { .. }), "{error}");
    }
    assert!(service.visits("/oauth2/userInfo").await.is_empty());
}

#[tokio::test]
async fn what_user_info_says_in_a_header_is_told() {
    // protocol.md 6.3.
    let service = Service::start().await;
    let session = service.browser_session().await;
    let header = "error=\"invalid_token\", error_description=\"Access token is expired, disabled, \
                  or deleted, or the user has globally signed out.\"";
    let answer = ResponseTemplate::new(401).insert_header("www-authenticate", header);
    service.visit("/oauth2/userInfo", answer).await;
    let error = session.user_info().await.unwrap_err();
    assert!(error.to_string().contains("globally signed out"), "{error}");
    assert!(error.is_refusal() && error.hint().is_some());
}

#[tokio::test]
async fn the_domain_is_discovered_once() {
    let service = Service::start().await;
    let base = format!("{}/below", service.url());
    let document = json!({
        "issuer": format!("{}/{POOL}", service.url()),
        "authorization_endpoint": format!("{base}/oauth2/authorize"),
        "token_endpoint": format!("{base}/oauth2/token"),
        "userinfo_endpoint": format!("{base}/oauth2/userInfo"),
        "revocation_endpoint": format!("{base}/oauth2/revoke"),
        "end_session_endpoint": format!("{base}/logout"),
    });
    let path = format!("/{POOL}/.well-known/openid-configuration");
    service.visit(&path, json(200, document)).await;
    let pool = service.pool();
    for _ in 0..2 {
        assert_eq!(pool.discover_domain().await.unwrap().as_str(), base);
    }
    assert_eq!(pool.domain().unwrap().as_str(), base);
    assert_eq!(service.visits(&path).await.len(), 1);
    // A domain that was named is not asked for.
    let named = service.browser_pool();
    assert_eq!(named.discover_domain().await.unwrap(), service.domain());
}

#[tokio::test]
async fn what_is_no_discovery_document_of_the_pool_is_refused() {
    let service = Service::start().await;
    let path = format!("/{POOL}/.well-known/openid-configuration");
    let base = service.url();
    let of_another = json!({
        "issuer": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Another",
        "authorization_endpoint": format!("{base}/oauth2/authorize"),
        "token_endpoint": format!("{base}/oauth2/token"),
    });
    let without = json!({"issuer": format!("{base}/{POOL}")});
    let pool = service.pool();
    for (document, is_none) in [(of_another, false), (without, true), (json!({}), false)] {
        wiremock::Mock::given(wiremock::matchers::path(path.clone()))
            .respond_with(json(200, document))
            .up_to_n_times(1)
            .mount(&service.server)
            .await;
        let error = pool.discover_domain().await.unwrap_err();
        assert_eq!(matches!(error, Error::NoDomain), is_none, "{error}");
        assert_eq!(pool.domain(), None);
    }
}

fn confidential(service: &Service) -> MachineTokens {
    let secret = ClientSecret::new("clientsecret".to_owned()).unwrap();
    let pool = service.browser_builder().client_secret(Some(secret));
    let request = pool
        .build()
        .unwrap()
        .client_credentials(["orders/read", "orders/write"]);
    request.resource("https://api.example.com").keep_fresh()
}

#[tokio::test]
async fn a_machine_gets_a_token_by_its_secret() {
    let service = Service::start().await;
    let token = machine_token(&service, 3600);
    service.grant("client_credentials", json(200, token)).await;
    let token = confidential(&service).fresh().await.unwrap();
    assert!(token.scopes().contains("orders/read"));
    assert_eq!(token.claims().username, None);
    let forms = service.forms("/oauth2/token").await;
    assert_eq!(forms[0]["scope"], "orders/read orders/write");
    assert_eq!(forms[0]["resource"], "https://api.example.com");
    let visits = service.visits("/oauth2/token").await;
    assert!(visits[0].headers.contains_key("authorization"));
}

#[tokio::test]
async fn many_who_need_a_machines_token_share_one() {
    let service = Service::start().await;
    let slow = json(200, machine_token(&service, 3600)).set_delay(Duration::from_millis(100));
    service.grant("client_credentials", slow).await;
    let tokens = confidential(&service);
    assert!(tokens.kept().await.unwrap().is_none());
    let asking: Vec<_> = (0..10)
        .map(|_| {
            let tokens = tokens.clone();
            tokio::spawn(async move { tokens.fresh().await.unwrap() })
        })
        .collect();
    for asked in asking {
        asked.await.unwrap();
    }
    tokens.fresh().await.unwrap();
    assert_eq!(service.visits("/oauth2/token").await.len(), 1);
    tokens.forget().await.unwrap();
    tokens.fresh().await.unwrap();
    assert_eq!(service.visits("/oauth2/token").await.len(), 2);
}

#[tokio::test]
async fn a_kept_machine_token_serves_other_processes_until_it_is_stale() {
    let service = Service::start().await;
    let state = tempfile::tempdir().unwrap();
    let process = || confidential(&service).cache(MachineTokenCache::new(state.path()));
    let token = machine_token(&service, 3600);
    service.grant("client_credentials", json(200, token)).await;
    let first = process().fresh().await.unwrap();
    let requests = service.server.received_requests().await.unwrap().len();
    let second = process().fresh().await.unwrap();
    assert_eq!(
        first.access_token().expose(),
        second.access_token().expose()
    );
    assert!(process().kept().await.unwrap().is_some());
    // Not even the keys were asked for.
    let later = service.server.received_requests().await.unwrap().len();
    assert_eq!(later, requests);

    // Other scopes are another token.
    let pool = service.browser_pool();
    let other = pool.client_credentials(["orders/read"]).keep_fresh();
    let other = other.cache(MachineTokenCache::new(state.path()));
    assert!(other.kept().await.unwrap().is_none());

    change_kept(state.path(), |kept| {
        kept["received_at"] = (now() - 7200).into();
        kept["expires_at"] = (now() - 1).into();
    });
    process().fresh().await.unwrap();
    assert_eq!(service.visits("/oauth2/token").await.len(), 2);
}

/// Changes what is kept below this directory.
fn change_kept(state: &Path, change: impl Fn(&mut Value)) {
    let files = std::fs::read_dir(state.join("machines")).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    for path in paths.filter(|path| path.extension().is_some_and(|end| end == "json")) {
        let mut kept = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        change(&mut kept);
        std::fs::write(&path, kept.to_string()).unwrap();
    }
}

#[tokio::test]
async fn a_kept_machine_token_that_was_changed_is_not_used() {
    let service = Service::start().await;
    let state = tempfile::tempdir().unwrap();
    let process = || confidential(&service).cache(MachineTokenCache::new(state.path()));
    let token = machine_token(&service, 3600);
    service.grant("client_credentials", json(200, token)).await;
    let kept = process().fresh().await.unwrap();
    let forged = STRANGERS_KEY.sign(&service.access_claims());
    let changes: [&dyn Fn(&mut Value); 4] = [
        &|record| record["access_token"] = forged.as_str().into(),
        &|record| record["client_id"] = "another".into(),
        &|record| record["key_set"] = "{}".into(),
        &|record| *record = Value::Null,
    ];
    for (number, change) in changes.into_iter().enumerate() {
        change_kept(state.path(), change);
        let fresh = process().fresh().await.unwrap();
        assert_eq!(fresh.access_token().expose(), kept.access_token().expose());
        assert_eq!(service.visits("/oauth2/token").await.len(), 2 + number);
    }
}

#[tokio::test]
async fn asking_for_a_machines_token_is_repeated_where_it_may_help() {
    let service = Service::start().await;
    service
        .grant_once("client_credentials", ResponseTemplate::new(503))
        .await;
    let token = machine_token(&service, 3600);
    service.grant("client_credentials", json(200, token)).await;
    confidential(&service).fresh().await.unwrap();
    assert_eq!(service.visits("/oauth2/token").await.len(), 2);

    let service = Service::start().await;
    service
        .grant("client_credentials", refused("invalid_scope", None))
        .await;
    let error = confidential(&service).fresh().await.unwrap_err();
    assert!(
        error.is_configuration() && error.hint().is_some(),
        "{error}"
    );
    assert_eq!(service.visits("/oauth2/token").await.len(), 1);
    // Where the domain is not known, it is looked for first.
    let unknown = service
        .pool()
        .client_credentials(["orders/read"])
        .keep_fresh();
    unknown.fresh().await.unwrap_err();
    let path = format!("/{POOL}/.well-known/openid-configuration");
    assert!(!service.visits(&path).await.is_empty());
}

#[tokio::test]
async fn a_machines_token_of_another_client_or_key_is_refused() {
    let service = Service::start().await;
    let mut claims = service.access_claims();
    claims["client_id"] = "another".into();
    let answers = [
        KEY.sign(&claims),
        STRANGERS_KEY.sign(&service.access_claims()),
    ];
    for access_token in answers {
        let answer = json!({"access_token": access_token, "token_type": "Bearer"});
        service
            .grant_once("client_credentials", json(200, answer))
            .await;
        let error = confidential(&service).fresh().await.unwrap_err();
        assert!(matches!(error, Error::Token { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_session_of_the_api_asks_user_info_of_a_discovered_domain_as_well() {
    let service = Service::start().await;
    let session = service.session().await;
    let error = session.user_info().await.unwrap_err();
    assert!(matches!(error, Error::NoDomain), "{error}");
    let store = Arc::new(poolgate::MemoryStore::new());
    session.keep_in(store.clone(), None).await.unwrap();
    let resumed = service
        .browser_pool()
        .resume_from(store, None)
        .await
        .unwrap()
        .unwrap();
    service
        .visit("/oauth2/userInfo", json(200, json!({"sub": "0a1b"})))
        .await;
    assert_eq!(resumed.user_info().await.unwrap().sub, "0a1b");
}
