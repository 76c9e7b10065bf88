use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{AwsCredentials, MARGIN};
use crate::store::lock::FileLock;
use crate::store::owner_file::{self, Notice};
use crate::store::{SessionKey, StoreError, Tampered, describe_json_error};
use crate::unix_time::{from_unix, to_unix};
use crate::{CredentialFlow, IdentityPoolId, Role};

/// AWS credentials in a file, for programs that start often.
///
/// Reading is one file and a few microseconds: no runtime, no TLS, no lock, no session. The file
/// is bound to the session, the identity pool and the role; one that belongs to another is an
/// error, not an answer.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use poolgate::{CredentialCache, CredentialKey, SessionKey};
///
/// let state = tempfile::tempdir()?;
/// let cache = CredentialCache::new(state.path());
/// let session = SessionKey::new("eu-west-1_Example".parse()?, "4h57exampleclient".parse()?);
/// let key = CredentialKey::new(session, "eu-west-1:a-b-c".parse()?);
/// assert!(cache.read(&key)?.is_none());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CredentialCache {
    directory: PathBuf,
}

/// Which credentials: of this session, at this identity pool, in this role.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct CredentialKey {
    session: SessionKey,
    identity_pool_id: IdentityPoolId,
    role: Role,
    flow: CredentialFlow,
}

/// What the cache held.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Cached {
    /// The credentials; they may be over.
    pub credentials: AwsCredentials,
    /// When they were received, by this machine's clock.
    pub received_at: SystemTime,
    /// What had to be put right with the file.
    pub notice: Option<Notice>,
}

/// Held by the process that fetches.
#[derive(Debug)]
pub(super) struct CacheLock(#[expect(dead_code, reason = "held, not read")] FileLock);

impl Cached {
    /// Whether they live long enough to be given out without asking for new ones: 20 minutes, or
    /// half of a life that is shorter. botocore asks again on every call below 15 minutes.
    #[must_use]
    pub fn is_fresh(&self, now: SystemTime) -> bool {
        self.credentials.is_fresh(self.received_at, now, MARGIN)
    }
}

impl CredentialKey {
    /// The credentials of this session's user, in the role that the identity pool chooses.
    #[must_use]
    pub fn new(session: SessionKey, identity_pool_id: IdentityPoolId) -> Self {
        Self {
            session,
            identity_pool_id,
            role: Role::default(),
            flow: CredentialFlow::default(),
        }
    }

    /// In this role.
    #[must_use]
    pub fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// By this flow.
    #[must_use]
    pub fn flow(mut self, flow: CredentialFlow) -> Self {
        self.flow = flow;
        self
    }

    fn file_stem(&self) -> String {
        let (role, flow) = (self.role.to_string(), self.flow.to_string());
        self.session
            .file_stem(&[self.identity_pool_id.as_str(), &role, &flow])
    }
}

impl CredentialCache {
    /// The cache below this directory, the one that a [`FileStore`](crate::FileStore) uses too.
    #[must_use]
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into().join("aws"),
        }
    }

    /// The file of this key's credentials, whether or not there is one.
    #[must_use]
    pub fn path(&self, key: &CredentialKey) -> PathBuf {
        self.directory
            .join(key.file_stem())
            .with_added_extension("json")
    }

    /// The credentials of this key, if any are kept.
    pub fn read(&self, key: &CredentialKey) -> Result<Option<Cached>, StoreError> {
        let path = self.path(key);
        let Some(contents) = owner_file::read(&path)? else {
            return Ok(None);
        };
        let corrupt = |reason| StoreError::Corrupt {
            path: path.clone(),
            reason,
        };
        let file: CacheFile = serde_json::from_slice(&contents.bytes)
            .map_err(|error| corrupt(describe_json_error(&error)))?;
        let session = file.session();
        let session = session.ok_or_else(|| corrupt("it names no session".to_owned()))?;
        let same = key.session.check_same(&session);
        same.and_then(|()| file.check_same(key))
            .map_err(StoreError::other_owner(&path))?;
        let out_of_range = |member| corrupt(format!("its {member} is out of range"));
        let received_at = from_unix(file.received_at).ok_or_else(|| out_of_range("received_at"))?;
        let credentials = file
            .credentials()
            .ok_or_else(|| out_of_range("expires_at"))?;
        Ok(Some(Cached {
            credentials,
            received_at,
            notice: contents.notice,
        }))
    }

    /// Keeps credentials, in the place of those that were there.
    pub(super) fn write(
        &self,
        key: &CredentialKey,
        credentials: &AwsCredentials,
        received_at: SystemTime,
    ) -> Result<(), StoreError> {
        owner_file::create_directory(&self.directory)?;
        let file = CacheFile {
            pool_id: key.session.pool_id.to_string(),
            client_id: key.session.client_id.to_string(),
            user: key.session.user.clone(),
            identity_pool_id: key.identity_pool_id.to_string(),
            role: key.role.to_string(),
            flow: key.flow.to_string(),
            identity_id: credentials.identity_id.clone(),
            access_key_id: credentials.access_key_id.clone(),
            secret_access_key: Zeroizing::new(credentials.secret_access_key().to_owned()),
            session_token: Zeroizing::new(credentials.session_token().to_owned()),
            received_at: to_unix(received_at),
            expires_at: to_unix(credentials.expires_at),
        };
        let json =
            serde_json::to_vec(&file).map_err(|error| StoreError::Other(error.to_string()))?;
        owner_file::write(&self.path(key), &Zeroizing::new(json))
    }

    /// Keeps other processes from fetching this key's credentials too, until it is dropped.
    pub(super) fn lock(
        &self,
        key: &CredentialKey,
        wait: Duration,
    ) -> Result<CacheLock, StoreError> {
        owner_file::create_directory(&self.directory)?;
        let path = self.path(key).with_extension("lock");
        Ok(CacheLock(FileLock::acquire(&path, wait)?))
    }

    /// Forgets the credentials of this key, if any are kept.
    pub fn remove(&self, key: &CredentialKey) -> Result<(), StoreError> {
        owner_file::remove(&self.path(key))
    }

    /// Forgets all credentials of a session, at whatever identity pool and in whatever role.
    pub fn remove_session(&self, session: &SessionKey) -> Result<(), StoreError> {
        for path in owner_file::list(&self.directory)? {
            let is_json = path
                .extension()
                .is_some_and(|extension| extension == "json");
            if is_json && is_of_session(&path, session)? {
                owner_file::remove(&path)?;
            }
        }
        Ok(())
    }
}

