//! An identity as the service describes it.

use serde::Serialize;

use crate::model::{Identity, IdentityPool};
use crate::time::UnixTime;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct IdentityDescription {
    identity_id: String,
    /// The names of the providers, not who the identity is there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logins: Vec<String>,
    creation_date: UnixTime,
    last_modified_date: UnixTime,
}

impl IdentityDescription {
    pub(crate) fn new(pool: &IdentityPool, identity: &Identity) -> Self {
        let developer = pool
            .settings
            .developer_provider_name
            .iter()
            .filter(|_| !identity.developer_logins.is_empty());
        Self {
            identity_id: identity.id.clone(),
            logins: identity.logins.keys().chain(developer).cloned().collect(),
            creation_date: identity.created,
            last_modified_date: identity.modified,
        }
    }
}
