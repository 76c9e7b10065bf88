//! The one record about the server itself.

use std::fmt;

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::ZeroizeOnDrop;

use crate::state::{Entity, State, Table};

/// The root secret from which every key that protects a session or a refresh token is derived.
#[derive(Clone, Serialize, Deserialize, ZeroizeOnDrop)]
pub(crate) struct ServerRecord {
    secret: [u8; 32],
}

impl ServerRecord {
    /// The record's only key.
    pub(crate) const KEY: &'static str = "server";

    pub(crate) fn random(random: &mut dyn CryptoRng) -> Self {
        let mut secret = [0; 32];
        random.fill_bytes(&mut secret);
        Self { secret }
    }

    /// Nothing but key derivation may look at this.
    pub(crate) fn secret(&self) -> &[u8; 32] {
        &self.secret
    }
}

impl fmt::Debug for ServerRecord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ServerRecord([redacted])")
    }
}

impl Entity for ServerRecord {
    const TABLE: &'static str = "server";

    fn key(&self) -> String {
        Self::KEY.to_owned()
    }

    fn table(state: &State) -> &Table<Self> {
        &state.server
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.server
    }
}
