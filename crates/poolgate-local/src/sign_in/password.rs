//! `USER_PASSWORD_AUTH` and its administrator's twins: the password itself is sent.

use poolgate_flow::ServiceError;
use poolgate_srp::Identity;

use super::attempt::{Attempt, Flow};
use super::conclusion::{Proof, first_factor_proven};
use super::{AuthResponse, Entrance, Parameters};
use crate::core::Context;
use crate::error::{incorrect_username_or_password, user_not_found};
use crate::model::UserPool;
use crate::users::lockout::{self, Subject};
use crate::users::simulation::Stranger;
use crate::users::{directory, password};

/// Signs in with `PASSWORD`.
pub(super) fn sign_in(
    context: &Context<'_>,
    entrance: &Entrance,
    username: &str,
    parameters: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let given = parameters.require("PASSWORD")?;
    let pool = &entrance.app.pool;
    let Some(user) = context.read(|state| directory::find(state, pool, username)) else {
        if entrance.app.client.hides_users() {
            return Err(refuse_stranger(context, pool, username, given)?);
        }
        return Err(user_not_found());
    };
    let subject = Subject::of(&user);
    context.read(|state| lockout::guard(state, subject, context.now()))?;
    let proven = match &user.credential {
        Some(credential) => password::matches(pool, &user.username, credential, given)?,
        None => false,
    };
    if !proven {
        context
            .write(|transaction| lockout::record_failure(transaction, subject, context.now()))?;
        return Err(incorrect_username_or_password());
    }
    let proof = Proof {
        user,
        attempt: Attempt::begin(Flow::Password, username, parameters),
        spend: None,
    };
    first_factor_proven(context, entrance, proof)
}

/// Takes as long as for a user who exists, and locks out in the same way.
fn refuse_stranger(
    context: &Context<'_>,
    pool: &UserPool,
    username: &str,
    given: &str,
) -> Result<ServiceError, ServiceError> {
    let stranger = Stranger::new(context, pool, username)?;
    let subject = Subject {
        pool_id: &pool.id,
        sub: &stranger.sub,
    };
    context.read(|state| lockout::guard(state, subject, context.now()))?;
    let identity = Identity::user(pool.srp_name(), &stranger.sub);
    // No password has this verifier; only the time of the comparison is wanted.
    let _ = stranger
        .verifier
        .matches_password(&identity, given.as_bytes(), &stranger.salt);
    context.write(|transaction| lockout::record_failure(transaction, subject, context.now()))?;
    Ok(incorrect_username_or_password())
}
