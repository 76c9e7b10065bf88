use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use poolgate::{Error, ErrorCode, Session};
use serde_json::Value;
use wiremock::ResponseTemplate;

use crate::script::{KEY, Service, ok, refusal};

fn refresh_token(session: &Session) -> String {
    session
        .tokens()
        .refresh_token()
        .unwrap()
        .expose()
        .to_owned()
}

#[tokio::test]
async fn tokens_with_life_in_them_are_not_refreshed() {
    let service = Service::start().await;
    let session = service.session().await;
    session.fresh_tokens().await.unwrap();
    assert_eq!(service.calls("GetTokensFromRefreshToken").await, 0);
    let before = session.tokens();
    service
        .answer("GetTokensFromRefreshToken", ok(service.tokens(None)))
        .await;
    let after = session.tokens_for(Duration::from_hours(2)).await.unwrap();
    // Half of a life is the most that a margin can ask for.
    assert_eq!(
        before.access_token().expose(),
        after.access_token().expose()
    );
}

#[tokio::test]
async fn a_refresh_replaces_the_set_and_keeps_the_refresh_token() {
    let service = Service::start().await;
    let session = service.session().await;
    let before = session.tokens();
    service
        .answer("GetTokensFromRefreshToken", ok(service.tokens(None)))
        .await;
    let after = session.refresh().await.unwrap();
    assert_ne!(
        before.access_token().expose(),
        after.access_token().expose()
    );
    assert_eq!(
        session.tokens().access_token().expose(),
        after.access_token().expose()
    );
    assert_eq!(refresh_token(&session), "refresh-1");
}

#[tokio::test]
async fn a_rotated_refresh_token_takes_the_olds_place() {
    let service = Service::start().await;
    let session = service.session().await;
    service
        .answer(
            "GetTokensFromRefreshToken",
            ok(service.tokens(Some("refresh-2"))),
        )
        .await;
    session.refresh().await.unwrap();
    assert_eq!(refresh_token(&session), "refresh-2");
}

#[tokio::test]
async fn many_who_ask_share_one_refresh_and_the_observer_is_told_once() {
    let service = Service::start().await;
    let session = service.session().await;
    let slow = ok(service.tokens(Some("refresh-2"))).set_delay(Duration::from_millis(200));
    service.expect("GetTokensFromRefreshToken", slow, 1).await;
    let told = Arc::new(AtomicUsize::new(0));
    let observer = Arc::clone(&told);
    session.on_refresh(move |_| {
        observer.fetch_add(1, Ordering::SeqCst);
    });
    let asking: Vec<_> = (0..20)
        .map(|_| {
            let session = session.clone();
            tokio::spawn(async move { session.refresh().await.unwrap() })
        })
        .collect();
    for asked in asking {
        assert_eq!(
            asked.await.unwrap().refresh_token().unwrap().expose(),
            "refresh-2"
        );
    }
    assert_eq!(told.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_refresh_goes_on_when_nobody_waits_any_more() {
    let service = Service::start().await;
    let session = service.session().await;
    let slow = ok(service.tokens(Some("refresh-2"))).set_delay(Duration::from_millis(200));
    service.expect("GetTokensFromRefreshToken", slow, 1).await;
    let impatient = tokio::time::timeout(Duration::from_millis(20), session.refresh()).await;
    assert!(impatient.is_err());
    // Joins the one under way: the script has one answer, and a second call would fail the test.
    session.refresh().await.unwrap();
    assert_eq!(refresh_token(&session), "refresh-2");
}

#[tokio::test]
async fn a_failed_refresh_takes_nothing_away() {
    let service = Service::start().await;
    let session = service.session().await;
    let before = session.tokens();
    service
        .answer("GetTokensFromRefreshToken", ResponseTemplate::new(500))
        .await;
    let error = session.refresh().await.unwrap_err();
    assert!(error.is_retryable(), "{error}");
    assert_eq!(
        session.tokens().access_token().expose(),
        before.access_token().expose()
    );
}

#[tokio::test]
async fn tokens_that_still_live_are_given_out_when_a_refresh_fails() {
    let service = Service::start().await;
    let session = service.aged_session(Duration::from_mins(1)).await;
    service
        .answer("GetTokensFromRefreshToken", ResponseTemplate::new(500))
        .await;
    let at_hand = session.tokens();
    let given = session.fresh_tokens().await.unwrap();
    assert_eq!(
        given.access_token().expose(),
        at_hand.access_token().expose()
    );
    assert!(service.calls("GetTokensFromRefreshToken").await > 0);
}

#[tokio::test]
async fn a_refresh_token_that_is_gone_says_so() {
    let gone = [
        ("NotAuthorizedException", "Refresh Token has been revoked"),
        ("NotAuthorizedException", "Refresh Token has expired"),
        ("RefreshTokenReuseException", "Refresh token reuse detected"),
    ];
    for (code, message) in gone {
        let service = Service::start().await;
        let session = service.session().await;
        service
            .answer("GetTokensFromRefreshToken", refusal(code, message))
            .await;
        let error = session.refresh().await.unwrap_err();
        assert!(matches!(error, Error::RefreshTokenGone { .. }), "{error}");
        assert!(error.needs_sign_in() && !error.is_retryable());
        assert_eq!(error.service().unwrap().message, message);
    }
}

#[tokio::test]
async fn throttling_is_not_the_end_of_a_session() {
    let service = Service::start().await;
    let session = service.session().await;
    let throttled = refusal("TooManyRequestsException", "Too many requests");
    service.answer("GetTokensFromRefreshToken", throttled).await;
    let error = session.refresh().await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::TooManyRequests));
    assert!(!error.needs_sign_in() && error.is_retryable());
}

