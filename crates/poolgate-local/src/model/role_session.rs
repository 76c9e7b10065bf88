//! A session of an IAM role.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Who has assumed which role, and with which tags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RoleSession {
    pub(crate) role_arn: String,
    #[serde(default = "of_identity_pools")]
    pub(crate) session_name: String,
    /// The identity of an identity pool that it was given to, if it was.
    pub(crate) identity_id: Option<String>,
    #[serde(default)]
    pub(crate) tags: BTreeMap<String, String>,
    /// The tags that go along when the session assumes another role.
    #[serde(default)]
    pub(crate) transitive_tag_keys: BTreeSet<String>,
}

/// The session name of credentials from an identity pool.
pub(crate) fn of_identity_pools() -> String {
    "CognitoIdentityCredentials".to_owned()
}
