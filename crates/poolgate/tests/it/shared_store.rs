//! Sessions that are kept, and the processes that share them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use poolgate::{
    Device, Error, FileStore, LockedSession, MemoryStore, Session, SessionKey, SessionRecord,
    StoreError, TokenStore,
};
use tempfile::TempDir;

use crate::script::{Service, ok, refusal};

fn file_store(state: &TempDir) -> Arc<dyn TokenStore> {
    Arc::new(FileStore::new(state.path()))
}

async fn kept_session(service: &Service, store: &Arc<dyn TokenStore>) -> Session {
    let session = service.session().await;
    session
        .keep_in(Arc::clone(store), Some("ana"))
        .await
        .unwrap();
    session
}

/// What another process would have, which shares nothing with this one but the store.
async fn resumed(service: &Service, store: &Arc<dyn TokenStore>) -> Session {
    service
        .pool()
        .resume_from(Arc::clone(store), Some("ana"))
        .await
        .unwrap()
        .unwrap()
}

fn refresh_token(session: &Session) -> String {
    session
        .tokens()
        .refresh_token()
        .unwrap()
        .expose()
        .to_owned()
}

#[tokio::test]
async fn a_session_is_resumed_without_a_word_to_the_service() {
    let service = Service::start().await;
    let state = tempfile::tempdir().unwrap();
    let session = kept_session(&service, &file_store(&state)).await;
    let requests = service.server.received_requests().await.unwrap().len();

    let resumed = resumed(&service, &file_store(&state)).await;
    assert_eq!(resumed.username(), "ana");
    assert_eq!(resumed.tokens().id_claims(), session.tokens().id_claims());
    assert_eq!(
        service.server.received_requests().await.unwrap().len(),
        requests
    );
}

