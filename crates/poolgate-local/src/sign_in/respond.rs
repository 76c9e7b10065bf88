//! Answering a challenge (protocol.md 3.3).

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::conclusion::first_factor_proven;
use super::session::{Session, Step, invalid};
use super::{AuthResponse, Entrance, Parameters, choice, custom, device, mfa, new_password, srp};
use crate::core::Context;
use crate::error::user_not_found;
use crate::model::User;

/// Checks the answer to a challenge and goes on with the sign-in.
pub(crate) fn respond(
    context: &Context<'_>,
    entrance: &Entrance,
    challenge: &str,
    session: Option<&str>,
    responses: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let username = responses.require("USERNAME")?;
    entrance.check_secret_hash(username, responses.get("SECRET_HASH"))?;
    device::admit(context, entrance, username, responses)?;
    if challenge == "PASSWORD_VERIFIER" {
        let mut proof = srp::prove(context, entrance, session, responses)?;
        proof.attempt.passed(challenge);
        return first_factor_proven(context, entrance, proof);
    }
    let mut session = device::open_session(context, entrance, challenge, session, responses)?;
    if session.step.challenge_name() != challenge {
        return Err(invalid());
    }
    session.attempt = session.attempt.after(responses);
    match session.step {
        Step::Custom { .. } => return custom::answer(context, entrance, &session, responses),
        Step::OneTimePassword(_)
        | Step::Password
        | Step::PasswordSrp
        | Step::SelectChallenge
        | Step::WebAuthn { .. } => {
            return choice::answer(context, entrance, &session, responses);
        }
        _ => {}
    }
    let user = session_user(context, entrance, &session, responses)?;
    let answer: Answer = match session.step {
        Step::DeviceSrpAuth { .. } => device::answer_introduction,
        Step::DevicePasswordVerifier { .. } => device::answer_proof,
        Step::MfaCode { .. } => mfa::answer_code,
        Step::MfaSetup(_) | Step::SoftwareTokenAssociated(_) | Step::SoftwareTokenVerified => {
            mfa::answer_setup
        }
        Step::NewPasswordRequired => new_password::answer,
        Step::SelectMfaType(_) => mfa::answer_selection,
        Step::SoftwareTokenMfa => mfa::answer_software_token,
        _ => return Err(invalid()),
    };
    answer(context, entrance, &session, &user, responses)
}

/// What answers one kind of challenge.
type Answer = fn(
    &Context<'_>,
    &Entrance,
    &Session,
    &Arc<User>,
    &Parameters,
) -> Result<AuthResponse, ServiceError>;

/// The user whose session it is, if the answer names him too.
fn session_user(
    context: &Context<'_>,
    entrance: &Entrance,
    session: &Session,
    responses: &Parameters,
) -> Result<Arc<User>, ServiceError> {
    let key = User::key_of(&entrance.app.pool.id, &session.sub);
    let user = context.read(|state| state.get(&key));
    let user = user.ok_or_else(user_not_found)?;
    if responses.name_user(context, entrance, &user) {
        Ok(user)
    } else {
        Err(invalid())
    }
}
