//! What somebody has allowed an application.

use serde::{Deserialize, Serialize};

/// The scopes of an authorization, and the API that it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) scopes: Vec<String>,
    /// The `resource` that access tokens are for, which becomes their `aud` (RFC 8707).
    pub(crate) resource: Option<String>,
}
