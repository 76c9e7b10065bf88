//! Answering a challenge (protocol.md 3.3).

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::session::{Session, invalid};
use super::{AuthResponse, Entrance, Parameters, mfa, new_password, srp};
use crate::app_clients::check_secret_hash;
use crate::core::Context;
use crate::error::{invalid_parameter, user_not_found};
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
    check_secret_hash(&entrance.app.client, username, responses.get("SECRET_HASH"))?;
    if challenge == "PASSWORD_VERIFIER" {
        return srp::verify(context, entrance, username, responses);
    }
    let answer: Answer = match challenge {
        "NEW_PASSWORD_REQUIRED" => new_password::answer,
        "SMS_MFA" => mfa::answer_sms,
        _ => {
            let message = format!("The challenge {challenge} cannot be answered here.");
            return Err(invalid_parameter(message));
        }
    };
    let session = Session::open(context, entrance, session)?;
    let user = context.read(|state| state.get(&User::key_of(&entrance.app.pool.id, &session.sub)));
    let user = user.ok_or_else(user_not_found)?;
    if !responses.name_user(context, entrance, &user) {
        return Err(invalid());
    }
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
