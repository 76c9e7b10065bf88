//! A code that was sent and not yet returned.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// A code sent to a user.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ConfirmationCode {
    pub(crate) pool_id: String,
    pub(crate) sub: String,
    pub(crate) purpose: CodePurpose,
    pub(crate) code: String,
    /// The attribute it was sent to, which returning it verifies.
    pub(crate) attribute: String,
    /// How often another code was given.
    pub(crate) failures: u32,
    pub(crate) expires: UnixTime,
}

/// What a code is for; a user has one code a purpose, the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum CodePurpose {
    SignUp,
}

impl CodePurpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::SignUp => "SignUp",
        }
    }
}

impl ConfirmationCode {
    pub(crate) fn key_of(pool_id: &str, sub: &str, purpose: CodePurpose) -> String {
        format!("{pool_id}/{sub}/{}", purpose.as_str())
    }
}

impl fmt::Debug for ConfirmationCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "ConfirmationCode({}, [redacted])",
            self.purpose.as_str()
        )
    }
}

impl Entity for ConfirmationCode {
    const TABLE: &'static str = "confirmation_codes";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.sub, self.purpose)
    }

    fn expires(&self) -> Option<UnixTime> {
        Some(self.expires)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.confirmation_codes
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.confirmation_codes
    }
}
