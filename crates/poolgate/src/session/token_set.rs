use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use poolgate_flow::{AccessToken, IdToken, RefreshToken};
use poolgate_token::{AccessClaims, IdClaims, Scopes};

use crate::lifetime::{Lifetime, lifetime_getters};
use crate::oauth;
use crate::store::{SessionKey, SessionRecord};

/// A user's tokens, verified, with what they say.
#[derive(Clone)]
pub struct TokenSet {
    id_token: IdToken,
    access_token: AccessToken,
    refresh_token: Option<RefreshToken>,
    id_claims: IdClaims,
    access_claims: AccessClaims,
    lifetime: Lifetime,
    clock_offset: i64,
    key_set: Arc<str>,
    domain: Option<oauth::Domain>,
}

impl TokenSet {
    pub(crate) fn new(record: SessionRecord, id: IdClaims, access: AccessClaims) -> Self {
        let lifetime = Lifetime {
            received_at: record.received_at,
            expires_at: record.expires_at,
        };
        Self {
            lifetime: lifetime.bounded_by(&access),
            id_token: record.id_token,
            access_token: record.access_token,
            refresh_token: record.refresh_token,
            id_claims: id,
            access_claims: access,
            clock_offset: record.clock_offset,
            key_set: record.key_set,
            domain: record.domain,
        }
    }

    /// The ID token: says who the user is.
    #[must_use]
    pub fn id_token(&self) -> &IdToken {
        &self.id_token
    }

    /// The access token: authorises calls in the user's name.
    #[must_use]
    pub fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    /// The refresh token: fetches new ones.
    #[must_use]
    pub fn refresh_token(&self) -> Option<&RefreshToken> {
        self.refresh_token.as_ref()
    }

    /// What the ID token says.
    #[must_use]
    pub fn id_claims(&self) -> &IdClaims {
        &self.id_claims
    }

    /// What the access token says.
    #[must_use]
    pub fn access_claims(&self) -> &AccessClaims {
        &self.access_claims
    }

    /// What was granted: `aws.cognito.signin.user.admin` to an API sign-in, to one in the browser
    /// what it asked for.
    #[must_use]
    pub fn scopes(&self) -> &Scopes {
        &self.access_claims.scope
    }

    /// The domain at whose endpoints the tokens are refreshed and revoked; `None` if that is done
    /// by the API.
    #[must_use]
    pub fn domain(&self) -> Option<&oauth::Domain> {
        self.domain.as_ref()
    }

    /// Who issued the tokens (`iss`).
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.id_claims.iss
    }

    /// The user's real name in the pool, which is no alias.
    #[must_use]
    pub fn username(&self) -> &str {
        let names = [&self.access_claims.username, &self.id_claims.username];
        names
            .into_iter()
            .flatten()
            .next()
            .unwrap_or(&self.access_claims.sub)
    }

    /// Whether the user may be known by this name: the real one, `sub`, or an alias that the ID token
    /// has, verified or not. Case does not count, as in pools by default.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        let claims = &self.id_claims;
        let aliases = [
            &claims.email,
            &claims.phone_number,
            &claims.preferred_username,
        ];
        let aliases = aliases.into_iter().flatten().map(String::as_str);
        let own = [self.username(), &claims.sub];
        let name = name.to_lowercase();
        aliases.chain(own).any(|known| known.to_lowercase() == name)
    }

    /// The device that the tokens were given to, in a pool that tracks devices. A refresh names it
    /// (protocol.md 2.4).
    #[must_use]
    pub fn device_key(&self) -> Option<&str> {
        self.access_claims.device_key.as_deref()
    }

    lifetime_getters!();

    pub(super) fn is_alive(&self, now: SystemTime) -> bool {
        self.lifetime.is_alive(now)
    }

    pub(super) fn lives_long_enough(&self, now: SystemTime, margin: Duration) -> bool {
        self.lifetime.is_long_enough(now, margin)
    }

    pub(super) fn spare(&self, now: SystemTime, margin: Duration) -> Option<Duration> {
        self.lifetime.spare(now, margin)
    }

    pub(super) fn with_refresh_token(&self, refresh_token: RefreshToken) -> Self {
        Self {
            refresh_token: Some(refresh_token),
            ..self.clone()
        }
    }

    pub(super) fn to_record(&self, key: SessionKey) -> SessionRecord {
        SessionRecord {
            key,
            access_token: self.access_token.clone(),
            id_token: self.id_token.clone(),
            refresh_token: self.refresh_token.clone(),
            received_at: self.received_at(),
            expires_at: self.expires_at(),
            clock_offset: self.clock_offset,
            key_set: Arc::clone(&self.key_set),
            domain: self.domain.clone(),
        }
    }

    /// Whether a record is of these very tokens.
    pub(super) fn is_recorded_in(&self, record: &SessionRecord) -> bool {
        let refresh_token =
            |token: Option<&RefreshToken>| token.map(|token| token.expose().to_owned());
        self.access_token.expose() == record.access_token.expose()
            && refresh_token(self.refresh_token()) == refresh_token(record.refresh_token.as_ref())
    }
}

impl fmt::Debug for TokenSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSet")
            .field("sub", &self.id_claims.sub)
            .field("expires_at", &self.expires_at())
            .field("has_refresh_token", &self.refresh_token.is_some())
            .finish_non_exhaustive()
    }
}
