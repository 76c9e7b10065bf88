mod account;
mod devices;
mod keep_fresh;
mod kept;
mod mfa;
mod refresh;
mod token_set;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

pub use devices::DeviceDescription;
pub use keep_fresh::{KeeperStatus, TokenKeeper};
use kept::Kept;
pub(crate) use mfa::MfaSettings;
pub use mfa::{Mfa, MfaFactor, MfaPreference};
use poolgate_flow::RefreshToken;
pub use token_set::TokenSet;

use crate::error::call_failed;
use crate::single_flight::SingleFlight;
use crate::store::{SessionKey, TokenStore};
use crate::{Error, UserPool};

type Observer = Arc<dyn Fn(&Arc<TokenSet>) + Send + Sync>;

/// A signed-in user.
///
/// Its tokens are one value, replaced as a whole. Ask for them when they are needed, with
/// [`Session::fresh_tokens`]: they are refreshed on the way when little of their life is left.
/// Clones are the same session; however many of them ask at a time, there is one refresh.
///
/// A refresh that fails takes nothing away: tokens that still live are given out until their end.
/// A refresh that has begun is finished even if nobody waits for it any more, since it may have
/// spent the refresh token.
#[derive(Clone)]
pub struct Session {
    inner: Arc<Inner>,
}

struct Inner {
    pool: UserPool,
    current: RwLock<Arc<TokenSet>>,
    kept: Mutex<Option<Kept>>,
    observers: Mutex<Vec<Observer>>,
    ended: AtomicBool,
    /// The store did not take the tokens at hand: what it has is older, and its refresh token may be
    /// spent.
    unsaved: AtomicBool,
    flight: SingleFlight<Arc<TokenSet>>,
}

