//! The checks, and the settings they need.

mod app_clients;
mod binding;
mod builder;
mod unverified_token;

use alloc::string::String;
use alloc::vec::Vec;

use crate::claims::{AccessClaims, IdClaims, Verified};
use crate::error::Error;
use crate::issuer::Issuer;
use crate::key_set::KeySet;

use app_clients::AppClients;
pub use binding::IdTokenBinding;
pub use builder::{NeedsAppClient, NeedsIssuer, Ready, TokenVerifierBuilder};
pub use unverified_token::UnverifiedToken;

/// Verifies ID and access tokens of one or more user pools.
///
/// Each token passes these checks in this order, and the first that fails is the error:
///
/// 1. *structure*: the size, three segments of canonical base64url, JSON objects without duplicate
///    names, `alg` RS256, no critical extensions, a `kid`;
/// 2. *issuer*: `iss` is one of the verifier's, byte for byte. It comes before the signature as it
///    tells which pool's keys the signature must be of;
/// 3. *signature*: the set has the key, the key is usable, the signature holds;
/// 4. *claims*: `exp`, `nbf`, `token_use`, the app client, required scopes and groups, then
///    `at_hash` and `nonce` where there is something to compare them with.
///
/// `iat` must be a number and is not enforced: a clock that is a second behind Cognito's would
/// refuse every fresh token.
#[derive(Clone, Debug)]
pub struct TokenVerifier {
    issuers: Vec<Issuer>,
    app_clients: AppClients,
    leeway: i64,
    required_scopes: Vec<String>,
    accepted_groups: Vec<String>,
}

impl TokenVerifier {
    /// Starts with the first decision, which issuers to trust; the second is the app client.
    #[must_use]
    pub fn builder() -> TokenVerifierBuilder<NeedsIssuer> {
        TokenVerifierBuilder::new()
    }

    /// The issuers that are trusted.
    #[must_use]
    pub fn issuers(&self) -> &[Issuer] {
        &self.issuers
    }

    /// Verifies an ID token at the time `now`, in seconds since the Unix epoch.
    ///
    /// # Errors
    /// The first check that fails; [`Error::KeySetAmbiguous`] when the verifier trusts several
    /// pools, for which there is [`inspect`](Self::inspect).
    pub fn verify_id_token(
        &self,
        token: &str,
        keys: &KeySet,
        now: i64,
    ) -> Result<Verified<IdClaims>, Error> {
        self.verify_bound_id_token(token, &IdTokenBinding::default(), keys, now)
    }

    /// Verifies an ID token as [`verify_id_token`](Self::verify_id_token) does, and that it belongs
    /// to the access token it came with and to the authorization request that asked for it.
    ///
    /// # Errors
    /// As above, and [`Error::AtHash`] or [`Error::Nonce`].
    pub fn verify_bound_id_token(
        &self,
        token: &str,
        binding: &IdTokenBinding<'_>,
        keys: &KeySet,
        now: i64,
    ) -> Result<Verified<IdClaims>, Error> {
        self.require_one_pool()?;
        self.inspect(token)?.verify_id(binding, keys, now)
    }

    /// Verifies an access token at the time `now`, in seconds since the Unix epoch.
    ///
    /// # Errors
    /// The first check that fails; [`Error::KeySetAmbiguous`] when the verifier trusts several
    /// pools, for which there is [`inspect`](Self::inspect).
    pub fn verify_access_token(
        &self,
        token: &str,
        keys: &KeySet,
        now: i64,
    ) -> Result<Verified<AccessClaims>, Error> {
        self.require_one_pool()?;
        self.inspect(token)?.verify_access(keys, now)
    }

    /// Takes a token apart as far as is needed to choose its keys: its issuer is trusted, and the
    /// [`UnverifiedToken`] tells where that issuer's keys are and which of them is wanted.
    ///
    /// # Errors
    /// What is wrong with the structure, or [`Error::Issuer`].
    pub fn inspect<'v, 't>(&'v self, token: &'t str) -> Result<UnverifiedToken<'v, 't>, Error> {
        UnverifiedToken::parse(self, token)
    }

    fn require_one_pool(&self) -> Result<(), Error> {
        match self.pools() {
            1 => Ok(()),
            pools => Err(Error::KeySetAmbiguous { pools }),
        }
    }

    /// Both issuer forms of one pool share its keys; two custom issuers share nothing.
    fn pools(&self) -> usize {
        let is_first = |(index, issuer): &(usize, &Issuer)| {
            issuer.pool_id().is_none()
                || self.issuers[..*index]
                    .iter()
                    .all(|other| other.pool_id() != issuer.pool_id())
        };
        self.issuers.iter().enumerate().filter(is_first).count()
    }
}