/// A file that cannot be read is nobody's: it is not given out either.
fn is_of_session(path: &Path, session: &SessionKey) -> Result<bool, StoreError> {
    let Some(contents) = owner_file::read(path)? else {
        return Ok(false);
    };
    let file = serde_json::from_slice::<CacheFile>(&contents.bytes);
    Ok(file.is_ok_and(|file| file.session().as_ref() == Some(session)))
}

/// The file's form.
#[derive(Deserialize, Serialize)]
struct CacheFile {
    pool_id: String,
    client_id: String,
    user: Option<String>,
    identity_pool_id: String,
    role: String,
    flow: String,
    identity_id: String,
    access_key_id: String,
    #[serde(with = "wiped")]
    secret_access_key: Zeroizing<String>,
    #[serde(with = "wiped")]
    session_token: Zeroizing<String>,
    received_at: u64,
    expires_at: u64,
}

impl CacheFile {
    /// Whose credentials they are; `None` if there can be no such session.
    fn session(&self) -> Option<SessionKey> {
        let session = SessionKey::new(self.pool_id.parse().ok()?, self.client_id.parse().ok()?);
        Some(match &self.user {
            Some(user) => session.user(user),
            None => session,
        })
    }

    /// Whether they are of this identity pool, role and flow.
    fn check_same(&self, key: &CredentialKey) -> Result<(), Tampered> {
        let members = [
            (
                "identity pool",
                key.identity_pool_id.to_string(),
                &self.identity_pool_id,
            ),
            ("role", key.role.to_string(), &self.role),
            ("flow", key.flow.to_string(), &self.flow),
        ];
        let mut members = members.into_iter();
        match members.find(|(_, expected, actual)| expected != *actual) {
            Some((member, expected, actual)) => Err(Tampered {
                member,
                expected,
                actual: actual.clone(),
            }),
            None => Ok(()),
        }
    }

