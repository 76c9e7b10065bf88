//! The file store, and what can happen to files.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use poolgate::{FileStore, Notice, SessionKey, SessionRecord, StoreError, TokenStore};
use serde_json::json;
use tempfile::TempDir;

use crate::script::{CLIENT, POOL};

fn key() -> SessionKey {
    SessionKey::new(POOL.parse().unwrap(), CLIENT.parse().unwrap()).user("ana")
}

fn record(key: &SessionKey, refresh_token: &str) -> SessionRecord {
    let json = json!({
        "version": 1, "pool_id": key.pool_id().as_str(), "client_id": key.client_id().as_str(),
        "user": key.user_name(), "access_token": "a", "id_token": "i",
        "refresh_token": refresh_token, "received_at": 1, "expires_at": 2, "key_set": "{}",
    });
    SessionRecord::from_json(json.to_string().as_bytes()).unwrap()
}

fn save(store: &FileStore, key: &SessionKey, refresh_token: &str) -> Result<(), StoreError> {
    store
        .lock(key, Duration::from_secs(5))?
        .save(&record(key, refresh_token))
}

fn kept() -> (TempDir, FileStore, PathBuf) {
    let state = tempfile::tempdir().unwrap();
    let store = FileStore::new(state.path());
    save(&store, &key(), "refresh-1").unwrap();
    let path = store.path(&key());
    (state, store, path)
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_record_is_kept_replaced_and_removed() {
    let (_state, store, path) = kept();
    save(&store, &key(), "refresh-2").unwrap();
    let record = store.load(&key()).unwrap().unwrap();
    assert_eq!(record.refresh_token.unwrap().expose(), "refresh-2");
    let leftovers = fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(leftovers, 1, "no temporary file may stay");
    store
        .lock(&key(), Duration::ZERO)
        .unwrap()
        .remove()
        .unwrap();
    assert!(store.load(&key()).unwrap().is_none());
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_it() {
    let (_state, _store, path) = kept();
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_tightened_and_told() {
    let (_state, store, path) = kept();
    set_mode(&path, 0o644);
    let notices = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&notices);
    let store = store.on_notice(move |notice| told.lock().unwrap().push(notice.clone()));
    assert!(store.load(&key()).unwrap().is_some());
    assert_eq!(mode(&path), 0o600);
    let expected = Notice::PermissionsTightened { path, mode: 0o644 };
    assert_eq!(*notices.lock().unwrap(), [expected]);
}

#[test]
fn a_file_cut_short_is_an_error_and_stays_until_something_takes_its_place() {
    let (_state, store, path) = kept();
    let whole = fs::read(&path).unwrap();
    let half = &whole[..whole.len() / 2];
    fs::write(&path, half).unwrap();

    let error = store.load(&key()).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
    assert!(!format!("{error:?} {error}").contains("refresh-1"));
    assert_eq!(fs::read(&path).unwrap(), half);

    save(&store, &key(), "refresh-2").unwrap();
    assert!(store.load(&key()).unwrap().is_some());
    assert_eq!(fs::read(path.with_extension("corrupt")).unwrap(), half);
}

#[test]
fn a_file_of_another_user_pool_or_client_is_an_error_of_its_own() {
    let (_state, store, path) = kept();
    let others = [
        (key().user("bob"), "user"),
        (
            SessionKey::new(POOL.parse().unwrap(), "other".parse().unwrap()).user("ana"),
            "app client",
        ),
        (
            SessionKey::new("eu-west-1_Other".parse().unwrap(), CLIENT.parse().unwrap())
                .user("ana"),
            "user pool",
        ),
    ];
    for (other, expected) in others {
        fs::copy(&path, store.path(&other)).unwrap();
        let error = store.load(&other).unwrap_err();
        match error {
            StoreError::OtherOwner { member, .. } => assert_eq!(member, expected),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn a_file_of_endless_length_is_not_read() {
    let (_state, store, path) = kept();
    fs::write(&path, vec![b' '; 2 * 1024 * 1024]).unwrap();
    let error = store.load(&key()).unwrap_err();
    assert!(error.to_string().contains("1 MiB"), "{error}");
}

#[test]
fn what_is_no_file_is_not_read() {
    let (_state, store, path) = kept();
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(store.load(&key()).is_err());
}

#[test]
fn a_locked_key_is_waited_for_only_so_long() {
    let (_state, store, _path) = kept();
    let held = store.lock(&key(), Duration::ZERO).unwrap();
    let error = store.lock(&key(), Duration::from_millis(20)).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    // Another user's session is another lock.
    store.lock(&key().user("bob"), Duration::ZERO).unwrap();
    drop(held);
    store.lock(&key(), Duration::from_secs(5)).unwrap();
}

#[test]
fn a_directory_that_cannot_be_made_is_a_clear_error() {
    let state = tempfile::tempdir().unwrap();
    let in_the_way = state.path().join("file");
    fs::write(&in_the_way, "").unwrap();
    let error = save(&FileStore::new(&in_the_way), &key(), "refresh-1").unwrap_err();
    assert!(error.to_string().contains("file"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_system_that_cannot_be_written_is_a_clear_error() {
    // Nobody, not even root, makes directories there.
    let error = save(&FileStore::new("/proc/self/poolgate"), &key(), "refresh-1").unwrap_err();
    assert!(error.to_string().contains("/proc/self/poolgate"), "{error}");
}

#[test]
fn writers_and_readers_at_once_never_meet_half_a_record() {
    let (_state, store, _path) = kept();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let store = &store;
            scope.spawn(move || {
                for round in 0..10 {
                    save(store, &key(), &format!("refresh-{writer}-{round}")).unwrap();
                }
            });
        }
        for _ in 0..200 {
            assert!(store.load(&key()).unwrap().is_some());
        }
    });
}
