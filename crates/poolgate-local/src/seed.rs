//! What a newcomer finds: a pool, an app client, an identity pool and a user.

mod browser_sign_in;
mod create;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::data_directory::DataDirectory;
use crate::http::Shell;
use crate::model::UserPool;
use crate::server::StartError;

const FILE: &str = "seed.json";

/// The first contents of a data directory, made on its first use.
#[derive(Clone)]
#[non_exhaustive]
pub struct Seed {
    /// The AWS Region of the two pools.
    pub region: String,
    /// The user pool, named `local`.
    pub user_pool_id: String,
    /// Its app client without a secret.
    pub client_id: String,
    /// The identity pool, named `local`, that trusts the user pool.
    pub identity_pool_id: String,
    /// The user, confirmed and with a verified e-mail address.
    pub username: String,
    password: Zeroizing<String>,
}

/// Why there is no seed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SeedError {
    /// The file that remembers the seed is damaged.
    #[error("{}: the file is damaged: {source}", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The file that remembers the seed cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The server refused to make it.
    #[error("{operation}: {error}")]
    Refused {
        /// What was asked of it.
        operation: &'static str,
        /// What it answered.
        error: ServiceError,
    },
    /// The file that remembers the seed cannot be written.
    #[error(transparent)]
    NotWritable(#[from] StartError),
}

impl Seed {
    /// The seed of a data directory; `None` if it was not used yet.
    #[expect(clippy::disallowed_methods, reason = "the shell: a file")]
    pub fn read(directory: &Path) -> Result<Option<Self>, SeedError> {
        let path = directory.join(FILE);
        let content = match std::fs::read(&path) {
            Ok(content) => Zeroizing::new(content),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(SeedError::Unreadable { path, source }),
        };
        let stored: Stored = serde_json::from_slice(&content)
            .map_err(|source| SeedError::Corrupt { path, source })?;
        Ok(Some(stored.into()))
    }

    /// The user's password.
    #[must_use]
    pub fn password(&self) -> &str {
        &self.password
    }

    /// The seed of a running server: what is there, or else a new one.
    ///
    /// It is remembered only when all of it is there. What a process left that was killed in between
    /// stays unused.
    pub(crate) async fn ensure(
        shell: &Shell,
        directory: &DataDirectory,
    ) -> Result<Self, SeedError> {
        if let Some(seed) = Self::read(directory.path())?
            && seed.is_in(shell)
        {
            create::bring_up_to_date(shell, &seed).await?;
            return Ok(seed);
        }
        let seed = create::create(shell).await?;
        let stored = Zeroizing::new(serde_json::to_vec_pretty(&Stored::from(&seed)).map_err(
            |source| SeedError::Corrupt {
                path: directory.file(FILE),
                source,
            },
        )?);
        directory.replace(FILE, &stored)?;
        Ok(seed)
    }

    /// Whether the server still knows it: its data may have been reset.
    fn is_in(&self, shell: &Shell) -> bool {
        shell.with_context(|context| {
            context.read(|state| state.get::<UserPool>(&self.user_pool_id).is_some())
        })
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Seed")
            .field("region", &self.region)
            .field("user_pool_id", &self.user_pool_id)
            .field("client_id", &self.client_id)
            .field("identity_pool_id", &self.identity_pool_id)
            .field("username", &self.username)
            .field("password", &"[redacted]")
            .finish()
    }
}

/// The seed as its file has it.
#[derive(Deserialize, Serialize)]
struct Stored {
    region: String,
    user_pool_id: String,
    client_id: String,
    identity_pool_id: String,
    username: String,
    password: Zeroizing<String>,
}

impl From<Stored> for Seed {
    fn from(stored: Stored) -> Self {
        Self {
            region: stored.region,
            user_pool_id: stored.user_pool_id,
            client_id: stored.client_id,
            identity_pool_id: stored.identity_pool_id,
            username: stored.username,
            password: stored.password,
        }
    }
}

impl From<&Seed> for Stored {
    fn from(seed: &Seed) -> Self {
        Self {
            region: seed.region.clone(),
            user_pool_id: seed.user_pool_id.clone(),
            client_id: seed.client_id.clone(),
            identity_pool_id: seed.identity_pool_id.clone(),
            username: seed.username.clone(),
            password: seed.password.clone(),
        }
    }
}
