//! The two keys that sign a pool's tokens.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};
use crate::tokens::SigningKey;

/// The keys of one pool: ID and access tokens have one each (protocol.md 5.1).
#[derive(Serialize, Deserialize)]
pub(crate) struct SigningKeys {
    pub(crate) pool_id: String,
    pub(crate) id: SigningKey,
    pub(crate) access: SigningKey,
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SigningKeys({}, [redacted])", self.pool_id)
    }
}

impl Entity for SigningKeys {
    const TABLE: &'static str = "signing_keys";

    fn key(&self) -> String {
        self.pool_id.clone()
    }

    fn table(state: &State) -> &Table<Self> {
        &state.signing_keys
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.signing_keys
    }
}
