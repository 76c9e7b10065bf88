use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::MachineToken;
use crate::store::lock::FileLock;
use crate::store::owner_file;
use crate::store::{SessionKey, StoreError, Tampered, describe_json_error};
use crate::unix_time::to_unix;

/// Machines' tokens in files that only their owner can read, one for each app client, set of
/// scopes and resource, for [`MachineTokens`](super::MachineTokens).
///
/// What is kept is verified again before it is used, with the keys that are kept beside it.
///
/// ```
/// use poolgate::oauth::MachineTokenCache;
///
/// # fn example(pool: poolgate::UserPool) {
/// let cache = MachineTokenCache::new("/var/lib/orders/poolgate");
/// let tokens = pool.client_credentials(["orders/read"]).keep_fresh().cache(cache);
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct MachineTokenCache {
    directory: PathBuf,
}

/// Which token.
#[derive(Clone, Debug)]
pub(super) struct MachineTokenKey {
    pub(super) session: SessionKey,
    /// With spaces between them.
    pub(super) scopes: String,
    pub(super) resource: String,
}

/// Held by the process that asks.
#[derive(Debug)]
pub(super) struct CacheLock(#[expect(dead_code, reason = "held, not read")] FileLock);

impl MachineTokenCache {
    /// The cache below this directory, the one that a [`FileStore`](crate::FileStore) uses too.
    #[must_use]
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into().join("machines"),
        }
    }

    pub(super) fn read(
        &self,
        key: &MachineTokenKey,
    ) -> Result<Option<MachineTokenRecord>, StoreError> {
        let path = self.path(key);
        let Some(contents) = owner_file::read(&path)? else {
            return Ok(None);
        };
        if let Some(notice) = &contents.notice {
            tracing::warn!("{notice}");
        }
        let record: MachineTokenRecord = serde_json::from_slice(&contents.bytes)
            .map_err(|error| StoreError::corrupt(&path)(describe_json_error(&error)))?;
        let checked = record.check_belongs_to(key);
        checked.map_err(StoreError::other_owner(&path))?;
        Ok(Some(record))
    }

    pub(super) fn write(
        &self,
        key: &MachineTokenKey,
        token: &MachineToken,
    ) -> Result<(), StoreError> {
        owner_file::create_directory(&self.directory)?;
        let record = MachineTokenRecord::new(key, token);
        let json = serde_json::to_vec(&record).map(Zeroizing::new);
        let json = json.map_err(|error| StoreError::Other(error.to_string()))?;
        owner_file::write(&self.path(key), &json)
    }

    pub(super) fn lock(
        &self,
        key: &MachineTokenKey,
        wait: Duration,
    ) -> Result<CacheLock, StoreError> {
        owner_file::create_directory(&self.directory)?;
        let path = self.path(key).with_extension("lock");
        Ok(CacheLock(FileLock::acquire(&path, wait)?))
    }

    pub(super) fn remove(&self, key: &MachineTokenKey) -> Result<(), StoreError> {
        owner_file::remove(&self.path(key))
    }

    fn path(&self, key: &MachineTokenKey) -> PathBuf {
        let stem = key.session.file_stem(&[&key.scopes, &key.resource]);
        self.directory.join(stem).with_added_extension("json")
    }
}

/// The file's form.
#[derive(Deserialize, Serialize)]
pub(crate) struct MachineTokenRecord {
    pool_id: String,
    client_id: String,
    scopes: String,
    resource: String,
    pub(crate) access_token: String,
    pub(crate) received_at: u64,
    pub(crate) expires_at: u64,
    pub(crate) clock_offset: i64,
    pub(crate) key_set: String,
}

impl MachineTokenRecord {
    fn new(key: &MachineTokenKey, token: &MachineToken) -> Self {
        Self {
            pool_id: key.session.pool_id.to_string(),
            client_id: key.session.client_id.to_string(),
            scopes: key.scopes.clone(),
            resource: key.resource.clone(),
            access_token: token.access_token().expose().to_owned(),
            received_at: to_unix(token.received_at()),
            expires_at: to_unix(token.expires_at()),
            clock_offset: token.clock_offset,
            key_set: token.key_set.to_string(),
        }
    }

    fn check_belongs_to(&self, key: &MachineTokenKey) -> Result<(), Tampered> {
        let session = &key.session;
        let members = [
            ("user pool", session.pool_id.as_str(), &self.pool_id),
            ("app client", session.client_id.as_str(), &self.client_id),
            ("set of scopes", key.scopes.as_str(), &self.scopes),
            ("resource", key.resource.as_str(), &self.resource),
        ];
        let differs = |(_, expected, actual): &(_, &str, &String)| *expected != actual.as_str();
        match members.into_iter().find(differs) {
            None => Ok(()),
            Some((member, expected, actual)) => Err(Tampered {
                member,
                expected: expected.to_owned(),
                actual: actual.clone(),
            }),
        }
    }
}

impl Drop for MachineTokenRecord {
    fn drop(&mut self) {
        self.access_token.zeroize();
    }
}
