//! Tokens, from the service or from a store, verified.

use std::time::{Duration, SystemTime};

use getrandom::SysRng;
use poolgate_flow::{
    AccessToken, DeviceKey, IdToken, Refresh, RefreshToken, Step, Timestamp, Tokens, Username,
};
use poolgate_token::{IdTokenBinding, KeySet, dangerous_unverified_claims};
use rand_core::UnwrapErr;

use super::UserPool;
use crate::Error;
use crate::key_source::Keys;
use crate::oauth;
use crate::service_clock::service_unix;
use crate::session::TokenSet;
use crate::store::{SessionRecord, StoreError, Tampered};
use crate::unix_time::from_unix;

/// Of an access token (protocol.md 5.3).
pub(crate) const LONGEST_LIFE: Duration = Duration::from_hours(24);

/// A user's tokens as they came; nothing of them is verified yet.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) access_token: AccessToken,
    pub(crate) id_token: IdToken,
    pub(crate) refresh_token: Option<RefreshToken>,
    pub(crate) expires_in: Duration,
    /// Whose token endpoint gave them, if it was not the API.
    pub(crate) domain: Option<oauth::Domain>,
}

impl From<Tokens> for Received {
    fn from(tokens: Tokens) -> Self {
        Self {
            access_token: tokens.access_token,
            id_token: tokens.id_token,
            refresh_token: tokens.refresh_token,
            expires_in: tokens.expires_in,
            domain: None,
        }
    }
}

/// A refresh that gave nothing to use.
#[derive(Debug)]
pub(crate) struct RefreshFailed {
    pub(crate) error: Error,
    /// The service has replaced the refresh token, but its other tokens could not be verified for
    /// now. Whoever loses this one has lost the session.
    pub(crate) rotated: Option<RefreshToken>,
}

impl From<Error> for RefreshFailed {
    fn from(error: Error) -> Self {
        Self {
            error,
            rotated: None,
        }
    }
}

impl UserPool {
    /// Fetches tokens for a refresh token and verifies them. Those that come without a refresh
    /// token keep this one.
    pub(crate) async fn refresh(
        &self,
        refresh_token: RefreshToken,
        username: Username,
        device_key: Option<DeviceKey>,
    ) -> Result<TokenSet, RefreshFailed> {
        let refresh = Refresh::new(self.inner.app.clone(), refresh_token.clone(), username);
        let tokens = self.fetch_tokens(refresh.device_key(device_key)).await?;
        self.verify_refreshed(tokens.into(), refresh_token).await
    }

    /// Verifies what a refresh brought. The refresh token stays where no new one came.
    pub(crate) async fn verify_refreshed(
        &self,
        mut tokens: Received,
        spent: RefreshToken,
    ) -> Result<TokenSet, RefreshFailed> {
        let rotated = tokens.refresh_token.clone();
        tokens.refresh_token.get_or_insert(spent);
        self.verify(tokens, None).await.map_err(|error| {
            // A token that is refused is a stranger's, and so is all that came with it.
            let rotated = rotated.filter(|_| !matches!(error, Error::Token { .. }));
            RefreshFailed { error, rotated }
        })
    }

    async fn fetch_tokens(&self, refresh: Refresh) -> Result<Tokens, Error> {
        let (mut waiting, mut request) = refresh.start();
        loop {
            let operation = request.operation();
            let reply = self.call(request).await?;
            let refused = |failure: poolgate_flow::Failure| match failure.error {
                poolgate_flow::Error::Service(error) if error.ends_refresh_token() => {
                    Error::RefreshTokenGone { error }
                }
                poolgate_flow::Error::Service(error) => Error::Service { operation, error },
                other => Error::Flow(other),
            };
            let rng = &mut UnwrapErr(SysRng);
            match waiting
                .receive(reply, self.timestamp(), rng)
                .map_err(refused)?
            {
                Step::Send(next, following) => (waiting, request) = (next, following),
                Step::SignedIn(tokens) => return Ok(tokens),
                _ => return Err(poolgate_flow::Error::NoOutcome.into()),
            }
        }
    }

