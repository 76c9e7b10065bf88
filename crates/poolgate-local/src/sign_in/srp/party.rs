//! Whose password is to be proven.

use std::sync::Arc;

use poolgate_flow::ServiceError;
use poolgate_srp::{Salt, Verifier};

use crate::core::Context;
use crate::error::user_not_found;
use crate::model::User;
use crate::sign_in::Entrance;
use crate::users::simulation::Stranger;
use crate::users::{directory, password};

/// The one who has to prove the password, or the stranger who stands in for nobody.
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
    /// Who goes by this name; a stranger only if the client hides its users.
    pub(super) fn find(
        context: &Context<'_>,
        entrance: &Entrance,
        username: &str,
    ) -> Result<Self, ServiceError> {
        let pool = &entrance.app.pool;
        let user = context.read(|state| directory::find(state, pool, username));
        let Some(user) = user else {
            if entrance.app.client.hides_users() {
                return Ok(Self::stranger(Stranger::new(context, pool, username)?));
            }
            return Err(user_not_found());
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
            user: Some(user),
            sub,
            user_id_for_srp,
            salt,
            verifier,
        })
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
