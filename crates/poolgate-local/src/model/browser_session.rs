//! A browser in which somebody is signed in.

use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// Who is signed in where this session's cookie is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct BrowserSession {
    pub(crate) pool_id: String,
    /// Of the cookie's value, so that nobody can use what the data directory keeps.
    pub(crate) digest: String,
    pub(crate) sub: String,
    /// The external provider that the user came by, if it was one.
    pub(crate) provider: Option<String>,
    /// The salt of the password that the user had then: another password has another one.
    pub(crate) salt: Option<String>,
    pub(crate) authenticated: UnixTime,
    pub(crate) expires: UnixTime,
}

impl BrowserSession {
    pub(crate) fn key_of(pool_id: &str, digest: &str) -> String {
        format!("{pool_id}/{digest}")
    }
}

impl Entity for BrowserSession {
    const TABLE: &'static str = "browser_sessions";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.digest)
    }

    fn expires(&self) -> Option<UnixTime> {
        Some(self.expires)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.browser_sessions
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.browser_sessions
    }
}