#[tokio::test]
async fn a_pool_without_the_new_operation_is_refreshed_the_old_way() {
    let service = Service::start().await;
    let session = service.session().await;
    let unknown = refusal("UnknownOperationException", "");
    service.answer("GetTokensFromRefreshToken", unknown).await;
    service
        .answer("InitiateAuth", ok(service.tokens(None)))
        .await;
    session.refresh().await.unwrap();
    assert_eq!(refresh_token(&session), "refresh-1");
}

async fn refused_refresh(change: impl FnOnce(&mut Value)) -> (Session, Error) {
    let service = Service::start().await;
    let session = service.session().await;
    let (mut id, mut access) = (service.id_claims(), service.access_claims());
    change(&mut id);
    access["sub"] = id["sub"].clone();
    let tokens = KEY.tokens(&id, &access, Some("refresh-of-a-stranger"));
    service
        .answer("GetTokensFromRefreshToken", ok(tokens))
        .await;
    let error = session.refresh().await.unwrap_err();
    (session, error)
}

#[tokio::test]
async fn refreshed_tokens_of_another_user_are_not_taken() {
    let (session, error) = refused_refresh(|id| id["sub"] = "bob".into()).await;
    assert!(matches!(error, Error::UserChanged { .. }), "{error}");
    assert_eq!(refresh_token(&session), "refresh-1");
}

#[tokio::test]
async fn refreshed_tokens_of_another_pool_are_not_taken() {
    let (session, error) =
        refused_refresh(|id| id["iss"] = "https://elsewhere.test/x".into()).await;
    assert!(matches!(error, Error::Token { .. }), "{error}");
    assert_eq!(refresh_token(&session), "refresh-1");
}

#[tokio::test]
async fn a_session_without_a_refresh_token_says_so() {
    let service = Service::start().await;
    let session = service.sign_in(service.tokens(None)).await.unwrap();
    let error = session.refresh().await.unwrap_err();
    assert!(
        matches!(error, Error::NoRefreshToken) && error.needs_sign_in(),
        "{error}"
    );
}

#[tokio::test]
async fn a_revoked_session_is_over() {
    let service = Service::start().await;
    let session = service.session().await;
    service
        .expect("RevokeToken", ok(serde_json::json!({})), 1)
        .await;
    session.revoke().await.unwrap();
    let error = session.fresh_tokens().await.unwrap_err();
    assert!(
        matches!(error, Error::SignedOut) && error.needs_sign_in(),
        "{error}"
    );
}

#[tokio::test]
async fn signing_out_everywhere_ends_this_session_too() {
    let service = Service::start().await;
    let session = service.session().await;
    service
        .expect("GlobalSignOut", ok(serde_json::json!({})), 1)
        .await;
    session.sign_out_everywhere().await.unwrap();
    assert!(matches!(session.refresh().await, Err(Error::SignedOut)));
}

#[tokio::test]
async fn a_refresh_token_alone_makes_a_session() {
    let service = Service::start().await;
    service
        .answer("GetTokensFromRefreshToken", ok(service.tokens(None)))
        .await;
    let session = service
        .pool()
        .session_from_refresh_token("refresh-9".into(), crate::script::ana(), None)
        .await
        .unwrap();
    assert_eq!(refresh_token(&session), "refresh-9");
    assert_eq!(session.username(), "ana");
}
