mod access_token;
mod builder;
mod call;
mod tokens;

use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use aws_sdk_cognitoidentityprovider::Client;
use poolgate_flow::{AppClient, ClientId, DeviceKey, PoolId, RefreshToken, Username};
use poolgate_token::TokenVerifier;

pub use builder::UserPoolBuilder;
pub(crate) use call::metadata;
pub(crate) use tokens::{LONGEST_LIFE, Received, RefreshFailed};

use crate::http::HttpSettings;
use crate::key_source::KeySource;
use crate::oauth;
use crate::service_clock::ServiceClock;
use crate::session::Session;
use crate::sign_in::{SignIn, off_the_executor};
use crate::store::{SessionKey, SessionRecord, TokenStore};
use crate::{Error, TokenSet};

/// A user pool, seen through one of its app clients.
///
/// ```no_run
/// # async fn example(password: poolgate::Password) -> Result<(), poolgate::Error> {
/// use poolgate::{SignInStep, UserPool, Username};
///
/// let pool = UserPool::builder("eu-west-1_AbCdEf123".parse()?, "4h57exampleclient".parse()?)
///     .build()?;
/// match pool.sign_in(Username::new("ana")?).with_srp(password).await? {
///     SignInStep::SignedIn(session) => {
///         println!("{} until {:?}", session.username(), session.tokens().expires_at());
///     }
///     SignInStep::Challenge(challenge) => println!("the pool asks for {}", challenge.name()),
///     _ => {}
/// }
/// # Ok(())
/// # }
/// ```
///
/// Clones share connections and keys.
#[derive(Clone, Debug)]
pub struct UserPool {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    app: AppClient,
    client: Client,
    http: Arc<HttpSettings>,
    domain: OnceLock<oauth::Domain>,
    verifier: TokenVerifier,
    keys: KeySource,
    clock: ServiceClock,
    lock_wait: Duration,
    refresh_margin: Duration,
}

impl UserPool {
    /// Starts to describe how to reach a user pool.
    pub fn builder(pool_id: PoolId, client_id: ClientId) -> UserPoolBuilder {
        UserPoolBuilder::new(pool_id, client_id)
    }

    /// The pool's id.
    #[must_use]
    pub fn id(&self) -> &PoolId {
        self.inner.app.pool_id()
    }

    /// The app client's id.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        self.inner.app.client_id()
    }

    /// The SDK's client, for everything else that user pools can do.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.inner.client
    }

    /// Where the pool's login pages and OAuth endpoints are, as far as it is known: the builder was
    /// told, or it was [discovered](Self::discover_domain).
    #[must_use]
    pub fn domain(&self) -> Option<oauth::Domain> {
        self.inner.domain.get().cloned()
    }

    /// Starts to sign a user in.
    pub fn sign_in(&self, username: Username) -> SignIn {
        SignIn::new(self.clone(), username)
    }

    /// A session from a refresh token alone, such as one that a job is given. It is refreshed at
    /// once. `username` is the user's real name (the `username` claim), not an alias; a pool that
    /// tracks devices wants the key of the device that the token was given to.
    pub async fn session_from_refresh_token(
        &self,
        refresh_token: RefreshToken,
        username: Username,
        device_key: Option<DeviceKey>,
    ) -> Result<Session, Error> {
        let tokens = self
            .refresh(refresh_token, username, device_key)
            .await
            .map_err(|failed| failed.error)?;
        Ok(Session::new(self.clone(), tokens))
    }

    /// Goes on with a session that was kept. Nothing is sent: its tokens are verified again with
    /// the keys that were kept beside them, as of the moment when they were received. They may
    /// have run out since; the session refreshes them when they are asked for.
    pub fn resume(&self, record: &SessionRecord) -> Result<Session, Error> {
        Ok(Session::new(self.clone(), self.recall(record)?))
    }

    /// The session that a store keeps for this pool and app client, and for this user if one is
    /// named; `None` if there is none. From then on the store is kept up to date.
    ///
    /// Nothing is sent, but for a [`TokenCacheFile`](crate::TokenCacheFile) that another program
    /// wrote: its tokens are verified with the pool's keys, which are fetched.
    pub async fn resume_from(
        &self,
        store: Arc<dyn TokenStore>,
        user: Option<&str>,
    ) -> Result<Option<Session>, Error> {
        let key = self.session_key(user);
        let record = {
            let (store, key) = (Arc::clone(&store), key.clone());
            off_the_executor(move || store.load(&key)).await??
        };
        let Some(record) = record else {
            return Ok(None);
        };
        if record.is_unbound() {
            let session = Session::new(self.clone(), self.adopt(record).await?);
            session.keep_in(store, user).await?;
            return Ok(Some(session));
        }
        let session = self.resume(&record)?;
        session.attach(store, key);
        Ok(Some(session))
    }

    /// The key under which stores keep this user's session at this pool and app client.
    #[must_use]
    pub fn session_key(&self, user: Option<&str>) -> SessionKey {
        let key = SessionKey::new(self.id().clone(), self.client_id().clone());
        match user {
            Some(user) => key.user(user),
            None => key,
        }
    }

    pub(crate) fn app(&self) -> &AppClient {
        &self.inner.app
    }

    pub(crate) fn http(&self) -> &HttpSettings {
        &self.inner.http
    }

    pub(crate) fn verifier(&self) -> &TokenVerifier {
        &self.inner.verifier
    }

    pub(crate) fn remember_domain(&self, domain: oauth::Domain) -> oauth::Domain {
        self.inner.domain.get_or_init(|| domain).clone()
    }

    /// Learns from the `Date` of one of the service's own answers.
    pub(crate) fn learn_date(&self, date: &str) {
        self.inner.clock.learn(date);
    }

    /// The time by this machine's clock, or by what stands in for it.
    pub(crate) fn now(&self) -> SystemTime {
        self.inner.clock.machine()
    }

    pub(crate) fn lock_wait(&self) -> Duration {
        self.inner.lock_wait
    }

    pub(crate) fn refresh_margin(&self) -> Duration {
        self.inner.refresh_margin
    }

    pub(crate) fn begin(&self, tokens: TokenSet) -> Session {
        Session::new(self.clone(), tokens)
    }
}