    fn credentials(&self) -> Option<AwsCredentials> {
        Some(AwsCredentials {
            identity_id: self.identity_id.clone(),
            access_key_id: self.access_key_id.clone(),
            secret_access_key: self.secret_access_key.as_str().into(),
            session_token: self.session_token.as_str().into(),
            expires_at: from_unix(self.expires_at)?,
        })
    }
}

/// Text that is wiped when dropped; nothing but this file's form may serialize it.
mod wiped {
    use serde::{Deserialize, Deserializer, Serializer};
    use zeroize::Zeroizing;

    pub(super) fn serialize<S: Serializer>(
        text: &Zeroizing<String>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Zeroizing<String>, D::Error> {
        String::deserialize(deserializer).map(Zeroizing::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::tests::credentials;

    fn key() -> CredentialKey {
        let session = SessionKey::new(
            "eu-west-1_Example".parse().unwrap(),
            "client".parse().unwrap(),
        );
        CredentialKey::new(session, "eu-west-1:a-b-c".parse().unwrap())
    }

    #[test]
    fn credentials_come_back_as_they_went() {
        let state = tempfile::tempdir().unwrap();
        let cache = CredentialCache::new(state.path());
        cache
            .write(&key(), &credentials(), SystemTime::UNIX_EPOCH)
            .unwrap();
        let cached = cache.read(&key()).unwrap().unwrap();
        assert_eq!(cached.notice, None);
        assert_eq!(cached.credentials.session_token(), "token-secret");
        assert_eq!(cached.credentials.expires_at(), credentials().expires_at());
        cache.remove(&key()).unwrap();
        assert!(cache.read(&key()).unwrap().is_none());
    }

    #[test]
    fn a_file_of_another_key_is_an_error_of_its_own() {
        let state = tempfile::tempdir().unwrap();
        let cache = CredentialCache::new(state.path());
        cache
            .write(&key(), &credentials(), SystemTime::UNIX_EPOCH)
            .unwrap();
        let other_role = key().role(Role::Arn("arn:aws:iam::1:role/other".to_owned()));
        std::fs::rename(cache.path(&key()), cache.path(&other_role)).unwrap();
        let error = cache.read(&other_role).unwrap_err();
        assert!(
            matches!(error, StoreError::OtherOwner { member: "role", .. }),
            "{error}"
        );
    }

    #[test]
    fn a_session_is_forgotten_in_every_role_and_no_other_with_it() {
        let state = tempfile::tempdir().unwrap();
        let cache = CredentialCache::new(state.path());
        cache.remove_session(&key().session).unwrap();
        let other_role = key().role(Role::Arn("arn:aws:iam::1:role/other".to_owned()));
        let mut other_user = key();
        other_user.session = other_user.session.user("ana");
        for key in [&key(), &other_role, &other_user] {
            cache
                .write(key, &credentials(), SystemTime::UNIX_EPOCH)
                .unwrap();
        }
        let stray = state.path().join("aws/notes.json");
        std::fs::write(&stray, "{").unwrap();
        cache.remove_session(&key().session).unwrap();
        assert!(cache.read(&key()).unwrap().is_none());
        assert!(cache.read(&other_role).unwrap().is_none());
        assert!(cache.read(&other_user).unwrap().is_some());
        assert!(stray.exists());
    }

    #[test]
    fn a_file_cut_short_is_an_error_and_stays() {
        let state = tempfile::tempdir().unwrap();
        let cache = CredentialCache::new(state.path());
        cache
            .write(&key(), &credentials(), SystemTime::UNIX_EPOCH)
            .unwrap();
        let path = cache.path(&key());
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        let error = cache.read(&key()).unwrap_err();
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
        assert!(!format!("{error:?}").contains("secret"));
        assert!(path.exists());
    }
}
