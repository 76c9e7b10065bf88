//! `MFA_SETUP`: the first factor of a user in a pool that requires one (protocol.md 3.3).
//!
//! An authenticator app takes three calls, each with the session that the one before answered:
//! `AssociateSoftwareToken`, `VerifySoftwareToken`, and the answer to the challenge. An e-mail address
//! is answered at once, and the code that it gets is the next challenge.

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use super::{CODE_DIGITS, Demand, demanded};
use crate::core::Context;
use crate::error::{invalid_parameter, user_not_found};
use crate::model::{DeliveryMedium, MessageKind, MfaFactor, TotpSecret, User, UserPool};
use crate::sign_in::conclusion::{self, settle, sign_in};
use crate::sign_in::one_time_code::OneTimeCode;
use crate::sign_in::session::{Session, Step, invalid};
use crate::sign_in::{AuthResponse, Entrance, Parameters};
use crate::state::State;
use crate::users::attributes::is_email;
use crate::users::delivery::Address;
use crate::users::software_token::{self, Proof};

/// Ends the set-up of an app, or begins the one of an e-mail address.
pub(in crate::sign_in) fn answer(
    context: &Context<'_>,
    entrance: &Entrance,
    session: &Session,
    user: &Arc<User>,
    responses: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    if let Step::SoftwareTokenVerified = session.step {
        return sign_in(context, entrance, session, |transaction| {
            settle(context, transaction, user, Some(session.spend()))
        });
    }
    // The developer guide writes the key in lower case, a client of the service in upper case.
    let email = responses.get("email").or_else(|| responses.get("EMAIL"));
    match (&session.step, email) {
        (Step::MfaSetup(factors), Some(email)) if factors.contains(&MfaFactor::EmailOtp) => {
            send_code(context, entrance, session, user, email)
        }
        (Step::MfaSetup(_), Some(_)) => {
            let message = "E-mail MFA is not enabled for the user pool.";
            Err(ServiceError::new(ErrorCode::MfaMethodNotFound, message))
        }
        // An app that was not verified is none.
        _ => Err(invalid()),
    }
}

/// Gives out a secret in a sign-in that has to set up a factor; answers the session to verify it
/// with, in which alone the secret is kept.
pub(crate) fn associate_software_token(
    context: &Context<'_>,
    session: &str,
    secret: TotpSecret,
) -> Result<String, ServiceError> {
    let (entrance, session) = Session::resume(context, session)?;
    let Step::MfaSetup(_) = session.step else {
        return Err(invalid());
    };
    let pool = &entrance.app.pool;
    software_token::require_offered(pool)?;
    let user = user(context, &entrance, &session)?;
    context.write(|transaction| {
        settle(context, transaction, &user, Some(session.spend()))?;
        require_demanded(transaction.state(), pool, &user)
    })?;
    let step = Step::SoftwareTokenAssociated(secret);
    conclusion::session(context, &entrance, session.attempt, &user, step)
}

/// Checks the first code of the app; from here on the factor is active. A wrong code leaves the
/// session as it is.
pub(crate) fn verify_software_token(
    context: &Context<'_>,
    session: &str,
    proof: Proof,
) -> Result<String, ServiceError> {
    let (entrance, session) = Session::resume(context, session)?;
    let Step::SoftwareTokenAssociated(secret) = &session.step else {
        return Err(invalid());
    };
    let user = user(context, &entrance, &session)?;
    let user = context.write(|transaction| {
        let user = settle(context, transaction, &user, Some(session.spend()))?;
        require_demanded(transaction.state(), &entrance.app.pool, &user)?;
        software_token::adopt(transaction, &user, secret.clone(), proof, context.now())?;
        let mut user = User::clone(&user);
        user.mfa.enable(MfaFactor::SoftwareTokenMfa);
        Ok(transaction.put(user))
    })?;
    let step = Step::SoftwareTokenVerified;
    conclusion::session(context, &entrance, session.attempt.clone(), &user, step)
}

/// Refuses to give a factor to a user who has one by now: whoever knows only the password and kept
/// a session from before must not add another.
pub(super) fn require_demanded(
    state: &State,
    pool: &UserPool,
    user: &User,
) -> Result<(), ServiceError> {
    match demanded(state, pool, user) {
        Some(Demand::Setup(_)) => Ok(()),
        _ => Err(invalid()),
    }
}

/// Sends a code to the address, which becomes the user's when the code comes back.
fn send_code(
    context: &Context<'_>,
    entrance: &Entrance,
    session: &Session,
    user: &Arc<User>,
    email: &str,
) -> Result<AuthResponse, ServiceError> {
    if !is_email(email) {
        return Err(invalid_parameter("Invalid email address format."));
    }
    let address = Address {
        attribute: "email",
        medium: DeliveryMedium::Email,
        destination: email.to_owned(),
    };
    let code = OneTimeCode::random(context, &address, CODE_DIGITS);
    let user = context.write(|transaction| {
        let user = settle(context, transaction, user, Some(session.spend()))?;
        require_demanded(transaction.state(), &entrance.app.pool, &user)?;
        code.send(context, entrance, transaction, &user, MessageKind::MfaCode);
        Ok(user)
    })?;
    let step = Step::MfaCode {
        code,
        registers: true,
    };
    super::challenge(context, entrance, session.attempt.clone(), &user, step)
}

fn user(
    context: &Context<'_>,
    entrance: &Entrance,
    session: &Session,
) -> Result<Arc<User>, ServiceError> {
    let key = User::key_of(&entrance.app.pool.id, &session.sub);
    context
        .read(|state| state.get(&key))
        .ok_or_else(user_not_found)
}
