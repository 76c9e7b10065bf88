//! What a verified token says.

mod access;
mod claim_name;
mod claim_set;
mod from_claim;
mod id;
mod identity;
mod scopes;

use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;
use core::ops::Deref;

use serde::Serialize;

use crate::issuer::Issuer;

pub use access::AccessClaims;
pub(crate) use claim_name::ClaimName;
pub(crate) use claim_set::{Checked, ClaimSet};
pub use id::IdClaims;
pub use identity::Identity;
pub use scopes::Scopes;

/// Claims that have passed every check, and which of several settings they matched.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Verified<C> {
    /// The claims: [`IdClaims`] or [`AccessClaims`].
    pub claims: C,
    /// Which of the verifier's issuers issued the token.
    pub issuer: Issuer,
    /// Which of the verifier's app clients the token is for; `None` when any is accepted.
    pub app_client: Option<Arc<str>>,
}

impl<C> Deref for Verified<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.claims
    }
}

/// The claim `token_use`: what the token is for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[allow(
    clippy::exhaustive_enums,
    reason = "Cognito signs these two with keys in the JWKS"
)]
#[serde(rename_all = "lowercase")]
pub enum TokenUse {
    /// An access token: what its holder may do.
    Access,
    /// An ID token: who the user is.
    Id,
}

impl TokenUse {
    /// The claim's text, `access` or `id`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Id => "id",
        }
    }
}

impl fmt::Display for TokenUse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Claims without a place of their own, by name.
pub(crate) type OtherClaims = serde_json::Map<String, serde_json::Value>;
