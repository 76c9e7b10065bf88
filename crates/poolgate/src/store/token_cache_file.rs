use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use poolgate_flow::Device;

use super::device_record;
use super::lock::FileLock;
use super::owner_file::{self, Observer};
use super::{LockedSession, Notice, SessionKey, SessionRecord, StoreError, TokenStore};

/// Keeps one session in a file of the user's choosing, in the form of cognitoinator's
/// `token_cache`: JSON with `id_token`, `access_token`, `token_expires` and `refresh_token`.
///
/// ```text
/// <path>               0600, replaced as a whole
/// <path>.lock          never removed
/// <path>.device.json   0600, in pools that track devices
/// ```
///
/// Other members bind it to its pool, app client and user: for another one it is an error, and
/// nothing takes its place. Tokens that another program wrote, without these members, are taken
/// over by [`UserPool::resume_from`](crate::UserPool::resume_from) once the pool's keys have
/// verified that they are this pool's, app client's and user's. What is not a cache of tokens is an
/// error and stays as it is; a file that does not exist is made.
#[derive(Clone)]
pub struct TokenCacheFile {
    path: PathBuf,
    observer: Observer,
}

/// What to do about a file that is not one of ours.
const REMEDY: &str = "remove it, or name another file, and sign in again";

impl TokenCacheFile {
    /// A cache in this file, whose directory has to exist.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let path: PathBuf = path.into();
        let is_bare = path.parent().is_some_and(|parent| parent == Path::new(""));
        Self {
            path: if is_bare {
                Path::new(".").join(path)
            } else {
                path
            },
            observer: owner_file::warn_of_notices(),
        }
    }

    /// Who is told what was put right on the way. Without one it goes to the log, as a warning.
    #[must_use]
    pub fn on_notice(mut self, observer: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        self.observer = std::sync::Arc::new(observer);
        self
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn read(&self, key: &SessionKey) -> Result<Option<SessionRecord>, StoreError> {
        let Some(bytes) = owner_file::read_observed(&self.path, &self.observer)? else {
            return Ok(None);
        };
        let corrupt = |reason: String| StoreError::corrupt(&self.path)(reason);
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(corrupt(format!("it is empty: {REMEDY}")));
        }
        let record = SessionRecord::from_token_cache_json(&bytes, key)
            .map_err(|reason| corrupt(format!("{reason}: {REMEDY}")))?;
        let checked = record.check_belongs_to(key);
        checked.map_err(StoreError::other_owner(&self.path))?;
        Ok(Some(record))
    }

    fn beside(&self, extension: &str) -> PathBuf {
        self.path.with_added_extension(extension)
    }
}

impl TokenStore for TokenCacheFile {
    fn load(&self, key: &SessionKey) -> Result<Option<SessionRecord>, StoreError> {
        self.read(key)
    }

    fn lock(&self, key: &SessionKey, wait: Duration) -> Result<Box<dyn LockedSession>, StoreError> {
        let lock = FileLock::acquire(&self.beside("lock"), wait)?;
        Ok(Box::new(LockedCache {
            file: self.clone(),
            key: key.clone(),
            _lock: lock,
        }))
    }

    fn load_device(&self, key: &SessionKey) -> Result<Option<Device>, StoreError> {
        device_record::read(&self.beside("device.json"), key, &self.observer)
    }
}

impl fmt::Debug for TokenCacheFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCacheFile")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct LockedCache {
    file: TokenCacheFile,
    key: SessionKey,
    _lock: FileLock,
}

impl LockedSession for LockedCache {
    fn load(&self) -> Result<Option<SessionRecord>, StoreError> {
        self.file.read(&self.key)
    }

    fn save(&mut self, record: &SessionRecord) -> Result<(), StoreError> {
        let path = &self.file.path;
        // The path is somebody's choice, and may be a slip: what is not this session's is not
        // written over.
        if let Some(found) = self.file.read(&self.key)?
            && found.is_unbound()
            && !found.has_a_token_of(record)
        {
            let reason = format!("another program has written tokens into it: {REMEDY}");
            return Err(StoreError::corrupt(path)(reason));
        }
        let json = record.to_token_cache_json().map_err(StoreError::Other)?;
        owner_file::write(path, &json)
    }

    fn remove(&mut self) -> Result<(), StoreError> {
        // What is not this session's is not removed either; nobody knows whose another program's
        // tokens are.
        match self.file.read(&self.key)? {
            Some(found) if !found.is_unbound() => owner_file::remove(&self.file.path),
            _ => Ok(()),
        }
    }

    fn save_device(&mut self, device: &Device) -> Result<(), StoreError> {
        device_record::write(&self.file.beside("device.json"), &self.key, device)
    }

    fn remove_device(&mut self) -> Result<(), StoreError> {
        owner_file::remove(&self.file.beside("device.json"))
    }
}
