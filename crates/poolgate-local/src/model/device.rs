//! A device that a user signs in from (protocol.md 2).

use serde::{Deserialize, Serialize};

use super::user::{Credential, User};
use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// The two names of a device, which enter its proof as a user's enter theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeviceIdentity {
    /// `DeviceKey`: the Region and a UUID.
    pub(crate) key: String,
    /// `DeviceGroupKey`.
    pub(crate) group_key: String,
}

/// A device that was confirmed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Device {
    pub(crate) pool_id: String,
    /// Whose it is.
    pub(crate) sub: String,
    pub(crate) identity: DeviceIdentity,
    pub(crate) name: Option<String>,
    /// Whether it can be asked for instead of a second factor.
    pub(crate) remembered: bool,
    /// Of the password that the device has made for itself.
    pub(crate) credential: Credential,
    pub(crate) created: UnixTime,
    pub(crate) modified: UnixTime,
    pub(crate) authenticated: UnixTime,
}

impl Device {
    /// What the keys of a user's devices begin with.
    pub(crate) fn prefix_of(user: &User) -> String {
        format!("{}/{}/", user.pool_id, user.sub)
    }

    /// The primary key of a user's device.
    pub(crate) fn key_of(user: &User, device_key: &str) -> String {
        format!("{}{device_key}", Self::prefix_of(user))
    }
}

impl Entity for Device {
    const TABLE: &'static str = "devices";

    fn key(&self) -> String {
        format!("{}/{}/{}", self.pool_id, self.sub, self.identity.key)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.devices
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.devices
    }
}
