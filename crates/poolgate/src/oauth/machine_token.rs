use std::fmt;
use std::sync::Arc;

use poolgate_flow::AccessToken;
use poolgate_token::{AccessClaims, Scopes};

use crate::lifetime::{Lifetime, lifetime_getters};

/// A machine's own access token, verified, with what it says. There is no user, no ID token and no
/// refresh token.
#[derive(Clone)]
pub struct MachineToken {
    pub(crate) access_token: AccessToken,
    pub(crate) claims: AccessClaims,
    pub(crate) lifetime: Lifetime,
    pub(crate) clock_offset: i64,
    pub(crate) key_set: Arc<str>,
}

impl MachineToken {
    /// The token itself.
    #[must_use]
    pub fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    /// What it says.
    #[must_use]
    pub fn claims(&self) -> &AccessClaims {
        &self.claims
    }

    /// What was granted.
    #[must_use]
    pub fn scopes(&self) -> &Scopes {
        &self.claims.scope
    }

    lifetime_getters!();
}

impl fmt::Debug for MachineToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MachineToken")
            .field("client_id", &self.claims.client_id)
            .field("scope", &self.claims.scope)
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
