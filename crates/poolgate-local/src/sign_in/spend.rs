//! Sessions and proofs work once.

use poolgate_flow::ServiceError;

use crate::error::not_authorized;
use crate::model::SpentIdentifier;
use crate::state::{State, Transaction};
use crate::time::UnixTime;

/// Something that works once, and how the service refuses it the second time.
#[derive(Clone, Debug)]
pub(super) struct Spend {
    id: String,
    expires: UnixTime,
    refusal: &'static str,
}

impl Spend {
    /// An SRP proof.
    pub(super) fn proof(id: String, expires: UnixTime) -> Self {
        Self {
            id,
            expires,
            refusal: "Incorrect username or password.",
        }
    }

    /// A session, once its challenge was answered.
    pub(super) fn session(id: String, expires: UnixTime) -> Self {
        let refusal = "Invalid session for the user, session can only be used once.";
        Self {
            id,
            expires,
            refusal,
        }
    }

    /// Refuses what was spent.
    pub(super) fn guard(&self, state: &State) -> Result<(), ServiceError> {
        match state.get::<SpentIdentifier>(&self.id) {
            Some(_) => Err(not_authorized(self.refusal)),
            None => Ok(()),
        }
    }

    /// Spends it.
    pub(super) fn commit(
        self,
        transaction: &mut Transaction<'_>,
        now: UnixTime,
    ) -> Result<(), ServiceError> {
        self.guard(transaction.state())?;
        transaction.forget_expired::<SpentIdentifier>(now);
        transaction.put(SpentIdentifier {
            id: self.id,
            expires: self.expires,
        });
        Ok(())
    }
}
