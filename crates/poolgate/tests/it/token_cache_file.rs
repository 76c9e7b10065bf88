//! A cache of tokens in a file of the user's choosing, shared with cognitoinator.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use poolgate::{Error, Session, StoreError, TokenCacheFile, TokenStore, UserPool};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::script::{KEY, STRANGERS_KEY, Service, ok};

struct Place {
    _directory: TempDir,
    path: PathBuf,
}

impl Place {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        Self {
            path: directory.path().join("tokens.json"),
            _directory: directory,
        }
    }

    fn store(&self) -> Arc<dyn TokenStore> {
        Arc::new(TokenCacheFile::new(&self.path))
    }

    fn write(&self, text: impl AsRef<[u8]>) {
        fs::write(&self.path, text).unwrap();
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&fs::read(&self.path).unwrap()).unwrap()
    }

    async fn resume(&self, pool: UserPool, user: &str) -> Result<Option<Session>, Error> {
        pool.resume_from(self.store(), Some(user)).await
    }
}

/// What cognitoinator writes.
fn foreign(service: &Service) -> Value {
    let tokens = service.tokens(Some("refresh-1"));
    let member = |name: &str| tokens["AuthenticationResult"][name].clone();
    json!({
        "id_token": member("IdToken"), "access_token": member("AccessToken"),
        "token_expires": "2026-11-22 04:08:04.980000+00:00", "refresh_token": member("RefreshToken"),
    })
}

