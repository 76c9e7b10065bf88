use alloc::string::{String, ToString};
use core::fmt;
use core::slice;

use super::{IdTokenBinding, TokenVerifier};
use crate::claims::{AccessClaims, Checked, ClaimName, ClaimSet, IdClaims, TokenUse, Verified};
use crate::compact::CompactToken;
use crate::error::Error;
use crate::issuer::Issuer;
use crate::key_set::KeySet;

/// A token that names a trusted issuer and has proved nothing yet.
///
/// It tells which keys to verify it with; its claims come out only by verifying it.
///
/// ```
/// use poolgate_token::{AccessClaims, Error, KeySet, TokenVerifier, Verified};
///
/// // `keys_of` finds the key set of a JWKS URI, wherever the program keeps them.
/// fn verify(
///     verifier: &TokenVerifier,
///     keys_of: impl Fn(&str) -> KeySet,
///     token: &str,
///     now: i64,
/// ) -> Result<Verified<AccessClaims>, Error> {
///     let token = verifier.inspect(token)?;
///     let keys = keys_of(token.issuer().jwks_uri());
///     token.verify_access(&keys, now)
/// }
/// ```
pub struct UnverifiedToken<'v, 't> {
    verifier: &'v TokenVerifier,
    issuer: &'v Issuer,
    token: CompactToken<'t>,
}

impl<'v, 't> UnverifiedToken<'v, 't> {
    pub(super) fn parse(verifier: &'v TokenVerifier, token: &'t str) -> Result<Self, Error> {
        let token = CompactToken::parse(token)?;
        let issuer = verifier.trusted_issuer(&token)?;
        Ok(Self {
            verifier,
            issuer,
            token,
        })
    }

    /// The trusted issuer that the token names.
    #[must_use]
    pub fn issuer(&self) -> &'v Issuer {
        self.issuer
    }

    /// The id of the key that the token names.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.token.key_id
    }

    /// Verifies it as an ID token. `keys` must be those of [`issuer`](Self::issuer), `now` is in
    /// seconds since the Unix epoch.
    ///
    /// # Errors
    /// The first check that fails.
    pub fn verify_id(
        self,
        binding: &IdTokenBinding<'_>,
        keys: &KeySet,
        now: i64,
    ) -> Result<Verified<IdClaims>, Error> {
        let (verifier, issuer) = (self.verifier, self.issuer);
        let (checked, claims) = self.into_checked_claims(TokenUse::Id, keys, now)?;
        let claims = IdClaims::take(checked, claims)?;
        let app_client = verifier.app_clients.accept(&claims.aud)?;
        verifier.check_groups(&claims.groups)?;
        binding.check(&claims)?;
        Ok(Verified {
            claims,
            issuer: issuer.clone(),
            app_client,
        })
    }

    /// Verifies it as an access token. `keys` must be those of [`issuer`](Self::issuer), `now` is
    /// in seconds since the Unix epoch.
    ///
    /// # Errors
    /// The first check that fails.
    pub fn verify_access(self, keys: &KeySet, now: i64) -> Result<Verified<AccessClaims>, Error> {
        let (verifier, issuer) = (self.verifier, self.issuer);
        let (checked, claims) = self.into_checked_claims(TokenUse::Access, keys, now)?;
        let claims = AccessClaims::take(checked, claims)?;
        let app_client = verifier
            .app_clients
            .accept(slice::from_ref(&claims.client_id))?;
        verifier.check_scopes(&claims)?;
        verifier.check_groups(&claims.groups)?;
        Ok(Verified {
            claims,
            issuer: issuer.clone(),
            app_client,
        })
    }

    /// The checks that both kinds share. No claim is looked at before the signature holds, except
    /// the issuer.
    fn into_checked_claims(
        self,
        token_use: TokenUse,
        keys: &KeySet,
        now: i64,
    ) -> Result<(Checked, ClaimSet), Error> {
        let token = self.token;
        let key = keys.find(&token.key_id)?;
        if !key.verifies(token.signed, &token.signature) {
            return Err(Error::Signature { kid: token.key_id });
        }
        let mut claims = token.claims;
        let checked = Checked {
            iss: claims.required(ClaimName::Iss)?,
            exp: claims.required_date(ClaimName::Exp)?,
            iat: claims.date(ClaimName::Iat)?,
            nbf: claims.date(ClaimName::Nbf)?,
        };
        self.verifier.check_times(&checked, now)?;
        check_token_use(token_use, claims.required(ClaimName::TokenUse)?)?;
        Ok((checked, claims))
    }
}

impl fmt::Debug for UnverifiedToken<'_, '_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UnverifiedToken")
            .field("issuer", &self.issuer)
            .field("key_id", &self.key_id())
            .finish_non_exhaustive()
    }
}

impl TokenVerifier {
    fn trusted_issuer(&self, token: &CompactToken<'_>) -> Result<&Issuer, Error> {
        let claim = token
            .claims
            .value("iss")
            .ok_or(Error::ClaimMissing { claim: "iss" })?;
        let expected = "a string";
        let actual = claim.as_str().ok_or(Error::ClaimType {
            claim: "iss",
            expected,
        })?;
        self.issuers
            .iter()
            .find(|issuer| issuer.url() == actual)
            .ok_or_else(|| Error::Issuer {
                expected: self.issuers.iter().map(ToString::to_string).collect(),
                actual: actual.to_string(),
            })
    }

    /// RFC 7519 4.1.4: at the very second of `exp` the token has expired.
    fn check_times(&self, claims: &Checked, now: i64) -> Result<(), Error> {
        let leeway = self.leeway;
        if now >= claims.exp.saturating_add(leeway) {
            return Err(Error::Expired {
                expired_at: claims.exp,
                now,
                leeway,
            });
        }
        match claims.nbf {
            Some(not_before) if now < not_before.saturating_sub(leeway) => {
                Err(Error::NotYetValid {
                    not_before,
                    now,
                    leeway,
                })
            }
            _ => Ok(()),
        }
    }

    fn check_scopes(&self, claims: &AccessClaims) -> Result<(), Error> {
        match self
            .required_scopes
            .iter()
            .find(|scope| !claims.scope.contains(scope))
        {
            None => Ok(()),
            Some(missing) => Err(Error::ScopeMissing {
                expected: missing.clone(),
                actual: claims.scope.to_string(),
            }),
        }
    }

    fn check_groups(&self, actual: &[String]) -> Result<(), Error> {
        let expected = &self.accepted_groups;
        if expected.is_empty() || expected.iter().any(|group| actual.contains(group)) {
            return Ok(());
        }
        Err(Error::GroupMissing {
            expected: expected.clone(),
            actual: actual.to_vec(),
        })
    }
}

fn check_token_use(expected: TokenUse, actual: String) -> Result<(), Error> {
    if actual == expected.as_str() {
        Ok(())
    } else {
        Err(Error::TokenUse { expected, actual })
    }
}
