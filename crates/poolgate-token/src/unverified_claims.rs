//! Looking into a token without verifying it.

use core::fmt;

use serde_json::Value;

use crate::claims::{ClaimName, ClaimSet};
use crate::compact;
use crate::error::Error;

/// Reads the claims of a token that anybody may have made up, of any issuer and algorithm.
///
/// Its use is to look at tokens that are verified elsewhere: at one's own, which were when they were
/// stored, whether it is time to refresh them; at a foreign one, to whom it is to be shown. Nothing
/// may be permitted on the strength of these claims.
///
/// # Errors
/// What is wrong with the structure; the header, the signature and the claims are not checked.
pub fn dangerous_unverified_claims(token: &str) -> Result<UnverifiedClaims, Error> {
    compact::claims(token).map(UnverifiedClaims)
}

/// Claims that nobody vouches for, of [`dangerous_unverified_claims`].
#[derive(Clone, PartialEq)]
pub struct UnverifiedClaims(ClaimSet);

impl UnverifiedClaims {
    /// When the token says it expires, in seconds since the Unix epoch.
    ///
    /// # Errors
    /// [`Error::ClaimMissing`] or [`Error::ClaimType`] when there is no such time.
    pub fn expires_at(&self) -> Result<i64, Error> {
        self.0.clone().required_date(ClaimName::Exp)
    }

    /// A claim by its name.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<&Value> {
        self.0.value(name)
    }
}

impl fmt::Debug for UnverifiedClaims {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.names()).finish()
    }
}
