//! Wrong passwords and codes of one user.

use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// What the lock-out remembers (protocol.md 7.4).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FailedAttempts {
    pub(crate) pool_id: String,
    /// The user's `sub`, or the one simulated for a name nobody has.
    pub(crate) sub: String,
    pub(crate) failures: u32,
    pub(crate) locked_until: UnixTime,
    pub(crate) forgotten: UnixTime,
}

impl FailedAttempts {
    pub(crate) fn key_of(pool_id: &str, sub: &str) -> String {
        format!("{pool_id}/{sub}")
    }
}

impl Entity for FailedAttempts {
    const TABLE: &'static str = "failed_attempts";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.sub)
    }

    fn expires(&self) -> Option<UnixTime> {
        Some(self.forgotten)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.failed_attempts
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.failed_attempts
    }
}
