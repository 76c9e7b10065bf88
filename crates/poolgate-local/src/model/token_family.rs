//! All tokens that descend from one sign-in (protocol.md 5.3: `origin_jti`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::device::DeviceIdentity;
use super::user::User;
use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// One sign-in and what became of its tokens.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct TokenFamily {
    pub(crate) pool_id: String,
    pub(crate) origin_jti: String,
    pub(crate) sub: String,
    pub(crate) client_id: String,
    pub(crate) authenticated: UnixTime,
    /// When the refresh token ends; a rotated one inherits it (protocol.md 5.5).
    pub(crate) refresh_expires: UnixTime,
    /// When the last token that could still be presented has ended.
    pub(crate) expires: UnixTime,
    /// The user's count of global sign-outs when the family began.
    pub(crate) sign_outs: u64,
    pub(crate) revoked: bool,
    /// How many refresh tokens were issued; each carries its number.
    pub(crate) issued: u32,
    /// Refresh tokens that were exchanged for a new one, and until when they still work.
    pub(crate) exchanged: BTreeMap<u32, UnixTime>,
    /// The device of the sign-in, where the pool tracks them; it need not be confirmed.
    #[serde(default)]
    pub(crate) device: Option<DeviceIdentity>,
}

impl TokenFamily {
    /// Whether its tokens were revoked, alone or by a global sign-out of the user.
    pub(crate) fn is_revoked(&self, user: &User) -> bool {
        self.revoked || self.sign_outs < user.sign_outs
    }

    pub(crate) fn key_of(pool_id: &str, origin_jti: &str) -> String {
        format!("{pool_id}/{origin_jti}")
    }
}

impl Entity for TokenFamily {
    const TABLE: &'static str = "token_families";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.origin_jti)
    }

    fn expires(&self) -> Option<UnixTime> {
        Some(self.expires)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.token_families
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.token_families
    }
}
