//! Sessions that began in the browser: refreshed, kept, resumed and revoked at the domain.

use std::sync::Arc;
use std::time::Duration;

use poolgate::{Error, ErrorCode, FileStore, KeeperStatus, Session, TokenCacheFile, TokenStore};
use wiremock::ResponseTemplate;

use crate::oauth_script::{granted, json, refused};
use crate::script::{KEY, NEW_KEY, Service, refusal};

fn refresh_token(session: &Session) -> String {
    session
        .tokens()
        .refresh_token()
        .unwrap()
        .expose()
        .to_owned()
}

/// A service that refreshes once with this refresh token, and refuses the next time.
async fn rotating(service: &Service) {
    let tokens = service.granted(None, Some("refresh-2"));
    service.grant_once("refresh_token", json(200, tokens)).await;
    let spent = refused("invalid_grant", Some("Refresh token reuse detected"));
    service.grant("refresh_token", spent).await;
}

#[tokio::test]
async fn a_refresh_keeps_the_refresh_token_where_none_comes_back() {
    let service = Service::start().await;
    let session = service.browser_session().await;
    let tokens = service.granted(None, None);
    service.grant("refresh_token", json(200, tokens)).await;
    for _ in 0..2 {
        session.refresh().await.unwrap();
        assert_eq!(refresh_token(&session), "refresh-1");
    }
    let forms = service.forms("/oauth2/token").await;
    assert_eq!(forms[2]["refresh_token"], "refresh-1");
    assert_eq!(forms[2]["client_id"], crate::script::CLIENT);
    assert_eq!(forms[2].len(), 3, "{:?}", forms[2].keys());
    assert_eq!(service.calls("GetTokensFromRefreshToken").await, 0);
}

#[tokio::test]
async fn a_rotated_refresh_token_is_on_disk_before_anyone_is_told_and_used_next() {
    let service = Service::start().await;
    let state = tempfile::tempdir().unwrap();
    let store: Arc<dyn TokenStore> = Arc::new(FileStore::new(state.path()));
    let session = service.browser_session().await;
    session.keep_in(Arc::clone(&store), None).await.unwrap();
    rotating(&service).await;
    let (seen, key) = (Arc::default(), session.pool().session_key(None));
    let seen_by_observer: Arc<std::sync::Mutex<String>> = Arc::clone(&seen);
    session.on_refresh(move |_| {
        let kept = store.load(&key).unwrap().unwrap().refresh_token.unwrap();
        kept.expose()
            .clone_into(&mut seen_by_observer.lock().unwrap());
    });
    session.refresh().await.unwrap();
    assert_eq!(*seen.lock().unwrap(), "refresh-2");

    let error = session.refresh().await.unwrap_err();
    assert!(matches!(error, Error::RefreshTokenGone { .. }), "{error}");
    assert!(error.needs_sign_in() && !error.is_retryable());
    assert_eq!(error.code(), Some(&ErrorCode::from_wire("invalid_grant")));
    assert!(error.to_string().contains("reuse detected"), "{error}");
    let forms = service.forms("/oauth2/token").await;
    assert_eq!(forms[2]["refresh_token"], "refresh-2");
}

#[tokio::test]
async fn a_kept_session_goes_on_at_its_domain_though_nobody_names_it() {
    let state = tempfile::tempdir().unwrap();
    let path = state.path().join("tokens.json");
    let stores: [Arc<dyn TokenStore>; 2] = [
        Arc::new(FileStore::new(state.path())),
        Arc::new(TokenCacheFile::new(path)),
    ];
    for store in stores {
        let service = Service::start().await;
        let session = service.browser_session().await;
        session.keep_in(Arc::clone(&store), None).await.unwrap();
        let pool = service.pool();
        assert_eq!(pool.domain(), None);
        let resumed = pool.resume_from(store, None).await.unwrap().unwrap();
        assert_eq!(pool.domain(), Some(service.domain()));
        rotating(&service).await;
        resumed.refresh().await.unwrap();
        assert_eq!(refresh_token(&resumed), "refresh-2");
        assert_eq!(service.calls("GetTokensFromRefreshToken").await, 0);
        // And the one that it was kept from goes on with what is kept.
        session.refresh().await.unwrap();
        assert_eq!(refresh_token(&session), "refresh-2");
    }
}

