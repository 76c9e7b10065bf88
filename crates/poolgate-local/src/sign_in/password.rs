//! `USER_PASSWORD_AUTH` and its administrator's twins: the password itself is sent.

use std::sync::Arc;

use poolgate_flow::ServiceError;
use poolgate_srp::Identity;

use super::attempt::{Attempt, Flow};
use super::candidate::Candidate;
use super::conclusion::{Proof, first_factor_proven};
use super::{AuthResponse, Entrance, Parameters};
use crate::core::Context;
use crate::error::incorrect_username_or_password;
use crate::model::{User, UserPool};
use crate::users::lockout::{self, Subject};
use crate::users::password;
use crate::users::simulation::Stranger;

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
    let subject = Subject {
        pool_id: &pool.id,
        sub: candidate.sub(),
    };
    context.read(|state| lockout::guard(state, subject, context.now()))?;
    let user = candidate.user();
    let proven = match user.and_then(|user| Some((user, user.credential.as_ref()?))) {
        Some((user, credential)) => password::matches(pool, &user.username, credential, given)?,
        None => compare_in_vain(context, pool, username, given)?,
    };
    if let (true, Some(user)) = (proven, user) {
        return Ok(Arc::clone(user));
    }
    context.write(|transaction| lockout::record_failure(transaction, subject, context.now()))?;
    Err(incorrect_username_or_password())
}

/// No password has a stranger's verifier: only the time of the comparison is wanted.
fn compare_in_vain(
    context: &Context<'_>,
    pool: &UserPool,
    username: &str,
    given: &str,
) -> Result<bool, ServiceError> {
    let stranger = Stranger::new(context, pool, username)?;
    let identity = Identity::user(pool.srp_name(), &stranger.sub);
    let (verifier, salt) = (stranger.verifier, stranger.salt);
    Ok(verifier.matches_password(&identity, given.as_bytes(), &salt))
}
