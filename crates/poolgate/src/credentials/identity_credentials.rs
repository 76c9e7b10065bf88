use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, Result as ProviderResult, future};

use super::fetch::Fetch;
use super::{AwsCredentials, CredentialCache, MARGIN, ProvideLogins};
use crate::single_flight::SingleFlight;
use crate::{Error, IdentityPool, SessionKey};

/// AWS credentials of an identity, for any client of the AWS SDK for Rust.
///
/// The logins are renewed first where they need it (a [`Session`](crate::Session) refreshes its
/// tokens), then the credentials; however many ask at a time, each is fetched once. When fetching
/// fails, credentials that still live are given out.
///
/// ```no_run
/// # async fn example(session: poolgate::Session, identity_pool: poolgate::IdentityPool) {
/// use aws_credential_types::provider::SharedCredentialsProvider;
/// use poolgate::{IdentityCredentials, Role};
///
/// let reader = identity_pool.with_role(Role::Suffix("-reader".to_owned()));
/// let credentials = IdentityCredentials::new(reader, session);
/// let config = aws_types::SdkConfig::builder()
///     .credentials_provider(SharedCredentialsProvider::new(credentials))
///     .build();
/// # }
/// ```
///
/// They belong to one role of one identity pool: for another role, make another of these. Clones
/// are the same.
#[derive(Clone, Debug)]
pub struct IdentityCredentials {
    shared: Arc<Shared>,
}

/// How [`IdentityCredentials`] are kept fresh.
#[derive(Debug)]
#[must_use = "nothing is made before `build`"]
pub struct IdentityCredentialsBuilder {
    fetch: Fetch,
    margin: Duration,
}

#[derive(Debug)]
struct Shared {
    fetch: Arc<Fetch>,
    margin: Duration,
    current: Arc<Mutex<Option<Issued>>>,
    flight: SingleFlight<AwsCredentials>,
}

/// Credentials, and when they came.
#[derive(Clone)]
pub(super) struct Issued {
    pub(super) credentials: AwsCredentials,
    pub(super) received_at: SystemTime,
}

impl IdentityCredentials {
    /// The credentials that this identity pool gives for these logins.
    #[must_use]
    pub fn new(identity_pool: IdentityPool, logins: impl ProvideLogins + 'static) -> Self {
        Self::builder(identity_pool, logins).build()
    }

    /// The same, with settings.
    pub fn builder(
        identity_pool: IdentityPool,
        logins: impl ProvideLogins + 'static,
    ) -> IdentityCredentialsBuilder {
        IdentityCredentialsBuilder {
            fetch: Fetch::new(identity_pool, Box::new(logins)),
            margin: MARGIN,
        }
    }

    /// Credentials that live for a while: those at hand, or new ones.
    pub async fn credentials(&self) -> Result<AwsCredentials, Error> {
        let now = self.shared.fetch.now();
        let at_hand = self.shared.current();
        if let Some(issued) = &at_hand
            && issued.is_fresh(now, self.shared.margin)
        {
            return Ok(issued.credentials.clone());
        }
        match (self.fetch().await, at_hand) {
            (Err(error), Some(issued)) if issued.is_alive(self.shared.fetch.now()) => {
                tracing::debug!(%error, "no new credentials: those at hand still live");
                Ok(issued.credentials)
            }
            (outcome, _) => outcome,
        }
    }

    /// New credentials, whatever is left of those at hand.
    pub async fn fetch(&self) -> Result<AwsCredentials, Error> {
        let shared = Arc::clone(&self.shared);
        let fetch = || async move {
            let at_hand = shared.current();
            let issued = shared.fetch.run(at_hand, shared.margin).await?;
            let credentials = issued.credentials.clone();
            shared.replace(issued);
            Ok(credentials)
        };
        self.shared.flight.run(fetch).await
    }
}

impl IdentityCredentialsBuilder {
    /// Fetches new ones when less than this is left, or less than half of their life. Without it,
    /// 20 minutes: botocore asks on every call when less than 15 are left.
    pub fn margin(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }

    /// Keeps them in a file besides, as this session's, and the identity with them: later processes
    /// find them there, and processes that need new ones at the same time fetch them once.
    pub fn cached(mut self, cache: CredentialCache, session: SessionKey) -> Self {
        self.fetch.keep_in(cache, session);
        self
    }

    /// Makes the provider. Nothing is contacted; the cache is read.
    #[must_use]
    pub fn build(self) -> IdentityCredentials {
        let at_hand = self.fetch.read_cache();
        let shared = Shared {
            fetch: Arc::new(self.fetch),
            margin: self.margin,
            current: Arc::new(Mutex::new(at_hand)),
            flight: SingleFlight::default(),
        };
        IdentityCredentials {
            shared: Arc::new(shared),
        }
    }
}

impl Shared {
    fn current(&self) -> Option<Issued> {
        self.current
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn replace(&self, issued: Issued) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Some(issued);
    }
}

impl Issued {
    pub(super) fn is_fresh(&self, now: SystemTime, margin: Duration) -> bool {
        self.credentials.is_fresh(self.received_at, now, margin)
    }

    fn is_alive(&self, now: SystemTime) -> bool {
        !self.credentials.remaining(now).is_zero()
    }
}

impl ProvideCredentials for IdentityCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async { self.provide().await })
    }

    fn fallback_on_interrupt(&self) -> Option<Credentials> {
        let current = self.shared.current()?;
        current
            .is_alive(self.shared.fetch.now())
            .then(|| Credentials::from(&current.credentials))
    }
}

impl IdentityCredentials {
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