#[tokio::test]
async fn a_domain_that_has_moved_is_where_a_kept_session_refreshes() {
    let (old, new) = (Service::start().await, Service::start().await);
    let session = old.browser_session().await;
    let store = Arc::new(poolgate::MemoryStore::new());
    session.keep_in(store.clone(), None).await.unwrap();
    let pool = old.builder().domain(new.domain()).build().unwrap();
    let resumed = pool.resume_from(store, None).await.unwrap().unwrap();
    let tokens = old.granted(None, None);
    new.grant("refresh_token", json(200, tokens)).await;
    let tokens = resumed.refresh().await.unwrap();
    assert_eq!(tokens.domain(), Some(&new.domain()));
    assert_eq!(old.visits("/oauth2/token").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_processes_refresh_once() {
    let service = Service::start().await;
    let state = tempfile::tempdir().unwrap();
    let store = || -> Arc<dyn TokenStore> { Arc::new(FileStore::new(state.path())) };
    let session = service.browser_session().await;
    session.keep_in(store(), None).await.unwrap();
    rotating(&service).await;
    let mut processes = Vec::new();
    for _ in 0..20 {
        let resumed = service.pool().resume_from(store(), None).await.unwrap();
        processes.push(resumed.unwrap());
    }
    let refreshes: Vec<_> = processes
        .iter()
        .cloned()
        .map(|session| tokio::spawn(async move { session.refresh().await.map(|_| ()) }))
        .collect();
    for refresh in refreshes {
        refresh.await.unwrap().unwrap();
    }
    assert_eq!(service.visits("/oauth2/token").await.len(), 2);
    for session in processes {
        assert_eq!(refresh_token(&session), "refresh-2");
    }
}

#[tokio::test]
async fn a_refresh_token_is_not_sent_again_after_it_may_have_arrived() {
    for (answer, retryable) in [
        (ResponseTemplate::new(503), true),
        (
            json(500, serde_json::json!({"error": "server_error"})),
            true,
        ),
        (json(429, serde_json::json!({"error": "slow_down"})), true),
        (refused("invalid_client", None), false),
    ] {
        let service = Service::start().await;
        let session = service.browser_session().await;
        service.grant("refresh_token", answer).await;
        let error = session.refresh().await.unwrap_err();
        assert_eq!(error.is_retryable(), retryable, "{error}");
        assert!(!error.needs_sign_in(), "{error}");
        assert_eq!(service.visits("/oauth2/token").await.len(), 2);
        // It takes nothing away.
        session.fresh_tokens().await.unwrap();
        assert_eq!(refresh_token(&session), "refresh-1");
    }
}

#[tokio::test]
async fn refreshed_tokens_of_another_user_or_pool_are_not_taken() {
    for member in ["sub", "iss", "aud"] {
        let service = Service::start().await;
        let session = service.browser_session().await;
        let (mut id, mut access) = (service.id_claims(), service.access_claims());
        id[member] = "another".into();
        access["sub"] = id["sub"].clone();
        let tokens = granted(&KEY, id, &access, Some("a stranger's"));
        service.grant("refresh_token", json(200, tokens)).await;
        let error = session.refresh().await.unwrap_err();
        assert!(
            matches!(error, Error::Token { .. } | Error::UserChanged { .. }),
            "{member}: {error}"
        );
        assert_eq!(refresh_token(&session), "refresh-1");
    }
}

#[tokio::test]
async fn a_rotated_refresh_token_survives_keys_that_cannot_be_had() {
    let service = Service::start().await;
    let session = service.browser_session().await;
    let tokens = granted(
        &NEW_KEY,
        service.id_claims(),
        &service.access_claims(),
        Some("refresh-2"),
    );
    service.grant("refresh_token", json(200, tokens)).await;
    service.unpublish().await;
    let error = session.refresh().await.unwrap_err();
    assert!(matches!(error, Error::KeySet { .. }), "{error}");
    assert_eq!(refresh_token(&session), "refresh-2");
}

#[tokio::test]
async fn it_is_revoked_at_the_domain_and_forgotten() {
    let service = Service::start().await;
    let session = service.browser_session().await;
    service
        .visit("/oauth2/revoke", ResponseTemplate::new(200))
        .await;
    session.revoke().await.unwrap();
    let forms = service.forms("/oauth2/revoke").await;
    assert_eq!(forms.len(), 1);
    assert_eq!(forms[0]["token"], "refresh-1");
    assert_eq!(forms[0]["client_id"], crate::script::CLIENT);
    assert_eq!(service.calls("RevokeToken").await, 0);
    assert!(matches!(
        session.fresh_tokens().await,
        Err(Error::SignedOut)
    ));
}

#[tokio::test]
async fn a_revocation_that_fails_for_a_while_is_tried_again_and_one_that_is_refused_told() {
    let service = Service::start().await;
    let session = service.browser_session().await;
    wiremock::Mock::given(wiremock::matchers::path("/oauth2/revoke"))
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(2)
        .with_priority(1)
        .mount(&service.server)
        .await;
    service
        .visit("/oauth2/revoke", refused("invalid_request", None))
        .await;
    let error = session.revoke().await.unwrap_err();
    assert_eq!(error.to_string(), "oauth2/revoke: invalid_request");
    assert_eq!(service.visits("/oauth2/revoke").await.len(), 3);
    // The session is not lost by that.
    session.fresh_tokens().await.unwrap();
}

#[tokio::test]
async fn what_needs_a_scope_that_was_not_granted_says_which() {
    let service = Service::start().await;
    let session = service.browser_session().await;
    let text = "Access Token does not have required scopes";
    let answer = refusal("NotAuthorizedException", text);
    service.answer("GlobalSignOut", answer).await;
    let error = session.sign_out_everywhere().await.unwrap_err();
    assert!(error.to_string().contains(text), "{error}");
    let hint = error.hint().unwrap();
    assert!(hint.contains("aws.cognito.signin.user.admin"), "{hint}");
}

#[tokio::test]
async fn it_is_kept_fresh_in_the_background_until_only_a_sign_in_helps() {
    let service = Service::start().await;
    let margin = Duration::from_hours(1);
    let pool = service
        .browser_builder()
        .refresh_margin(margin)
        .build()
        .unwrap();
    let session = service.browser_session_at(&pool).await;
    service
        .grant("refresh_token", refused("invalid_grant", None))
        .await;
    // Half of the hour that the tokens have is the most that a margin takes.
    let store = Arc::new(poolgate::MemoryStore::new());
    session.keep_in(store.clone(), None).await.unwrap();
    let mut record = store.load(&pool.session_key(None)).unwrap().unwrap();
    record.received_at -= Duration::from_mins(40);
    record.expires_at -= Duration::from_mins(40);
    let session = pool.resume(&record).unwrap();
    let mut keeper = session.keep_fresh().unwrap();
    let status = keeper.changed().await;
    assert!(
        matches!(&status, KeeperStatus::Over(error) if error.needs_sign_in()),
        "{status:?}"
    );
}
