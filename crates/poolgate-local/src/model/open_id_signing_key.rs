//! The key that signs the tokens of identity pools.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};
use crate::tokens::SigningKey;

/// One key for all pools: their tokens have one issuer, the service (protocol.md 8.4).
#[derive(Serialize, Deserialize)]
pub(crate) struct OpenIdSigningKey {
    pub(crate) key: SigningKey,
}

impl OpenIdSigningKey {
    /// The record's only key.
    pub(crate) const KEY: &'static str = "identity";
}

impl fmt::Debug for OpenIdSigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OpenIdSigningKey([redacted])")
    }
}

impl Entity for OpenIdSigningKey {
    const TABLE: &'static str = "open_id_signing_key";

    fn key(&self) -> String {
        Self::KEY.to_owned()
    }

    fn table(state: &State) -> &Table<Self> {
        &state.open_id_signing_key
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.open_id_signing_key
    }
}
