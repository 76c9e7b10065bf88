use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, Result as ProviderResult, future};
use poolgate_flow::ErrorCode;

use super::{AwsCredentials, CredentialCache, CredentialKey};
use crate::single_flight::SingleFlight;
use crate::{Error, IdentityPool, Login, Session};

/// AWS credentials of a session's user, for any client of the AWS SDK for Rust.
///
/// The user pool's tokens are refreshed first where they need it, then the credentials; however
/// many ask at a time, each is fetched once. When fetching fails, credentials that still live are
/// given out.
///
/// ```no_run
/// # async fn example(session: poolgate::Session, identity_pool: poolgate::IdentityPool) {
/// use aws_credential_types::provider::SharedCredentialsProvider;
/// use poolgate::SessionCredentials;
///
/// let credentials = SessionCredentials::new(session, identity_pool);
/// let config = aws_types::SdkConfig::builder()
///     .credentials_provider(SharedCredentialsProvider::new(credentials))
///     .build();
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct SessionCredentials {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    session: Session,
    identity_pool: IdentityPool,
    cache: Option<(CredentialCache, CredentialKey)>,
    current: Mutex<Option<Issued>>,
    flight: SingleFlight<AwsCredentials>,
}

#[derive(Clone)]
struct Issued {
    credentials: AwsCredentials,
    received_at: SystemTime,
}

impl SessionCredentials {
    /// The credentials that this identity pool gives the session's user.
    #[must_use]
    pub fn new(session: Session, identity_pool: IdentityPool) -> Self {
        Self::with(session, identity_pool, None)
    }

    /// The same, kept in a file besides: a later process finds them there, and the user's
    /// identity with them.
    #[must_use]
    pub fn cached(
        session: Session,
        identity_pool: IdentityPool,
        cache: CredentialCache,
        key: CredentialKey,
    ) -> Self {
        Self::with(session, identity_pool, Some((cache, key)))
    }

    fn with(
        session: Session,
        identity_pool: IdentityPool,
        cache: Option<(CredentialCache, CredentialKey)>,
    ) -> Self {
        let at_hand = cache.as_ref().and_then(|(cache, key)| read(cache, key));
        let shared = Shared {
            session,
            identity_pool,
            cache,
            current: Mutex::new(at_hand),
            flight: SingleFlight::default(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Credentials that live for a while: those at hand, or new ones.
    pub async fn credentials(&self) -> Result<AwsCredentials, Error> {
        let now = SystemTime::now();
        let at_hand = self.shared.current();
        if let Some(issued) = &at_hand
            && issued.credentials.is_fresh(issued.received_at, now)
        {
            return Ok(issued.credentials.clone());
        }
        match (self.fetch().await, at_hand) {
            (Err(error), Some(issued)) if !issued.credentials.remaining(now).is_zero() => {
                tracing::debug!(%error, "no new credentials: those at hand still live");
                Ok(issued.credentials)
            }
            (outcome, _) => outcome,
        }
    }

    /// New credentials, whatever is left of those at hand.
    pub async fn fetch(&self) -> Result<AwsCredentials, Error> {
        let shared = Arc::clone(&self.shared);
        self.shared.flight.run(|| shared.fetch()).await
    }
}

impl Shared {
    fn current(&self) -> Option<Issued> {
        self.current
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    async fn fetch(self: Arc<Self>) -> Result<AwsCredentials, Error> {
        let tokens = self.session.fresh_tokens().await?;
        let login = Login::of(&tokens);
        let known = self.known_identity();
        let credentials = match &known {
            Some(identity_id) => {
                let attempt = self
                    .identity_pool
                    .credentials_for_identity(identity_id, &login);
                match attempt.await {
                    Err(error) if is_about_the_identity(&error) => {
                        self.identity_pool.credentials(&login).await?
                    }
                    outcome => outcome?,
                }
            }
            None => self.identity_pool.credentials(&login).await?,
        };
        self.keep(&credentials);
        Ok(credentials)
    }

    /// The identity never changes, so `GetId` is one round trip that can be spared.
    fn known_identity(&self) -> Option<String> {
        self.current().map(|issued| issued.credentials.identity_id)
    }

    fn keep(&self, credentials: &AwsCredentials) {
        let received_at = SystemTime::now();
        if let Some((cache, key)) = &self.cache
            && let Err(error) = cache.write(key, credentials, received_at)
        {
            // They are good all the same; the next process fetches its own.
            tracing::warn!(%error, "the credentials could not be cached");
        }
        let credentials = credentials.clone();
        let issued = Issued {
            credentials,
            received_at,
        };
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Some(issued);
    }
}

/// What an earlier process has left. A cache that cannot be read is one to be replaced.
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

impl ProvideCredentials for SessionCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async { self.provide().await })
    }

    fn fallback_on_interrupt(&self) -> Option<Credentials> {
        let current = self.shared.current()?;
        (!current.credentials.remaining(SystemTime::now()).is_zero())
            .then(|| Credentials::from(&current.credentials))
    }
}

impl SessionCredentials {
    async fn provide(&self) -> ProviderResult {
        match self.credentials().await {
            Ok(credentials) => Ok(Credentials::from(&credentials)),
            Err(error) if error.is_configuration() => {
                Err(CredentialsError::invalid_configuration(error))
            }
            Err(error) => Err(CredentialsError::provider_error(error)),
        }
    }
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.credentials.fmt(f)
    }
}
