use std::sync::{Arc, PoisonError, RwLock};

use super::machine_token_cache::MachineTokenKey;
use super::{ClientCredentials, MachineToken, MachineTokenCache};
use crate::Error;
use crate::sign_in::off_the_executor;
use crate::single_flight::SingleFlight;

/// A machine's tokens, always fresh: asked for when they are first needed, kept, and asked for
/// again when less than the pool's margin is left, 5 minutes unless
/// [another](crate::UserPoolBuilder::refresh_margin) was set (half of their life, if that is less).
///
/// However many ask at a time, one request is sent; with a [cache](Self::cache), also among
/// processes. When it fails, a token that still lives is given out until its end. Clones share
/// their token.
///
/// ```no_run
/// # async fn example(pool: poolgate::UserPool) -> Result<(), poolgate::Error> {
/// let tokens = pool.client_credentials(["orders/read"]).keep_fresh();
/// // Before each request to the API:
/// let token = tokens.fresh().await?;
/// let authorization = format!("Bearer {}", token.access_token().expose());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct MachineTokens {
    request: Arc<ClientCredentials>,
    cache: Option<MachineTokenCache>,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    current: RwLock<Option<Arc<MachineToken>>>,
    flight: SingleFlight<Arc<MachineToken>>,
}

impl MachineTokens {
    pub(super) fn new(request: Arc<ClientCredentials>) -> Self {
        Self {
            request,
            cache: None,
            shared: Arc::default(),
        }
    }

    /// Keeps them in files as well, for programs that start often; but not those that the pool's
    /// functions may have made for this request's metadata.
    #[must_use]
    pub fn cache(mut self, cache: MachineTokenCache) -> Self {
        self.cache = Some(cache).filter(|_| !self.request.has_metadata());
        self
    }

    /// A token that lives for a while.
    pub async fn fresh(&self) -> Result<Arc<MachineToken>, Error> {
        if let Some(token) = self.shared.current().filter(|token| self.is_fresh(token)) {
            return Ok(token);
        }
        let tokens = self.clone();
        let outcome = self.shared.flight.run(|| tokens.renew()).await;
        outcome.or_else(|error| match self.shared.current() {
            Some(token) if token.lifetime.is_alive(self.request.pool.now()) => {
                tracing::debug!(%error, "no new token: the one at hand still lives");
                Ok(token)
            }
            _ => Err(error),
        })
    }

    /// The token at hand, or the one that is kept, whatever is left of its life. Nothing is sent.
    pub async fn kept(&self) -> Result<Option<Arc<MachineToken>>, Error> {
        if let Some(token) = self.shared.current() {
            return Ok(Some(token));
        }
        if let Some(cache) = &self.cache {
            self.recall(cache).await?;
        }
        Ok(self.shared.current())
    }

    /// Forgets the token at hand, and the one that is kept: the next is a new one. The service has
    /// no way to revoke it.
    pub async fn forget(&self) -> Result<(), Error> {
        self.shared.replace(None);
        if let Some(cache) = self.cache.clone() {
            let key = self.key();
            off_the_executor(move || cache.remove(&key)).await??;
        }
        Ok(())
    }

    /// A new token, whatever is left of the one at hand, which stays if there is none.
    pub async fn renewed(&self) -> Result<Arc<MachineToken>, Error> {
        let token = Arc::new(self.request.request().await?);
        self.keep(&token).await?;
        Ok(token)
    }

    async fn renew(self) -> Result<Arc<MachineToken>, Error> {
        let Some(cache) = self.cache.clone() else {
            return self.renewed().await;
        };
        // Kept tokens are looked at without the lock first: most programs need no more.
        if let Some(token) = self.recall(&cache).await? {
            return Ok(token);
        }
        let (key, wait) = (self.key(), self.request.pool.lock_wait());
        let locked = {
            let cache = cache.clone();
            off_the_executor(move || cache.lock(&key, wait)).await??
        };
        if let Some(token) = self.recall(&cache).await? {
            return Ok(token);
        }
        let outcome = self.renewed().await;
        drop(locked);
        outcome
    }

    async fn keep(&self, token: &Arc<MachineToken>) -> Result<(), Error> {
        self.shared.replace(Some(Arc::clone(token)));
        let Some(cache) = self.cache.clone() else {
            return Ok(());
        };
        let (key, token) = (self.key(), Arc::clone(token));
        Ok(off_the_executor(move || cache.write(&key, &token)).await??)
    }

    /// Has the kept token at hand, and gives it if it is fresh. What is kept and cannot be used is
    /// as good as nothing: another takes its place.
    async fn recall(&self, cache: &MachineTokenCache) -> Result<Option<Arc<MachineToken>>, Error> {
        let (cache, key) = (cache.clone(), self.key());
        let recalled = match off_the_executor(move || cache.read(&key)).await? {
            Ok(None) => return Ok(None),
            Ok(Some(record)) => self.request.pool.recall_machine_token(&record),
            Err(error) => Err(error.into()),
        };
        let token = match recalled {
            Ok(token) => Arc::new(token),
            Err(error) => {
                tracing::warn!(%error, "the kept token is not used");
                return Ok(None);
            }
        };
        self.shared.replace(Some(Arc::clone(&token)));
        Ok(Some(token).filter(|token| self.is_fresh(token)))
    }

    fn is_fresh(&self, token: &MachineToken) -> bool {
        let pool = &self.request.pool;
        let (now, margin) = (pool.now(), pool.refresh_margin());
        token.lifetime.is_long_enough(now, margin)
    }

    fn key(&self) -> MachineTokenKey {
        MachineTokenKey {
            session: self.request.pool.session_key(None),
            scopes: self.request.scopes.join(" "),
            resource: self.request.resource.clone().unwrap_or_default(),
        }
    }
}

impl Shared {
    fn current(&self) -> Option<Arc<MachineToken>> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.clone()
    }

    fn replace(&self, token: Option<Arc<MachineToken>>) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = token;
    }
}
