//! The public keys of a user pool.

mod jwk;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::backend::PublicKey;
use crate::error::{Error, KeyDefect, Part};
use crate::json::{self, Object};

/// The longest document that is read, in bytes.
const DOCUMENT_LIMIT: usize = 1024 * 1024;

/// The greatest number of keys in a document. Cognito publishes two (protocol.md 5.1).
const KEY_LIMIT: usize = 100;

/// A JSON Web Key Set (RFC 7517), its RSA signing keys parsed once.
///
/// Keys of other types, uses and algorithms are left out, and so are keys without a `kid`, which
/// no token can name. An RSA key that cannot be used (RFC 7517 5 asks to go on without it) is
/// remembered with its [defect](KeyDefect), so that a token signed by it gets the true reason.
///
/// Cheap to clone.
#[derive(Clone)]
pub struct KeySet(Arc<[Key]>);

struct Key {
    id: String,
    key: Result<PublicKey, KeyDefect>,
}

impl KeySet {
    /// Reads a key set as it comes from the issuer's JWKS URI, or from a setting such as the
    /// environment variable `COGNITO_JWKS`.
    ///
    /// It must be JSON: the single-quoted Python literal that pycognito reads is not.
    ///
    /// ```
    /// use poolgate_token::{Error, KeySet};
    ///
    /// // What a gateway may answer in place of the keys is no key set.
    /// assert!(matches!(KeySet::from_json("<html>busy</html>"), Err(Error::Json { .. })));
    /// assert!(matches!(KeySet::from_json(r#"{"keys": []}"#), Err(Error::KeySetEmpty)));
    /// ```
    ///
    /// # Errors
    /// [`Error::KeySetTooLong`] above 1 MiB, [`Error::Json`], [`Error::DuplicateMember`],
    /// [`Error::KeySetTooLarge`] above 100 keys, [`Error::DuplicateKeyId`], and
    /// [`Error::KeySetEmpty`] when no RSA signing key is among them.
    pub fn from_json(document: impl AsRef<[u8]>) -> Result<Self, Error> {
        let document = document.as_ref();
        if document.len() > DOCUMENT_LIMIT {
            return Err(Error::KeySetTooLong {
                actual: document.len(),
                limit: DOCUMENT_LIMIT,
            });
        }
        let Document { keys } = json::from_slice(document, Part::KeySet)?;
        if keys.len() > KEY_LIMIT {
            return Err(Error::KeySetTooLarge {
                actual: keys.len(),
                limit: KEY_LIMIT,
            });
        }
        Self::from_objects(keys)
    }

    /// The ids of the usable keys, in the document's order.
    pub fn key_ids(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(|key| key.key.is_ok())
            .map(|key| key.id.as_str())
    }

    /// Whether the set has a key of this id, be it usable or not: if so, no newer set is needed to
    /// know the outcome.
    #[must_use]
    pub fn knows(&self, key_id: &str) -> bool {
        self.0.iter().any(|key| key.id == key_id)
    }

    pub(crate) fn find(&self, key_id: &str) -> Result<&PublicKey, Error> {
        let Some(key) = self.0.iter().find(|key| key.id == key_id) else {
            return Err(Error::KeyIdUnknown {
                actual: key_id.to_owned(),
            });
        };
        key.key.as_ref().map_err(|defect| Error::KeyUnusable {
            kid: key_id.to_owned(),
            defect: defect.clone(),
        })
    }

    fn from_objects(objects: Vec<Jwk>) -> Result<Self, Error> {
        let mut keys: Vec<Key> = Vec::new();
        for object in objects {
            let members = object.into_members(Part::KeySet)?;
            let Some(id) = jwk::signing_key_id(&members) else {
                continue;
            };
            if keys.iter().any(|key| key.id == id) {
                return Err(Error::DuplicateKeyId { kid: id.to_owned() });
            }
            keys.push(Key {
                id: id.to_owned(),
                key: jwk::public_key(&members),
            });
        }
        if keys.is_empty() {
            return Err(Error::KeySetEmpty);
        }
        Ok(Self(keys.into()))
    }
}

impl fmt::Debug for KeySet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.key_ids()).finish()
    }
}

type Jwk = Object<Map<String, Value>>;

#[derive(Deserialize)]
struct Document {
    keys: Vec<Jwk>,
}
