//! Fetching credentials: once for all processes that share a cache, and with one call less where
//! the identity is known.

use std::time::{Duration, SystemTime};

use poolgate_flow::ErrorCode;

use super::cache::CacheLock;
use super::identity_credentials::Issued;
use super::{AwsCredentials, CredentialCache, CredentialKey, ProvideLogins};
use crate::sign_in::off_the_executor;
use crate::{Error, IdentityPool, Logins, SessionKey};

#[derive(Debug)]
pub(super) struct Fetch {
    identity_pool: IdentityPool,
    logins: Box<dyn ProvideLogins>,
    cache: Option<(CredentialCache, CredentialKey)>,
}

impl Fetch {
    pub(super) fn new(identity_pool: IdentityPool, logins: Box<dyn ProvideLogins>) -> Self {
        Self {
            identity_pool,
            logins,
            cache: None,
        }
    }

    /// Keeps what is fetched, under the key of what is asked for.
    pub(super) fn keep_in(&mut self, cache: CredentialCache, session: SessionKey) {
        let pool = &self.identity_pool;
        let key = CredentialKey::new(session, pool.id().clone())
            .role(pool.role().clone())
            .flow(pool.flow().clone());
        self.cache = Some((cache, key));
    }

    pub(super) fn now(&self) -> SystemTime {
        self.identity_pool.now()
    }

    /// What an earlier process has left. A cache that cannot be read is one to be replaced.
    pub(super) fn read_cache(&self) -> Option<Issued> {
        let (cache, key) = self.cache.as_ref()?;
        read(cache, key)
    }

    /// New credentials, or those that another process has fetched meanwhile.
    pub(super) async fn run(
        &self,
        at_hand: Option<Issued>,
        margin: Duration,
    ) -> Result<Issued, Error> {
        // Others keep out until the new ones are in the cache.
        let (_lock, kept) = self.lock().await?;
        if let Some(kept) = &kept
            && is_another(kept, at_hand.as_ref())
            && kept.is_fresh(self.now(), margin)
        {
            return Ok(kept.clone());
        }
        let logins = self.logins.logins().await?;
        let known = kept.or(at_hand);
        let credentials = self.credentials(known.as_ref(), &logins).await?;
        let received_at = self.now();
        self.keep(&credentials, received_at).await?;
        Ok(Issued {
            credentials,
            received_at,
        })
    }

    async fn lock(&self) -> Result<(Option<CacheLock>, Option<Issued>), Error> {
        let Some((cache, key)) = self.cache.clone() else {
            return Ok((None, None));
        };
        let wait = self.identity_pool.lock_wait();
        off_the_executor(move || {
            // Who waits longer than that fetches credentials too, which costs a call and harms
            // nobody.
            let lock = cache.lock(&key, wait).inspect_err(
                |error| tracing::debug!(%error, "credentials are fetched without the lock"),
            );
            (lock.ok(), read(&cache, &key))
        })
        .await
    }

    /// The identity never changes, so `GetId` is one round trip that can be spared.
    async fn credentials(
        &self,
        known: Option<&Issued>,
        logins: &Logins,
    ) -> Result<AwsCredentials, Error> {
        let Some(known) = known else {
            return self.identity_pool.credentials(logins).await;
        };
        let identity_id = known.credentials.identity_id();
        let attempt = self
            .identity_pool
            .credentials_for_identity(identity_id, logins);
        match attempt.await {
            Err(error) if is_about_the_identity(&error) => {
                self.identity_pool.credentials(logins).await
            }
            outcome => outcome,
        }
    }

    async fn keep(
        &self,
        credentials: &AwsCredentials,
        received_at: SystemTime,
    ) -> Result<(), Error> {
        let Some((cache, key)) = self.cache.clone() else {
            return Ok(());
        };
        let credentials = credentials.clone();
        off_the_executor(move || {
            if let Err(error) = cache.write(&key, &credentials, received_at) {
                // They are good all the same; the next process fetches its own.
                tracing::warn!(%error, "the credentials could not be cached");
            }
        })
        .await
    }
}

fn read(cache: &CredentialCache, key: &CredentialKey) -> Option<Issued> {
    match cache.read(key) {
        Ok(cached) => cached.map(|cached| Issued {
            credentials: cached.credentials,
            received_at: cached.received_at,
        }),
        Err(error) => {
            tracing::warn!(%error, "the cached credentials are passed over");
            None
        }
    }
}

fn is_another(kept: &Issued, at_hand: Option<&Issued>) -> bool {
    at_hand.is_none_or(|at_hand| {
        at_hand.credentials.access_key_id() != kept.credentials.access_key_id()
    })
}

/// The identity at hand was deleted, merged or belongs to other logins: `GetId` tells the one
/// that counts now.
fn is_about_the_identity(error: &Error) -> bool {
    match error.service() {
        Some(refusal) => match refusal.code {
            ErrorCode::ResourceNotFound | ErrorCode::ResourceConflict => true,
            ErrorCode::NotAuthorized => {
                refusal.message.contains("Logins don't match")
                    || refusal.message.contains("Access to Identity")
            }
            _ => false,
        },
        None => false,
    }
}
