//! An authorization code: what an application gets tokens for.

use serde::{Deserialize, Serialize};

use super::grant::Grant;
use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// A code and all that it is bound to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AuthorizationCode {
    pub(crate) pool_id: String,
    /// Of the code, so that nobody can use what the data directory keeps.
    pub(crate) digest: String,
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) code_challenge: Option<String>,
    pub(crate) sub: String,
    pub(crate) grant: Grant,
    pub(crate) nonce: Option<String>,
    pub(crate) authenticated: UnixTime,
    /// The user's count of global sign-outs when the code was made.
    pub(crate) sign_outs: u64,
    /// The family of the tokens that it was exchanged for, once it was.
    pub(crate) redeemed: Option<String>,
    pub(crate) expires: UnixTime,
}

impl AuthorizationCode {
    pub(crate) fn key_of(pool_id: &str, digest: &str) -> String {
        format!("{pool_id}/{digest}")
    }
}

impl Entity for AuthorizationCode {
    const TABLE: &'static str = "authorization_codes";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.digest)
    }

    fn expires(&self) -> Option<UnixTime> {
        Some(self.expires)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.authorization_codes
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.authorization_codes
    }
}
