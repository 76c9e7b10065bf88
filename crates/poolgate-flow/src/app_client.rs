use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use secrecy::{ExposeSecret, SecretString};

use crate::{Error, PoolId};

/// An app client of a user pool: the pool, the client's id and, if it has one, its secret.
#[derive(Clone, Debug)]
pub struct AppClient {
    pool_id: PoolId,
    client_id: ClientId,
    secret: Option<ClientSecret>,
}

impl AppClient {
    /// A client without a secret.
    #[must_use]
    pub fn public(pool_id: PoolId, client_id: ClientId) -> Self {
        Self {
            pool_id,
            client_id,
            secret: None,
        }
    }

    /// A client with a secret; each call that needs it then carries a `SECRET_HASH`.
    #[must_use]
    pub fn confidential(pool_id: PoolId, client_id: ClientId, secret: ClientSecret) -> Self {
        Self {
            pool_id,
            client_id,
            secret: Some(secret),
        }
    }

    /// The pool that the client belongs to.
    #[must_use]
    pub fn pool_id(&self) -> &PoolId {
        &self.pool_id
    }

    /// The client's id.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// The client's secret, where it has one.
    #[must_use]
    pub fn secret(&self) -> Option<&ClientSecret> {
        self.secret.as_ref()
    }

    /// The `SECRET_HASH` for a request that names this user; `None` for a public client.
    ///
    /// Which name that is differs from call to call: protocol.md 1.3.
    #[must_use]
    pub fn secret_hash(&self, username: &str) -> Option<String> {
        let secret = self.secret.as_ref()?;
        Some(poolgate_srp::secret_hash(
            username,
            self.client_id.as_str(),
            secret.expose(),
        ))
    }
}

/// An app client's id: 1 to 128 characters of `[\w+]`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ClientId(String);

impl ClientId {
    /// The id as Cognito gave it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ClientId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'+';
        if (1..=128).contains(&text.len()) && text.bytes().all(word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::InvalidClientId(text.chars().take(64).collect()))
        }
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An app client's secret. Never shown, never compared.
#[derive(Clone)]
pub struct ClientSecret(SecretString);

impl ClientSecret {
    /// Takes the secret as Cognito gave it; it must not be empty.
    pub fn new(secret: String) -> Result<Self, Error> {
        if secret.is_empty() {
            return Err(Error::EmptyClientSecret);
        }
        Ok(Self(secret.into()))
    }

    /// The secret itself, for the request that carries it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret([redacted])")
    }
}
