//! Whose password is to be proven.

use std::sync::Arc;

use poolgate_flow::ServiceError;
use poolgate_srp::{Identity, Salt, Verifier};

use super::candidate::Candidate;
use crate::core::Context;
use crate::model::{User, UserPool};
use crate::users::lockout::Subject;
use crate::users::password;
use crate::users::simulation::Stranger;

/// The one who has to prove the password, or the stranger who stands in for nobody.
///
/// Every flow that checks a password goes on with a party, whoever it is, so that a stranger, and a
/// user without a password, cost the same arithmetic and are locked out in the same way.
pub(super) struct Party {
    /// Absent for a stranger, and for a user without a password: no proof can succeed.
    pub(super) user: Option<Arc<User>>,
    /// The `sub`, or the one simulated for a stranger.
    pub(super) sub: String,
    pub(super) user_id_for_srp: String,
    pub(super) salt: Salt,
    pub(super) verifier: Verifier,
}

impl Party {
    /// The party of this candidate, who goes by this name.
    pub(super) fn of(
        context: &Context<'_>,
        pool: &UserPool,
        candidate: &Candidate,
        username: &str,
    ) -> Result<Self, ServiceError> {
        let Some(user) = candidate.user() else {
            return Ok(Self::stranger(Stranger::new(context, pool, username)?));
        };
        let (sub, user_id_for_srp) = (user.sub.clone(), user.username.clone());
        let Some(credential) = &user.credential else {
            let stranger = Self::stranger(Stranger::new(context, pool, username)?);
            return Ok(Self {
                sub,
                user_id_for_srp,
                ..stranger
            });
        };
        let (salt, verifier) = password::proof_parameters(credential)?;
        Ok(Self {
            user: Some(Arc::clone(user)),
            sub,
            user_id_for_srp,
            salt,
            verifier,
        })
    }

    /// Whose failures are counted.
    pub(super) fn subject<'a>(&'a self, pool: &'a UserPool) -> Subject<'a> {
        Subject {
            pool_id: &pool.id,
            sub: &self.sub,
        }
    }

    /// Whether it is the party's password; a stranger has none, which takes as long to find out.
    pub(super) fn has_password(&self, pool: &UserPool, given: &str) -> bool {
        let identity = Identity::user(pool.srp_name(), &self.user_id_for_srp);
        let matches = self
            .verifier
            .matches_password(&identity, given.as_bytes(), &self.salt);
        matches && self.user.is_some()
    }

    fn stranger(stranger: Stranger) -> Self {
        let Stranger {
            sub,
            salt,
            verifier,
        } = stranger;
        Self {
            user: None,
            user_id_for_srp: sub.clone(),
            sub,
            salt,
            verifier,
        }
    }
}
