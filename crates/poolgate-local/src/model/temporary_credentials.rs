//! AWS credentials of a role's session.

use serde::{Deserialize, Serialize};

use super::RoleSession;
use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// Temporary credentials. The secret key and the session token are derived from the server's own
/// secret and the access key id, so that neither is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct TemporaryCredentials {
    pub(crate) access_key_id: String,
    pub(crate) expires: UnixTime,
    #[serde(flatten)]
    pub(crate) session: RoleSession,
}

impl Entity for TemporaryCredentials {
    const TABLE: &'static str = "temporary_credentials";

    fn key(&self) -> String {
        self.access_key_id.clone()
    }

    fn expires(&self) -> Option<UnixTime> {
        Some(self.expires)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.temporary_credentials
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.temporary_credentials
    }
}
