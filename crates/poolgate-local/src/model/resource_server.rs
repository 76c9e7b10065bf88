//! A resource server: an API, and the scopes that apps may ask for at it.

use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};

/// A resource server of a pool, as the service describes it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ResourceServer {
    pub(crate) user_pool_id: String,
    pub(crate) identifier: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) scopes: Vec<ResourceServerScope>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ResourceServerScope {
    pub(crate) scope_name: String,
    scope_description: String,
}

impl ResourceServer {
    /// Its scopes as app clients and tokens name them (protocol.md 6.7).
    pub(crate) fn scopes_in_full(&self) -> Vec<String> {
        let scopes = self.scopes.iter();
        scopes
            .map(|scope| format!("{}/{}", self.identifier, scope.scope_name))
            .collect()
    }

    pub(crate) fn key_of(pool_id: &str, identifier: &str) -> String {
        format!("{pool_id}/{identifier}")
    }
}

impl Entity for ResourceServer {
    const TABLE: &'static str = "resource_servers";

    fn key(&self) -> String {
        Self::key_of(&self.user_pool_id, &self.identifier)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.resource_servers
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.resource_servers
    }
}
