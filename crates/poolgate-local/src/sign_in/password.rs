//! `USER_PASSWORD_AUTH` and its administrator's twins: the password itself is sent.

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::attempt::{Attempt, Flow};
use super::candidate::Candidate;
use super::conclusion::{Proof, first_factor_proven};
use super::party::Party;
use super::{AuthResponse, Entrance, Parameters};
use crate::core::Context;
use crate::error::incorrect_username_or_password;
use crate::model::User;
use crate::users::lockout;

/// Signs in with `PASSWORD`.
pub(super) fn sign_in(
    context: &Context<'_>,
    entrance: &Entrance,
    username: &str,
    parameters: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let given = parameters.require("PASSWORD")?;
    let candidate = Candidate::find(context, entrance, username)?;
    let proof = Proof {
        user: prove(context, entrance, &candidate, username, given)?,
        attempt: Attempt::begin(Flow::Password, username, parameters),
        spend: None,
    };
    first_factor_proven(context, entrance, proof)
}

/// Checks the password of whoever goes by the name. A stranger has none, and neither have some
/// users: both take as long as others and are locked out in the same way.
pub(super) fn prove(
    context: &Context<'_>,
    entrance: &Entrance,
    candidate: &Candidate,
    username: &str,
    given: &str,
) -> Result<Arc<User>, ServiceError> {
    let pool = &entrance.app.pool;
    let party = Party::of(context, pool, candidate, username)?;
    let subject = party.subject(pool);
    context.read(|state| lockout::guard(state, subject, context.now()))?;
    if party.has_password(pool, given)
        && let Some(user) = &party.user
    {
        return Ok(Arc::clone(user));
    }
    context.write(|transaction| lockout::record_failure(transaction, subject, context.now()))?;
    Err(incorrect_username_or_password())
}
