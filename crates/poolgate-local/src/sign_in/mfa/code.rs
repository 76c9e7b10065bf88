//! `SMS_MFA`, and `EMAIL_OTP` as a second factor: the code that was sent.

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::code_mismatch;
use crate::core::Context;
use crate::model::{DeliveryMedium, MfaFactor, User};
use crate::sign_in::conclusion::{settle, sign_in};
use crate::sign_in::one_time_code::OneTimeCode;
use crate::sign_in::session::{Session, Step, invalid};
use crate::sign_in::{AuthResponse, Entrance, Parameters};
use crate::state::Transaction;
use crate::users::contact;
use crate::users::lockout::{self, Subject};

/// Checks the code, which also proves the address.
pub(in crate::sign_in) fn answer(
    context: &Context<'_>,
    entrance: &Entrance,
    session: &Session,
    user: &Arc<User>,
    responses: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let Step::MfaCode { code, registers } = &session.step else {
        return Err(invalid());
    };
    let given = responses.require(match code.medium {
        DeliveryMedium::Email => "EMAIL_OTP_CODE",
        DeliveryMedium::Sms => "SMS_MFA_CODE",
    })?;
    let subject = Subject::of(user);
    context.read(|state| lockout::guard(state, subject, context.now()))?;
    if !code.is(given) {
        context
            .write(|transaction| lockout::record_failure(transaction, subject, context.now()))?;
        return Err(code_mismatch());
    }
    sign_in(context, entrance, session, |transaction| {
        let user = settle(context, transaction, user, Some(session.spend()))?;
        if *registers {
            return register(context, entrance, transaction, &user, code);
        }
        let pool = &entrance.app.pool;
        let proven = (code.attribute(), code.destination.as_str());
        let marked =
            contact::mark_verified(transaction, pool, Arc::clone(&user), proven, context.now());
        // Somebody else may go by this address: then it stays unverified, and is a factor still.
        Ok(marked.unwrap_or(user))
    })
}

/// Ends the set-up of MFA by e-mail: the address is the user's, and the factor is on.
fn register(
    context: &Context<'_>,
    entrance: &Entrance,
    transaction: &mut Transaction<'_>,
    user: &User,
    code: &OneTimeCode,
) -> Result<Arc<User>, ServiceError> {
    super::setup::require_demanded(transaction.state(), &entrance.app.pool, user)?;
    let pool = &entrance.app.pool;
    let proven = (code.attribute(), code.destination.as_str());
    let mut user = contact::set_verified(transaction, pool, user, proven, context.now())?;
    user.mfa.enable(MfaFactor::EmailOtp);
    Ok(transaction.put(user))
}
