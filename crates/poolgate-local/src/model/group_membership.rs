//! That a user is in a group.

use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};

/// One user in one group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct GroupMembership {
    pub(crate) pool_id: String,
    pub(crate) sub: String,
    pub(crate) group_name: String,
}

impl GroupMembership {
    /// What the keys of all memberships of a user begin with.
    pub(crate) fn prefix_of(pool_id: &str, sub: &str) -> String {
        format!("{pool_id}/{sub}/")
    }

    /// What the places of all memberships in a group begin with. No name contains the separator.
    pub(crate) fn members_of(pool_id: &str, group_name: &str) -> String {
        format!("{pool_id}/{group_name}\0")
    }
}

impl Entity for GroupMembership {
    const TABLE: &'static str = "group_memberships";

    /// The name comes last: it may contain a slash, and the others cannot.
    fn key(&self) -> String {
        Self::prefix_of(&self.pool_id, &self.sub) + &self.group_name
    }

    fn places(&self) -> Vec<String> {
        vec![Self::members_of(&self.pool_id, &self.group_name) + &self.sub]
    }

    fn table(state: &State) -> &Table<Self> {
        &state.group_memberships
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.group_memberships
    }
}
