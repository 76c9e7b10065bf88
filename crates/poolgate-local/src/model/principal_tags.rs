//! Which claims of a provider's tokens become tags of the AWS session.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The map of one provider (protocol.md 8.6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PrincipalTagMap {
    #[serde(default)]
    pub(crate) use_defaults: bool,
    /// Tag key to claim.
    #[serde(default)]
    pub(crate) principal_tags: BTreeMap<String, String>,
}

impl PrincipalTagMap {
    /// What the service maps by default: `client` and `username`.
    pub(crate) fn defaults() -> Self {
        let pair = |key: &str, claim: &str| (key.to_owned(), claim.to_owned());
        Self {
            use_defaults: true,
            principal_tags: BTreeMap::from([pair("client", "aud"), pair("username", "sub")]),
        }
    }
}
