//! Sessions and SRP proofs that were used.

use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// The identifier of something that works once, kept until it would have expired anyway.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SpentIdentifier {
    pub(crate) id: String,
    pub(crate) expires: UnixTime,
}

impl Entity for SpentIdentifier {
    const TABLE: &'static str = "spent_identifiers";

    fn key(&self) -> String {
        self.id.clone()
    }

    fn expires(&self) -> Option<UnixTime> {
        Some(self.expires)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.spent_identifiers
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.spent_identifiers
    }
}