    /// Verifies what the service has just given: both tokens, completely, and that they are of
    /// one user and, where there is a `nonce`, of the sign-in that it is of.
    pub(crate) async fn verify(
        &self,
        tokens: Received,
        nonce: Option<&str>,
    ) -> Result<TokenSet, Error> {
        let received_at = self.now();
        let id_keys = self.keys_for("ID token", tokens.id_token.expose()).await?;
        let access_keys = self
            .keys_for("access token", tokens.access_token.expose())
            .await?;
        let expires_at = received_at
            .checked_add(tokens.expires_in)
            .ok_or(Error::UnusableExpiry)?;
        let record = SessionRecord {
            key: self.session_key(None),
            access_token: tokens.access_token,
            id_token: tokens.id_token,
            refresh_token: tokens.refresh_token,
            received_at,
            expires_at,
            clock_offset: self.inner.clock.offset(),
            key_set: access_keys.document(),
            domain: tokens.domain,
        };
        self.check(record, nonce, id_keys.set(), access_keys.set())
    }

    /// Verifies what a store gave back, with the keys that it gave back.
    pub(crate) fn recall(&self, record: &SessionRecord) -> Result<TokenSet, Error> {
        let refused = |error| Error::Token {
            token: "kept session",
            error,
        };
        let keys = Keys::parse(&record.key_set).map_err(refused)?;
        let tokens = self.check(record.clone(), None, keys.set(), keys.set())?;
        if let Some(domain) = &record.domain {
            self.remember_domain(domain.clone());
        }
        let inspected = self
            .inner
            .verifier
            .inspect(record.access_token.expose())
            .map_err(refused)?;
        self.inner
            .keys
            .preload(inspected.issuer(), &keys, record.received_at);
        Ok(tokens)
    }

    /// Verifies tokens that another program left, as of the moment when they were issued, which
    /// they say themselves: they may have run out, but not be another's.
    pub(crate) async fn adopt(&self, mut record: SessionRecord) -> Result<TokenSet, Error> {
        let id_keys = self.keys_for("ID token", record.id_token.expose()).await?;
        let access_token = record.access_token.expose();
        let access_keys = self.keys_for("access token", access_token).await?;
        let issued_at = issued_at(access_token).ok_or(Error::UnusableExpiry)?;
        record.received_at = issued_at;
        // The token's own end, once it is verified, is the earlier one.
        let bound = issued_at.checked_add(LONGEST_LIFE);
        record.expires_at = bound.ok_or(Error::UnusableExpiry)?;
        record.key_set = access_keys.document();
        let user = record.key.user_name().map(str::to_owned);
        let tokens = self.check(record, None, id_keys.set(), access_keys.set())?;
        match user {
            Some(user) if !tokens.is_named(&user) => {
                let found = Tampered {
                    member: "user",
                    expected: user,
                    actual: tokens.username().to_owned(),
                };
                Err(StoreError::Other(found.to_string()).into())
            }
            _ => Ok(tokens),
        }
    }

    fn check(
        &self,
        record: SessionRecord,
        nonce: Option<&str>,
        id_keys: &KeySet,
        access_keys: &KeySet,
    ) -> Result<TokenSet, Error> {
        let now = service_unix(record.received_at, record.clock_offset);
        let verifier = &self.inner.verifier;
        let refused = |token| move |error| Error::Token { token, error };
        let (id_token, access_token) = (record.id_token.expose(), record.access_token.expose());
        let id = verifier
            .inspect(id_token)
            .and_then(|token| {
                let mut binding = IdTokenBinding::default().access_token(access_token);
                if let Some(nonce) = nonce {
                    binding = binding.nonce(nonce);
                }
                token.verify_id(&binding, id_keys, now)
            })
            .map_err(refused("ID token"))?;
        let access = verifier
            .inspect(access_token)
            .and_then(|token| token.verify_access(access_keys, now))
            .map_err(refused("access token"))?;
        if id.sub != access.sub {
            let (expected, actual) = (id.claims.sub, access.claims.sub);
            return Err(Error::UserChanged { expected, actual });
        }
        Ok(TokenSet::new(record, id.claims, access.claims))
    }

    /// The service's time, for the proof of SRP.
    pub(crate) fn timestamp(&self) -> Timestamp {
        Timestamp::from_unix(self.inner.clock.unix())
    }

    pub(super) async fn keys_for(&self, name: &'static str, token: &str) -> Result<Keys, Error> {
        let refused = |error| Error::Token { token: name, error };
        let token = self.inner.verifier.inspect(token).map_err(refused)?;
        self.inner
            .keys
            .for_token(name, token.issuer(), token.key_id())
            .await
    }
}

/// When a token says that it was issued. The verification that follows is what counts.
fn issued_at(token: &str) -> Option<SystemTime> {
    let claims = dangerous_unverified_claims(token).ok()?;
    from_unix(claims.claim("iat")?.as_u64()?)
}
