//! A group of users.

use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// A group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) pool_id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// The IAM role that its members' ID tokens carry; nobody checks that it exists (protocol.md
    /// 9.6).
    pub(crate) role_arn: Option<String>,
    /// The lowest is the best, and none at all the worst (protocol.md 5.3).
    pub(crate) precedence: Option<u32>,
    pub(crate) created: UnixTime,
    pub(crate) modified: UnixTime,
}

impl Group {
    /// The primary key of a group; names that differ in case only are different.
    pub(crate) fn key_of(pool_id: &str, name: &str) -> String {
        format!("{pool_id}/{name}")
    }
}

impl Entity for Group {
    const TABLE: &'static str = "groups";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.name)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.groups
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.groups
    }
}