impl Session {
    pub(crate) fn new(pool: UserPool, tokens: TokenSet) -> Self {
        let inner = Inner {
            pool,
            current: RwLock::new(Arc::new(tokens)),
            kept: Mutex::default(),
            observers: Mutex::default(),
            ended: AtomicBool::new(false),
            unsaved: AtomicBool::new(false),
            flight: SingleFlight::default(),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The pool that the user is signed in to.
    #[must_use]
    pub fn pool(&self) -> &UserPool {
        &self.inner.pool
    }

    /// The user's real name in the pool, which is no alias.
    #[must_use]
    pub fn username(&self) -> String {
        self.tokens().username().to_owned()
    }

    /// The tokens as they are now; they may have run out.
    #[must_use]
    pub fn tokens(&self) -> Arc<TokenSet> {
        self.inner.current()
    }

    /// Tokens that live for a while: those at hand, or refreshed ones.
    ///
    /// They are refreshed when less than the pool's margin is left, 5 minutes unless
    /// [another](crate::UserPoolBuilder::refresh_margin) was set (half of their life, if that is
    /// less). When that fails, those at hand are given out as long as they live.
    pub async fn fresh_tokens(&self) -> Result<Arc<TokenSet>, Error> {
        self.tokens_for(self.inner.pool.refresh_margin()).await
    }

    /// The same, with another margin: for work that takes longer.
    pub async fn tokens_for(&self, margin: Duration) -> Result<Arc<TokenSet>, Error> {
        self.inner.check_not_ended()?;
        let tokens = self.tokens();
        if tokens.lives_long_enough(self.now(), margin) {
            return Ok(tokens);
        }
        match self.refresh().await {
            Ok(tokens) => Ok(tokens),
            Err(error) => {
                // A refresh that failed to be kept has replaced them all the same.
                let tokens = self.tokens();
                if self.inner.check_not_ended().is_err() || !tokens.is_alive(self.now()) {
                    return Err(error);
                }
                tracing::debug!(%error, "no new tokens: those at hand still live");
                Ok(tokens)
            }
        }
    }

    /// Refreshes, whatever is left of the tokens at hand. Who asks while a refresh is under way
    /// shares its outcome.
    pub async fn refresh(&self) -> Result<Arc<TokenSet>, Error> {
        let inner = Arc::clone(&self.inner);
        self.inner.flight.run(|| refresh::refresh(inner)).await
    }

    /// Keeps the tokens at hand, which the store did not take when they came.
    pub(crate) async fn save_again(&self) -> Result<Arc<TokenSet>, Error> {
        let inner = Arc::clone(&self.inner);
        self.inner.flight.run(|| refresh::save_again(inner)).await
    }

    /// Calls this whenever the tokens have been replaced, after they have been kept.
    pub fn on_refresh(&self, observer: impl Fn(&Arc<TokenSet>) + Send + Sync + 'static) {
        let mut observers = self
            .inner
            .observers
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        observers.push(Arc::new(observer));
    }

    /// Keeps the session in a store: now, and after each refresh, before the new tokens are used.
    ///
    /// Processes that keep one session in one store refresh it in turns, each looking first
    /// whether another has done so already. `user` is what the session is kept under besides the
    /// pool and the app client; [`UserPool::resume_from`] wants the same.
    pub async fn keep_in(
        &self,
        store: Arc<dyn TokenStore>,
        user: Option<&str>,
    ) -> Result<(), Error> {
        let key = self.inner.pool.session_key(user);
        let kept = Kept::new(store, key, self.inner.pool.lock_wait());
        kept.lock().await?.save(self.tokens()).await?;
        self.inner.keep_in(kept);
        self.inner.unsaved.store(false, Ordering::SeqCst);
        Ok(())
    }

    /// Revokes the refresh token and all tokens that come from it, and forgets the session: by
    /// `RevokeToken`, or at the domain where a sign-in in the browser was. JWTs at hand go on being
    /// valid to whoever only checks their signature (protocol.md 5.6).
    pub async fn revoke(&self) -> Result<(), Error> {
        let tokens = self.tokens();
        let token = tokens.refresh_token().ok_or(Error::NoRefreshToken)?;
        match tokens.domain() {
            Some(domain) => self.pool().revoke_at(domain, token).await?,
            None => self.revoke_by_api(token).await?,
        }
        self.forget().await
    }

    async fn revoke_by_api(&self, token: &RefreshToken) -> Result<(), Error> {
        let app = self.pool().app();
        self.pool()
            .client()
            .revoke_token()
            .token(token.expose())
            .client_id(app.client_id().as_str())
            .set_client_secret(app.secret().map(|secret| secret.expose().to_owned()))
            .send()
            .await
            .map_err(call_failed("RevokeToken"))?;
        Ok(())
    }

    /// Signs the user out of every session at this pool (`GlobalSignOut`), and forgets this one.
    ///
    /// As all that a session does with the user's own account, it takes the scope
    /// `aws.cognito.signin.user.admin`: a sign-in in the browser may not have asked for it.
    pub async fn sign_out_everywhere(&self) -> Result<(), Error> {
        let tokens = self.fresh_tokens().await?;
        self.inner
            .pool
            .client()
            .global_sign_out()
            .access_token(tokens.access_token().expose())
            .send()
            .await
            .map_err(call_failed("GlobalSignOut"))?;
        self.forget().await
    }

    /// Ends the session here, and removes it from its store. The service is not told.
    pub async fn forget(&self) -> Result<(), Error> {
        self.inner.ended.store(true, Ordering::SeqCst);
        match self.inner.kept() {
            Some(kept) => kept.lock().await?.remove().await,
            None => Ok(()),
        }
    }

    /// The time by the pool's clock.
    pub(crate) fn now(&self) -> SystemTime {
        self.inner.pool.now()
    }

    pub(crate) fn attach(&self, store: Arc<dyn TokenStore>, key: SessionKey) {
        self.inner
            .keep_in(Kept::new(store, key, self.inner.pool.lock_wait()));
    }
}

impl Inner {
    fn current(&self) -> Arc<TokenSet> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn replace(&self, tokens: Arc<TokenSet>) -> Arc<TokenSet> {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&tokens);
        let observers = self
            .observers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        for observer in observers {
            observer(&tokens);
        }
        tokens
    }

    fn kept(&self) -> Option<Kept> {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn keep_in(&self, kept: Kept) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }

    fn is_unsaved(&self) -> bool {
        self.unsaved.load(Ordering::SeqCst)
    }

    fn check_not_ended(&self) -> Result<(), Error> {
        if self.ended.load(Ordering::SeqCst) {
            Err(Error::SignedOut)
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("pool", self.inner.pool.id())
            .field("tokens", &self.tokens())
            .finish_non_exhaustive()
    }
}
