use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use poolgate_flow::Device;

use super::device_record;
use super::lock::FileLock;
use super::owner_file::{self, Notice, Observer};
use super::{LockedSession, SessionKey, SessionRecord, StoreError, TokenStore};

/// Keeps each session in a file that only its owner can read.
///
/// ```text
/// <directory>/sessions/<pool>-<hash>.json   0600, in a directory with 0700
/// <directory>/devices/<pool>-<hash>.json    the same
/// <directory>/locks/<pool>-<hash>.lock      never removed
/// ```
///
/// A file is replaced as a whole: temporary file, fsync, rename, fsync of the directory. A file
/// that others can read is tightened, a file that cannot be read back is left as it is until a
/// new session takes its place; both are told to [`FileStore::on_notice`].
#[derive(Clone)]
pub struct FileStore {
    directory: PathBuf,
    observer: Observer,
}

impl FileStore {
    /// A store below this directory, which is made when something is first kept.
    #[must_use]
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into(),
            observer: owner_file::warn_of_notices(),
        }
    }

    /// Who is told what was put right on the way. Without one it goes to the log, as a warning.
    #[must_use]
    pub fn on_notice(mut self, observer: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        self.observer = Arc::new(observer);
        self
    }

    /// The file of this key's session, whether or not there is one.
    #[must_use]
    pub fn path(&self, key: &SessionKey) -> PathBuf {
        self.directory
            .join("sessions")
            .join(key.file_stem(&[]))
            .with_added_extension("json")
    }

    fn read(&self, key: &SessionKey) -> Result<Option<SessionRecord>, StoreError> {
        let path = self.path(key);
        let Some(bytes) = owner_file::read_observed(&path, &self.observer)? else {
            return Ok(None);
        };
        let record = SessionRecord::from_json(&bytes).map_err(StoreError::corrupt(&path))?;
        let checked = record.check_belongs_to(key);
        checked.map_err(StoreError::other_owner(&path))?;
        Ok(Some(record))
    }

    fn device_path(&self, key: &SessionKey) -> PathBuf {
        self.directory
            .join("devices")
            .join(key.file_stem(&[]))
            .with_added_extension("json")
    }

    fn lock_path(&self, key: &SessionKey) -> Result<PathBuf, StoreError> {
        let directory = self.directory.join("locks");
        owner_file::create_directory(&directory)?;
        Ok(directory
            .join(key.file_stem(&[]))
            .with_added_extension("lock"))
    }
}

impl TokenStore for FileStore {
    fn load(&self, key: &SessionKey) -> Result<Option<SessionRecord>, StoreError> {
        self.read(key)
    }

    fn lock(&self, key: &SessionKey, wait: Duration) -> Result<Box<dyn LockedSession>, StoreError> {
        let lock = FileLock::acquire(&self.lock_path(key)?, wait)?;
        Ok(Box::new(LockedFile {
            store: self.clone(),
            key: key.clone(),
            _lock: lock,
        }))
    }

    fn load_device(&self, key: &SessionKey) -> Result<Option<Device>, StoreError> {
        device_record::read(&self.device_path(key), key, &self.observer)
    }
}

impl fmt::Debug for FileStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileStore")
            .field("directory", &self.directory)
            .finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct LockedFile {
    store: FileStore,
    key: SessionKey,
    _lock: FileLock,
}

impl LockedFile {
    /// Makes room for a new record: what is no record, or someone else's, is kept for whoever
    /// wants to know how it came here.
    fn keep_aside_what_is_no_record(&self, path: &Path) -> Result<(), StoreError> {
        match self.store.read(&self.key) {
            Err(StoreError::Corrupt { .. } | StoreError::OtherOwner { .. }) => {
                (self.store.observer)(&owner_file::keep_aside(path)?);
                Ok(())
            }
            Err(error) => Err(error),
            Ok(_) => Ok(()),
        }
    }
}

impl LockedSession for LockedFile {
    fn load(&self) -> Result<Option<SessionRecord>, StoreError> {
        self.store.read(&self.key)
    }

    fn save(&mut self, record: &SessionRecord) -> Result<(), StoreError> {
        let path = self.store.path(&self.key);
        if let Some(directory) = path.parent() {
            owner_file::create_directory(directory)?;
        }
        self.keep_aside_what_is_no_record(&path)?;
        let json = record.to_json().map_err(StoreError::Other)?;
        owner_file::write(&path, &json)
    }

    fn remove(&mut self) -> Result<(), StoreError> {
        owner_file::remove(&self.store.path(&self.key))
    }

    fn save_device(&mut self, device: &Device) -> Result<(), StoreError> {
        let path = self.store.device_path(&self.key);
        if let Some(directory) = path.parent() {
            owner_file::create_directory(directory)?;
        }
        device_record::write(&path, &self.key, device)
    }

    fn remove_device(&mut self) -> Result<(), StoreError> {
        owner_file::remove(&self.store.device_path(&self.key))
    }
}
