//! What is stored comes back, and damage is said, never guessed at.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use super::*;
use crate::model::ServerRecord;
use crate::state::Entity;

const TABLE: &str = ServerRecord::TABLE;

fn open_in(directory: &Path) -> Result<Store, StartError> {
    Store::open(DataDirectory::create(directory)?.own()?)
}

fn put(key: &str, value: &[u8]) -> Work {
    let change = Change {
        table: TABLE,
        key: key.to_owned(),
        value: Some(value.to_vec()),
    };
    Work::Changes(vec![change])
}

fn write(store: &mut Store, works: Vec<Work>) {
    let group: Vec<Batch> = works
        .into_iter()
        .enumerate()
        .map(|(at, work)| Batch {
            ticket: at as u64,
            work,
        })
        .collect();
    store.write(&group).unwrap();
}

fn record(secret: u8) -> Vec<u8> {
    serde_json::to_vec(&serde_json::json!({ "secret": vec![secret; 32] })).unwrap()
}

/// The first byte of each stored secret, whatever the key.
fn secrets(store: &Store) -> Result<Option<u8>, StartError> {
    let state = store.load()?;
    let record = state.get::<ServerRecord>(ServerRecord::KEY);
    Ok(record.map(|record| {
        let record: Value = serde_json::to_value(&*record).unwrap();
        u8::try_from(record["secret"][0].as_u64().unwrap()).unwrap()
    }))
}

fn with_one_record() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    write(
        &mut open_in(directory.path()).unwrap(),
        vec![put(ServerRecord::KEY, &record(7))],
    );
    directory
}

#[test]
fn what_is_stored_comes_back() {
    let directory = with_one_record();
    let mut store = open_in(directory.path()).unwrap();
    assert_eq!(secrets(&store).unwrap(), Some(7));
    write(
        &mut store,
        vec![
            put(ServerRecord::KEY, &record(8)),
            put(ServerRecord::KEY, &record(9)),
        ],
    );
    drop(store);
    assert_eq!(
        secrets(&open_in(directory.path()).unwrap()).unwrap(),
        Some(9)
    );
}

#[test]
fn a_reset_forgets_what_came_before_it() {
    let directory = with_one_record();
    let mut store = open_in(directory.path()).unwrap();
    write(&mut store, vec![Work::Reset { kept_table: TABLE }]);
    assert_eq!(
        secrets(&store).unwrap(),
        Some(7),
        "the kept table was forgotten"
    );
    write(
        &mut store,
        vec![Work::Reset {
            kept_table: "another",
        }],
    );
    assert_eq!(secrets(&store).unwrap(), None);
    write(&mut store, vec![put(ServerRecord::KEY, &record(1))]);
    drop(store);
    assert_eq!(
        secrets(&open_in(directory.path()).unwrap()).unwrap(),
        Some(1)
    );
}

#[test]
fn only_one_may_have_it() {
    let directory = with_one_record();
    let store = open_in(directory.path()).unwrap();
    assert!(matches!(
        open_in(directory.path()),
        Err(StartError::DataLocked { .. })
    ));
    drop(store);
    open_in(directory.path()).unwrap();
}

#[test]
fn a_damaged_record_is_named() {
    let directory = tempfile::tempdir().unwrap();
    write(
        &mut open_in(directory.path()).unwrap(),
        vec![put("some key", b"{\"secret\":")],
    );
    let error = open_in(directory.path()).unwrap().load().unwrap_err();
    let StartError::CorruptRecord {
        path, table, key, ..
    } = error
    else {
        panic!("{error}")
    };
    assert_eq!((table, key.as_str()), (TABLE, "some key"));
    assert_eq!(path.file_name().unwrap(), FILE);
}

#[test]
fn a_later_format_is_left_alone() {
    let directory = with_one_record();
    let store = open_in(directory.path()).unwrap();
    let transaction = store.database.begin_write().unwrap();
    transaction
        .open_table(FORMAT_TABLE)
        .unwrap()
        .insert((), FORMAT + 1)
        .unwrap();
    transaction.commit().unwrap();
    drop(store);
    let error = open_in(directory.path()).unwrap_err();
    assert!(
        matches!(
            error,
            StartError::UnknownFormat { found, known, .. }
                if (found, known) == (FORMAT + 1, FORMAT)
        ),
        "{error}"
    );
}

#[test]
fn a_creation_that_was_cut_off_is_begun_anew() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join(".state.redb.new"), b"redb, or so").unwrap();
    assert_eq!(secrets(&open_in(directory.path()).unwrap()).unwrap(), None);
}

#[test]
fn the_system_s_refusal_is_no_damage() {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join(FILE)).unwrap();
    let error = open_in(directory.path()).unwrap_err();
    assert!(
        matches!(error, StartError::DataNotWritable { .. }),
        "{error}"
    );
}

#[test]
fn another_file_is_left_as_it_is() {
    for content in [&b""[..], b"not a store", &[0; 8192]] {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(FILE);
        fs::write(&path, content).unwrap();
        let error = open_in(directory.path()).unwrap_err();
        assert!(matches!(error, StartError::CorruptStore { .. }), "{error}");
        assert!(error.to_string().contains(FILE), "{error}");
        assert!(
            fs::read(&path).unwrap() == content,
            "the file was written to"
        );
    }
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_it() {
    use std::os::unix::fs::PermissionsExt;

    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("deep/er");
    drop(open_in(&directory).unwrap());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&directory), 0o700);
    assert_eq!(mode(&directory.join(FILE)), 0o600);
    assert_eq!(mode(&directory.join("lock")), 0o600);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Flipped or missing bytes give an error or the truth: no panic, no other value.
    #[test]
    fn damage_is_found(at in any::<prop::sample::Index>(), flip in 1..=u8::MAX, cut: bool) {
        let directory = with_one_record();
        let path = directory.path().join(FILE);
        let mut content = fs::read(&path).unwrap();
        let at = at.index(content.len());
        if cut {
            content.truncate(at);
        } else {
            content[at] ^= flip;
        }
        fs::write(&path, &content).unwrap();
        if let Ok(secret) = open_in(directory.path()).and_then(|store| secrets(&store)) {
            prop_assert_eq!(secret, Some(7));
        }
    }
}
