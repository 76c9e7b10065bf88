//! An identity of an identity pool.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// An identity: who somebody is to AWS, whatever they logged in with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) pool_id: String,
    /// `<region>:<uuid>`.
    pub(crate) id: String,
    /// The subject at each provider; none for an unauthenticated identity.
    pub(crate) logins: BTreeMap<String, String>,
    pub(crate) created: UnixTime,
    pub(crate) modified: UnixTime,
}

impl Identity {
    /// The name under which the identity of a login is found.
    pub(crate) fn name_of_login(pool_id: &str, provider: &str, subject: &str) -> String {
        format!("{pool_id}/{provider}/{subject}")
    }

    /// Whether it was ever logged in.
    pub(crate) fn is_authenticated(&self) -> bool {
        !self.logins.is_empty()
    }
}

impl Entity for Identity {
    const TABLE: &'static str = "identities";

    fn key(&self) -> String {
        format!("{}/{}", self.pool_id, self.id)
    }

    /// The id alone, which is all that `GetCredentialsForIdentity` is given, and each login.
    fn names(&self) -> Vec<String> {
        let logins = self.logins.iter();
        let logins =
            logins.map(|(provider, subject)| Self::name_of_login(&self.pool_id, provider, subject));
        logins.chain([self.id.clone()]).collect()
    }

    fn table(state: &State) -> &Table<Self> {
        &state.identities
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.identities
    }
}
