use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use poolgate_flow::{AccessToken, IdToken, RefreshToken};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::{SessionKey, Tampered};
use crate::oauth;
use crate::unix_time::{from_unix, to_signed_unix, to_unix};

/// What is kept of a session. It repeats whose it is, so that a file that was copied or renamed
/// is found out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SessionRecord {
    /// Whose session it is.
    pub key: SessionKey,
    /// The access token.
    pub access_token: AccessToken,
    /// The ID token.
    pub id_token: IdToken,
    /// The refresh token; a pool may give none.
    pub refresh_token: Option<RefreshToken>,
    /// When the tokens were received, by this machine's clock.
    pub received_at: SystemTime,
    /// When the access token ends, by this machine's clock.
    pub expires_at: SystemTime,
    /// How many seconds the service's clock was ahead of this machine's then.
    pub clock_offset: i64,
    /// The pool's key set (JWKS) as JSON, with which the tokens are verified again when the
    /// session is resumed.
    pub key_set: Arc<str>,
    /// The domain at whose token endpoint the session refreshes; `None` if it does so by the API.
    pub domain: Option<oauth::Domain>,
}

impl SessionRecord {
    /// The record as JSON. It holds the tokens: keep it where only its owner can read it.
    pub fn to_json(&self) -> Result<Zeroizing<Vec<u8>>, String> {
        self.to_file().to_json()
    }

    /// The same with the member that readers of a cache of tokens look for.
    pub(super) fn to_token_cache_json(&self) -> Result<Zeroizing<Vec<u8>>, String> {
        let seconds = to_signed_unix(self.expires_at);
        let expires = DateTime::from_secs(seconds).fmt(Format::DateTime);
        let mut file = self.to_file();
        file.token_expires = Some(expires.map_err(|error| error.to_string())?);
        file.to_json()
    }

    fn to_file(&self) -> RecordFile {
        RecordFile {
            version: VERSION,
            pool_id: self.key.pool_id.to_string(),
            client_id: self.key.client_id.to_string(),
            user: self.key.user.clone(),
            access_token: self.access_token.expose().to_owned(),
            id_token: self.id_token.expose().to_owned(),
            refresh_token: self
                .refresh_token
                .as_ref()
                .map(|token| token.expose().to_owned()),
            received_at: to_unix(self.received_at),
            expires_at: to_unix(self.expires_at),
            clock_offset: self.clock_offset,
            key_set: self.key_set.to_string(),
            domain: self.domain.as_ref().map(ToString::to_string),
            token_expires: None,
        }
    }

    /// Reads a record. The error says what is wrong and shows nothing of the contents.
    pub fn from_json(json: &[u8]) -> Result<Self, String> {
        let mut file: RecordFile =
            serde_json::from_slice(json).map_err(|error| describe_json_error(&error))?;
        if file.version != VERSION {
            return Err(format!(
                "version {} of the format is not known",
                file.version
            ));
        }
        let pool_id = file
            .pool_id
            .parse()
            .map_err(|_| "its pool_id is not a pool id")?;
        let client_id = file
            .client_id
            .parse()
            .map_err(|_| "its client_id is not a client id")?;
        let domain = file.domain.as_deref().map(str::parse).transpose();
        let domain = domain.map_err(|_| "its domain is not one")?;
        Ok(Self {
            key: SessionKey {
                pool_id,
                client_id,
                user: file.user.take(),
            },
            access_token: file.access_token.as_str().into(),
            id_token: file.id_token.as_str().into(),
            refresh_token: file.refresh_token.as_deref().map(RefreshToken::from),
            received_at: from_unix(file.received_at).ok_or("its received_at is out of range")?,
            expires_at: from_unix(file.expires_at).ok_or("its expires_at is out of range")?,
            clock_offset: file.clock_offset,
            key_set: file.key_set.as_str().into(),
            domain,
        })
    }

    /// Reads a cache of tokens. What another program wrote says not whose it is: it is taken for
    /// this key's, unbound, until its tokens are verified.
    pub(super) fn from_token_cache_json(json: &[u8], key: &SessionKey) -> Result<Self, String> {
        let mut cache: TokenCache =
            serde_json::from_slice(json).map_err(|error| describe_json_error(&error))?;
        if cache.version.is_some() {
            return Self::from_json(json);
        }
        let unbound = match (&cache.access_token, &cache.id_token) {
            (Some(access_token), Some(id_token)) => Ok(Self {
                key: key.clone(),
                access_token: access_token.as_str().into(),
                id_token: id_token.as_str().into(),
                refresh_token: cache.refresh_token.as_deref().map(RefreshToken::from),
                received_at: SystemTime::UNIX_EPOCH,
                expires_at: SystemTime::UNIX_EPOCH,
                clock_offset: 0,
                key_set: Arc::from(""),
                domain: None,
            }),
            _ => Err("it holds no tokens".to_owned()),
        };
        cache.access_token.zeroize();
        cache.id_token.zeroize();
        cache.refresh_token.zeroize();
        unbound
    }

    /// Whether another program wrote it, so that nobody has verified its tokens.
    pub(crate) fn is_unbound(&self) -> bool {
        self.key_set.is_empty()
    }

