//! `SELECT_MFA_TYPE`: which of several factors it shall be.

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use crate::core::Context;
use crate::model::{MfaFactor, User};
use crate::sign_in::conclusion::settle;
use crate::sign_in::session::Session;
use crate::sign_in::{AuthResponse, Entrance, Parameters};
use crate::users::second_factors::registered;

/// Goes on to the challenge of the chosen factor.
pub(in crate::sign_in) fn answer(
    context: &Context<'_>,
    entrance: &Entrance,
    session: &Session,
    user: &Arc<User>,
    responses: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let chosen = MfaFactor::named(responses.require("ANSWER")?);
    let pool = &entrance.app.pool;
    let (user, step) = context.write(|transaction| {
        let user = settle(context, transaction, user, Some(session.spend()))?;
        let factor = chosen
            .filter(|factor| registered(transaction.state(), pool, &user).contains(factor))
            .ok_or_else(not_registered)?;
        let step = super::prepare_factor(context, entrance, transaction, &user, factor)?;
        Ok((user, step))
    })?;
    super::challenge(context, entrance, session.attempt.clone(), &user, step)
}

/// The service's text is not public.
fn not_registered() -> ServiceError {
    let message = "The user has not registered the MFA type of the ANSWER.";
    ServiceError::new(ErrorCode::MfaMethodNotFound, message)
}
