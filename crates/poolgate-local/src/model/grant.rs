//! What somebody has allowed an application.

use serde::{Deserialize, Serialize};

/// The scopes of an authorization, and the API that it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) scopes: Vec<String>,
    /// The `resource` that access tokens are for, which becomes their `aud` (RFC 8707).
    pub(crate) resource: Option<String>,
}

impl Grant {
    pub(crate) fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|granted| granted == scope)
    }

    /// The scopes as tokens and parameters carry them (RFC 6749 section 3.3).
    pub(crate) fn scope(&self) -> String {
        self.scopes.join(" ")
    }
}
