//! An identity of an identity pool.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// An identity: who somebody is to AWS, whatever they logged in with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) pool_id: String,
    /// `<region>:<uuid>`.
    pub(crate) id: String,
    /// The subject at each public provider; none for an unauthenticated identity.
    pub(crate) logins: BTreeMap<String, String>,
    /// What the pool's developer provider calls the person: several names after a merge.
    #[serde(default)]
    pub(crate) developer_logins: BTreeSet<String>,
    /// Whether it was merged into another or lost its last login: nobody reaches it any more.
    #[serde(default)]
    pub(crate) disabled: bool,
    pub(crate) created: UnixTime,
    pub(crate) modified: UnixTime,
}

impl Identity {
    /// An identity that nobody has logged in to.
    pub(crate) fn new(pool_id: &str, id: String, now: UnixTime) -> Self {
        Self {
            pool_id: pool_id.to_owned(),
            id,
            logins: BTreeMap::new(),
            developer_logins: BTreeSet::new(),
            disabled: false,
            created: now,
            modified: now,
        }
    }

    /// The name under which the identity of a login is found.
    pub(crate) fn name_of_login(pool_id: &str, provider: &str, subject: &str) -> String {
        // The length keeps `a/b` with `c` apart from `a` with `b/c`: both halves are free text.
        format!("{pool_id}/login/{}:{provider}/{subject}", provider.len())
    }

    /// The name under which the identity of a developer's user is found.
    pub(crate) fn name_of_developer_login(pool_id: &str, user: &str) -> String {
        format!("{pool_id}/developer/{user}")
    }

    /// Whether it was ever logged in.
    pub(crate) fn is_authenticated(&self) -> bool {
        self.linked() > 0
    }

    /// Whether the same logins lead to both.
    pub(crate) fn has_logins_of(&self, other: &Self) -> bool {
        self.logins == other.logins && self.developer_logins == other.developer_logins
    }

    /// How many logins lead to it.
    pub(crate) fn linked(&self) -> usize {
        self.logins.len() + self.developer_logins.len()
    }
}

impl Entity for Identity {
    const TABLE: &'static str = "identities";

    fn key(&self) -> String {
        format!("{}/{}", self.pool_id, self.id)
    }

    /// The id alone, which is all that `GetCredentialsForIdentity` is given, and each login.
    fn names(&self) -> Vec<String> {
        let logins = self
            .logins
            .iter()
            .map(|(provider, subject)| Self::name_of_login(&self.pool_id, provider, subject));
        let developer_logins = self
            .developer_logins
            .iter()
            .map(|user| Self::name_of_developer_login(&self.pool_id, user));
        logins
            .chain(developer_logins)
            .chain([self.id.clone()])
            .collect()
    }

    /// The list without the disabled ones, in the same order.
    fn places(&self) -> Vec<String> {
        if self.disabled {
            Vec::new()
        } else {
            vec![self.key()]
        }
    }

    fn table(state: &State) -> &Table<Self> {
        &state.identities
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.identities
    }
}
