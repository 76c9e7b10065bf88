//! A device that is asked for.

use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// Where a sign-in stands whose device was asked, for a client that does not bring the session
/// back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AskedDevice {
    pub(crate) pool_id: String,
    pub(crate) client_id: String,
    pub(crate) sub: String,
    pub(crate) device_key: String,
    /// The fingerprint of the client that has proven the password.
    pub(crate) proven_by: String,
    /// Sealed, as the client got it.
    pub(crate) session: String,
    pub(crate) expires: UnixTime,
}

impl AskedDevice {
    pub(crate) fn key_of(pool_id: &str, sub: &str, device_key: &str, client_id: &str) -> String {
        format!("{pool_id}/{sub}/{device_key}/{client_id}")
    }
}

impl Entity for AskedDevice {
    const TABLE: &'static str = "asked_devices";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.sub, &self.device_key, &self.client_id)
    }

    fn expires(&self) -> Option<UnixTime> {
        Some(self.expires)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.asked_devices
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.asked_devices
    }
}