#[tokio::test]
async fn nothing_is_kept_for_another_user() {
    let service = Service::start().await;
    let state = tempfile::tempdir().unwrap();
    kept_session(&service, &file_store(&state)).await;
    let pool = service.pool();
    assert!(
        pool.resume_from(file_store(&state), Some("bob"))
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        pool.resume_from(file_store(&state), None)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn a_rotated_refresh_token_is_kept_before_anyone_is_told() {
    let service = Service::start().await;
    let state = tempfile::tempdir().unwrap();
    let store = file_store(&state);
    let session = kept_session(&service, &store).await;
    service
        .answer(
            "GetTokensFromRefreshToken",
            ok(service.tokens(Some("refresh-2"))),
        )
        .await;

    let seen = Arc::new(std::sync::Mutex::new(None));
    let (seen_by_observer, key) = (Arc::clone(&seen), session.pool().session_key(Some("ana")));
    session.on_refresh(move |_| {
        let record = store.load(&key).unwrap().unwrap();
        *seen_by_observer.lock().unwrap() = record.refresh_token;
    });
    session.refresh().await.unwrap();
    assert_eq!(seen.lock().unwrap().as_ref().unwrap().expose(), "refresh-2");
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_processes_refresh_once() {
    let service = Service::start().await;
    let state = tempfile::tempdir().unwrap();
    kept_session(&service, &file_store(&state)).await;
    // With rotation on, the refresh token is good for one call.
    service
        .answer_once(
            "GetTokensFromRefreshToken",
            ok(service.tokens(Some("refresh-2"))),
        )
        .await;
    let reuse = refusal("RefreshTokenReuseException", "");
    service.answer("GetTokensFromRefreshToken", reuse).await;

    let mut processes = Vec::new();
    for _ in 0..20 {
        processes.push(resumed(&service, &file_store(&state)).await);
    }
    let refreshes: Vec<_> = processes
        .iter()
        .cloned()
        .map(|session| tokio::spawn(async move { session.refresh().await.map(|_| ()) }))
        .collect();
    for refresh in refreshes {
        refresh.await.unwrap().unwrap();
    }
    assert_eq!(service.calls("GetTokensFromRefreshToken").await, 1);
    for session in processes {
        assert_eq!(refresh_token(&session), "refresh-2");
    }
}

#[tokio::test]
async fn a_rotated_refresh_token_survives_keys_that_cannot_be_had() {
    let service = Service::start().await;
    let state = tempfile::tempdir().unwrap();
    let session = kept_session(&service, &file_store(&state)).await;
    // New keys, and the key set is out of reach.
    let (id, access) = (service.id_claims(), service.access_claims());
    let tokens = crate::script::NEW_KEY.tokens(&id, &access, Some("refresh-2"));
    service
        .answer("GetTokensFromRefreshToken", ok(tokens))
        .await;
    service.unpublish().await;

    let error = session.refresh().await.unwrap_err();
    assert!(matches!(error, Error::KeySet { .. }), "{error}");
    assert_eq!(refresh_token(&session), "refresh-2");
    assert_eq!(
        refresh_token(&resumed(&service, &file_store(&state)).await),
        "refresh-2"
    );
}

#[tokio::test]
async fn a_refused_refresh_leaves_what_is_kept_alone() {
    let service = Service::start().await;
    let state = tempfile::tempdir().unwrap();
    let session = kept_session(&service, &file_store(&state)).await;
    let mut id = service.id_claims();
    id["aud"] = "another client".into();
    let tokens = crate::script::KEY.tokens(&id, &service.access_claims(), Some("a stranger's"));
    service
        .answer("GetTokensFromRefreshToken", ok(tokens))
        .await;
    assert!(matches!(session.refresh().await, Err(Error::Token { .. })));
    assert_eq!(
        refresh_token(&resumed(&service, &file_store(&state)).await),
        "refresh-1"
    );
}

#[tokio::test]
async fn a_session_that_another_process_ended_is_over() {
    let service = Service::start().await;
    let store: Arc<dyn TokenStore> = Arc::new(MemoryStore::new());
    let session = kept_session(&service, &store).await;
    resumed(&service, &store).await.forget().await.unwrap();
    let error = session.refresh().await.unwrap_err();
    assert!(matches!(error, Error::SignedOut), "{error}");
    assert_eq!(service.calls("GetTokensFromRefreshToken").await, 0);
}

#[tokio::test]
async fn who_cannot_have_the_lock_does_not_refresh_and_uses_what_lives() {
    let service = Service::start().await;
    let state = tempfile::tempdir().unwrap();
    let session = service.impatient_session().await;
    session.keep_in(file_store(&state), None).await.unwrap();
    let key = session.pool().session_key(None);
    let held = FileStore::new(state.path())
        .lock(&key, Duration::ZERO)
        .unwrap();

    let error = session.refresh().await.unwrap_err();
    assert!(
        matches!(error, Error::Store(StoreError::Locked { .. })),
        "{error}"
    );
    assert!(error.is_timeout() && error.is_retryable());
    assert_eq!(service.calls("GetTokensFromRefreshToken").await, 0);
    session.fresh_tokens().await.unwrap();
    drop(held);
}

#[tokio::test]
async fn a_kept_session_whose_tokens_were_changed_is_refused() {
    let service = Service::start().await;
    let state = tempfile::tempdir().unwrap();
    let session = kept_session(&service, &file_store(&state)).await;
    let path = FileStore::new(state.path()).path(&session.pool().session_key(Some("ana")));
    let mut id = service.id_claims();
    id["sub"] = "root".into();
    let forged = crate::script::STRANGERS_KEY.sign(&id);
    let kept = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        kept.replace(session.tokens().id_token().expose(), &forged),
    )
    .unwrap();
    let error = service
        .pool()
        .resume_from(file_store(&state), Some("ana"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Token { .. }), "{error}");
}

/// A disk that is full for a while.
#[derive(Debug, Default)]
pub(crate) struct FullStore {
    store: MemoryStore,
    pub(crate) full: Arc<AtomicBool>,
}

#[derive(Debug)]
struct FullWhenLocked(Box<dyn LockedSession>, Arc<AtomicBool>);

impl TokenStore for FullStore {
    fn load(&self, key: &SessionKey) -> Result<Option<SessionRecord>, StoreError> {
        self.store.load(key)
    }

    fn lock(&self, key: &SessionKey, wait: Duration) -> Result<Box<dyn LockedSession>, StoreError> {
        Ok(Box::new(FullWhenLocked(
            self.store.lock(key, wait)?,
            Arc::clone(&self.full),
        )))
    }

    fn load_device(&self, key: &SessionKey) -> Result<Option<Device>, StoreError> {
        self.store.load_device(key)
    }
}

impl LockedSession for FullWhenLocked {
    fn load(&self) -> Result<Option<SessionRecord>, StoreError> {
        self.0.load()
    }

    fn save(&mut self, record: &SessionRecord) -> Result<(), StoreError> {
        if self.1.load(Ordering::SeqCst) {
            return Err(StoreError::Other("no space left".to_owned()));
        }
        self.0.save(record)
    }

    fn remove(&mut self) -> Result<(), StoreError> {
        self.0.remove()
    }

    fn save_device(&mut self, device: &Device) -> Result<(), StoreError> {
        self.0.save_device(device)
    }

    fn remove_device(&mut self) -> Result<(), StoreError> {
        self.0.remove_device()
    }
}

#[tokio::test]
async fn tokens_that_could_not_be_kept_are_not_lost() {
    let service = Service::start().await;
    let full = Arc::new(AtomicBool::new(false));
    let store: Arc<dyn TokenStore> = Arc::new(FullStore {
        full: Arc::clone(&full),
        ..FullStore::default()
    });
    let key = kept_session(&service, &store)
        .await
        .pool()
        .session_key(Some("ana"));
    // The clock was fast when they came, and was set right since.
    let mut locked = store.lock(&key, Duration::ZERO).unwrap();
    let mut record = locked.load().unwrap().unwrap();
    record.received_at += Duration::from_mins(10);
    locked.save(&record).unwrap();
    drop(locked);
    let session = resumed(&service, &store).await;
    service
        .answer_once(
            "GetTokensFromRefreshToken",
            ok(service.tokens(Some("refresh-2"))),
        )
        .await;
    full.store(true, Ordering::SeqCst);
    let error = session.refresh().await.unwrap_err();
    assert!(matches!(error, Error::Store(_)), "{error}");
    assert_eq!(refresh_token(&session), "refresh-2");

    // The store's older tokens do not come back: the next refresh spends the newer one.
    full.store(false, Ordering::SeqCst);
    service
        .answer(
            "GetTokensFromRefreshToken",
            ok(service.tokens(Some("refresh-3"))),
        )
        .await;
    session.refresh().await.unwrap();
    let requests = service.server.received_requests().await.unwrap();
    let last: serde_json::Value = requests.last().unwrap().body_json().unwrap();
    assert_eq!(last["RefreshToken"], "refresh-2");
    assert_eq!(refresh_token(&resumed(&service, &store).await), "refresh-3");
}