#[tokio::test]
async fn the_file_is_made_in_cognitoinators_form_and_for_its_owner_only() {
    let (service, place) = (Service::start().await, Place::new());
    let session = service.session().await;
    session.keep_in(place.store(), Some("ana")).await.unwrap();
    let kept = place.json();
    let tokens = session.tokens();
    assert_eq!(kept["id_token"], tokens.id_token().expose());
    assert_eq!(kept["access_token"], tokens.access_token().expose());
    assert_eq!(kept["refresh_token"], "refresh-1");
    let expires = kept["token_expires"].as_str().unwrap();
    assert!(expires.ends_with('Z') && expires.contains('T'), "{expires}");
    let mode = fs::metadata(&place.path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    let resumed = place.resume(service.pool(), "ana").await.unwrap().unwrap();
    assert_eq!(resumed.username(), "ana");
    service
        .answer(
            "GetTokensFromRefreshToken",
            ok(service.tokens(Some("refresh-2"))),
        )
        .await;
    resumed.refresh().await.unwrap();
    assert_eq!(place.json()["refresh_token"], "refresh-2");
    resumed.forget().await.unwrap();
    assert!(!place.path.exists());
}

#[tokio::test]
async fn a_cache_is_its_users_pools_and_clients_and_nobody_elses() {
    let (service, place) = (Service::start().await, Place::new());
    let session = service.session().await;
    session.keep_in(place.store(), Some("ana")).await.unwrap();
    let before = place.json();
    let other_client = UserPool::builder(
        service.pool().id().clone(),
        "another4client".parse().unwrap(),
    );
    for (pool, user, member) in [
        (service.pool(), "bea", "user"),
        (other_client.build().unwrap(), "ana", "app client"),
    ] {
        let error = place.resume(pool, user).await.unwrap_err();
        assert!(
            matches!(&error, Error::Store(StoreError::OtherOwner { member: found, .. }) if *found == member),
            "{error}"
        );
    }
    let error = session
        .keep_in(place.store(), Some("bea"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Store(StoreError::OtherOwner { .. })),
        "{error}"
    );
    assert_eq!(place.json(), before);
}

#[tokio::test]
async fn cognitoinators_tokens_are_taken_over_when_the_pool_has_signed_them() {
    let (service, place) = (Service::start().await, Place::new());
    place.write(foreign(&service).to_string());
    fs::set_permissions(&place.path, fs::Permissions::from_mode(0o644)).unwrap();
    let session = place.resume(service.pool(), "ana").await.unwrap().unwrap();
    assert_eq!(session.username(), "ana");
    let kept = place.json();
    assert_eq!(
        (&kept["user"], &kept["pool_id"]),
        (&json!("ana"), &json!("eu-west-1_Example"))
    );
    let mode = fs::metadata(&place.path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // From then on nothing has to be fetched to know them again.
    service.unpublish().await;
    assert!(place.resume(service.pool(), "ana").await.unwrap().is_some());
}

#[tokio::test]
async fn what_another_program_has_put_there_since_is_neither_removed_nor_spent_twice() {
    let (service, place) = (Service::start().await, Place::new());
    let session = service.session().await;
    session.keep_in(place.store(), Some("ana")).await.unwrap();
    let mut written = foreign(&service);
    written["refresh_token"] = "refresh-of-another-sign-in".into();
    place.write(written.to_string());
    // The service is not asked: the tokens that were found live long enough.
    session.refresh().await.unwrap();
    assert_eq!(
        session.tokens().refresh_token().unwrap().expose(),
        "refresh-of-another-sign-in"
    );
    assert_eq!(place.json()["user"], "ana");

    place.write(written.to_string());
    session.forget().await.unwrap();
    assert_eq!(place.json(), written);
}

#[tokio::test]
async fn tokens_that_have_run_out_are_taken_over_for_their_refresh_token() {
    let (service, place) = (Service::start().await, Place::new());
    let (mut id, mut access) = (service.id_claims(), service.access_claims());
    for claims in [&mut id, &mut access] {
        for name in ["iat", "exp"] {
            claims[name] = (claims[name].as_u64().unwrap() - 48 * 3600).into();
        }
    }
    let mut kept = foreign(&service);
    kept["id_token"] = KEY.sign(&id).into();
    kept["access_token"] = KEY.sign(&access).into();
    place.write(kept.to_string());
    service
        .answer(
            "GetTokensFromRefreshToken",
            ok(service.tokens(Some("refresh-2"))),
        )
        .await;
    let session = place.resume(service.pool(), "ana").await.unwrap().unwrap();
    session.fresh_tokens().await.unwrap();
    let spent = service.body_of("GetTokensFromRefreshToken").await;
    assert_eq!(spent["RefreshToken"], "refresh-1");
}

#[tokio::test]
async fn tokens_of_strangers_are_refused_and_stay_where_they_are() {
    let (service, place) = (Service::start().await, Place::new());
    let id = STRANGERS_KEY.sign(&service.id_claims());
    let access = STRANGERS_KEY.sign(&service.access_claims());
    let mut other_client = service.access_claims();
    other_client["client_id"] = "another4client".into();
    for (user, id_token, access_token) in [
        ("ana", Some(id), None),
        ("ana", None, Some(access)),
        ("ana", None, Some(KEY.sign(&other_client))),
        ("bea", None, None),
    ] {
        let mut kept = foreign(&service);
        for (name, token) in [("id_token", id_token), ("access_token", access_token)] {
            if let Some(token) = token {
                kept[name] = token.into();
            }
        }
        place.write(kept.to_string());
        let error = place.resume(service.pool(), user).await.unwrap_err();
        assert!(!error.to_string().contains("eyJ"), "{error}");
        assert_eq!(place.json(), kept);
    }
}

#[tokio::test]
async fn a_file_that_is_no_cache_says_what_to_do_and_stays() {
    let (service, place) = (Service::start().await, Place::new());
    let session = service.session().await;
    for text in [
        "",
        " \n",
        "{}",
        "[]",
        "export A=secret",
        "{\"refresh_token\": null}",
        "{\"version\": 1}",
    ] {
        place.write(text);
        let resumed = place.resume(service.pool(), "ana").await.unwrap_err();
        let kept = session
            .keep_in(place.store(), Some("ana"))
            .await
            .unwrap_err();
        for error in [resumed, kept] {
            let error = error.to_string();
            assert!(
                error.contains("tokens.json") && error.contains("remove it"),
                "{error}"
            );
            assert!(!error.contains("secret"), "{error}");
        }
        assert_eq!(fs::read_to_string(&place.path).unwrap(), text);
    }
    // Nor are another program's tokens written over, if they are not this session's.
    let mut other = foreign(&service);
    other["refresh_token"] = "refresh-9".into();
    place.write(other.to_string());
    let error = session.keep_in(place.store(), Some("ana")).await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("another program has written"), "{error}");
    assert_eq!(place.json(), other);
}

#[tokio::test]
async fn who_holds_the_file_is_waited_for() {
    let (service, place) = (Service::start().await, Place::new());
    let session = service.impatient_session().await;
    session.keep_in(place.store(), Some("ana")).await.unwrap();
    let key = session.pool().session_key(Some("ana"));
    let held = place.store().lock(&key, Duration::from_secs(5)).unwrap();
    let error = session.refresh().await.unwrap_err();
    assert!(
        matches!(error, Error::Store(StoreError::Locked { .. })),
        "{error}"
    );
    drop(held);
}