    /// Whether a token of this record is one of the other's.
    pub(super) fn has_a_token_of(&self, other: &Self) -> bool {
        let refresh_token =
            |record: &Self| Some(record.refresh_token.as_ref()?.expose().to_owned());
        self.access_token.expose() == other.access_token.expose()
            || refresh_token(self).is_some_and(|token| refresh_token(other) == Some(token))
    }

    /// Whether this is a record of that key.
    pub fn check_belongs_to(&self, key: &SessionKey) -> Result<(), Tampered> {
        key.check_same(&self.key)
    }
}

/// The messages of `serde_json` may quote the value that was in the wrong place.
pub(crate) fn describe_json_error(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        serde_json::error::Category::Eof => "it ends too early",
        serde_json::error::Category::Syntax => "it is not JSON",
        _ => "a member is missing or of the wrong type",
    };
    format!("{what} (line {}, column {})", error.line(), error.column())
}

const VERSION: u32 = 1;

/// The file's form; the only place where tokens are serialized.
#[derive(Deserialize, Serialize)]
struct RecordFile {
    version: u32,
    pool_id: String,
    client_id: String,
    user: Option<String>,
    access_token: String,
    id_token: String,
    refresh_token: Option<String>,
    received_at: u64,
    expires_at: u64,
    #[serde(default)]
    clock_offset: i64,
    key_set: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token_expires: Option<String>,
}

/// What tells a cache of tokens of another program from one of ours.
#[derive(Deserialize)]
struct TokenCache {
    version: Option<u32>,
    access_token: Option<String>,
    id_token: Option<String>,
    refresh_token: Option<String>,
}

impl RecordFile {
    fn to_json(&self) -> Result<Zeroizing<Vec<u8>>, String> {
        serde_json::to_vec(self)
            .map(Zeroizing::new)
            .map_err(|error| error.to_string())
    }
}

impl Drop for RecordFile {
    fn drop(&mut self) {
        self.access_token.zeroize();
        self.id_token.zeroize();
        self.refresh_token.zeroize();
    }
}

impl fmt::Debug for RecordFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordFile")
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    pub(crate) fn record(key: &SessionKey) -> SessionRecord {
        let received_at = from_unix(1_000_000).unwrap();
        SessionRecord {
            key: key.clone(),
            access_token: "access-secret".into(),
            id_token: "id-secret".into(),
            refresh_token: Some("refresh-secret".into()),
            received_at,
            expires_at: received_at + Duration::from_hours(1),
            clock_offset: 0,
            key_set: "{}".into(),
            domain: None,
        }
    }

    fn key() -> SessionKey {
        SessionKey::new(
            "eu-west-1_Example".parse().unwrap(),
            "client".parse().unwrap(),
        )
        .user("ana")
    }

    #[test]
    fn a_record_comes_back_as_it_went() {
        let json = record(&key()).to_json().unwrap();
        let back = SessionRecord::from_json(&json).unwrap();
        assert_eq!(back.key, key());
        assert_eq!(back.refresh_token.unwrap().expose(), "refresh-secret");
        assert_eq!(back.expires_at, from_unix(1_003_600).unwrap());
    }

    #[test]
    fn where_it_refreshes_comes_back_and_may_be_missing_as_it_once_was() {
        let mut record = record(&key());
        let json = record.to_json().unwrap();
        assert!(!String::from_utf8_lossy(&json).contains("domain"));
        assert_eq!(SessionRecord::from_json(&json).unwrap().domain, None);
        record.domain = Some("auth.example.com".parse().unwrap());
        let json = record.to_json().unwrap();
        assert_eq!(
            SessionRecord::from_json(&json).unwrap().domain,
            record.domain
        );
        let elsewhere = String::from_utf8_lossy(&json).replace("https:", "http:");
        let error = SessionRecord::from_json(elsewhere.as_bytes()).unwrap_err();
        assert_eq!(error, "its domain is not one");
    }

    #[test]
    fn whose_record_it_is_counts_member_by_member() {
        let other_pool = SessionKey {
            pool_id: "eu-west-1_Other".parse().unwrap(),
            ..key()
        };
        let other_client = SessionKey {
            client_id: "other".parse().unwrap(),
            ..key()
        };
        let other_user = key().user("bob");
        for (key, member) in [
            (other_pool, "user pool"),
            (other_client, "app client"),
            (other_user, "user"),
        ] {
            let refusal = record(&self::key()).check_belongs_to(&key).unwrap_err();
            assert_eq!(refusal.member, member);
        }
        assert_eq!(record(&key()).check_belongs_to(&key()), Ok(()));
    }

    #[test]
    fn debug_and_errors_show_no_token() {
        let record = record(&key());
        let shown = format!("{record:?}");
        assert!(!shown.contains("secret"), "{shown}");
        let json = record.to_json().unwrap();
        let text = std::str::from_utf8(&json).unwrap();
        let spoiled = text.replace("\"access_token\":", "\"version\":\"refresh-secret\",\"x\":");
        let error = SessionRecord::from_json(spoiled.as_bytes()).unwrap_err();
        assert!(!error.contains("secret"), "{error}");
    }

    proptest! {
        #[test]
        fn no_input_makes_it_panic(json in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = SessionRecord::from_json(&json);
        }

        #[test]
        fn a_record_cut_short_is_refused(cut in 0_usize..1000) {
            let json = record(&key()).to_json().unwrap();
            let cut = cut % json.len();
            prop_assert!(SessionRecord::from_json(&json[..cut]).is_err());
        }
    }
}
