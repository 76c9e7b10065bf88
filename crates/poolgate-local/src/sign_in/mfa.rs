//! The second factor (protocol.md 3.6).
//!
//! A pool that demands one gets it from the phone number, the only factor that the operations so
//! far can give a user.

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use super::attempt::Attempt;
use super::conclusion::{self, settle, sign_in};
use super::session::{Session, Step, invalid};
use super::{AuthResponse, Entrance, Parameters};
use crate::app_clients::same;
use crate::core::Context;
use crate::model::{MessageKind, MfaConfiguration, User, UserPool};
use crate::state::Transaction;
use crate::users::delivery::{self, Address};
use crate::users::lockout::{self, Subject};

/// A second factor that a sign-in has to pass.
pub(super) enum Factor {
    /// None is registered and one is demanded.
    Setup,
    /// A code to the phone number.
    Sms(Address),
}

/// The factor that this user has to pass, if any.
pub(super) fn second_factor(pool: &UserPool, user: &User) -> Option<Factor> {
    if pool.settings.mfa_configuration != MfaConfiguration::On {
        return None;
    }
    let sms = pool.settings.sms_configuration.is_some();
    let phone_number = Address::phone_number(user).filter(|_| sms);
    Some(phone_number.map_or(Factor::Setup, Factor::Sms))
}

/// Sends the code, if the factor needs one.
pub(super) fn prepare(
    context: &Context<'_>,
    entrance: &Entrance,
    transaction: &mut Transaction<'_>,
    user: &User,
    factor: &Factor,
) -> Step {
    let Factor::Sms(address) = factor else {
        return Step::MfaSetup;
    };
    let code = delivery::random_code(context);
    let expires = context
        .now()
        .plus_seconds(entrance.app.client.session_seconds());
    let time = (context.now(), expires);
    delivery::send(
        transaction,
        user,
        address,
        MessageKind::MfaCode,
        &code,
        time,
    );
    Step::SmsMfa { code }
}

/// Asks for the factor.
pub(super) fn challenge(
    context: &Context<'_>,
    entrance: &Entrance,
    attempt: Attempt,
    user: &User,
    step: Step,
) -> Result<AuthResponse, ServiceError> {
    let mut parameters = vec![("USER_ID_FOR_SRP", user.username.clone())];
    let name = match &step {
        Step::SmsMfa { .. } => {
            let masked = Address::phone_number(user).map(|address| address.masked());
            parameters.push(("CODE_DELIVERY_DELIVERY_MEDIUM", "SMS".to_owned()));
            parameters.push(("CODE_DELIVERY_DESTINATION", masked.unwrap_or_default()));
            "SMS_MFA"
        }
        Step::Custom { .. }
        | Step::MfaSetup
        | Step::NewPasswordRequired
        | Step::PasswordVerifier => {
            parameters.push(("MFAS_CAN_SETUP", r#"["SMS_MFA"]"#.to_owned()));
            "MFA_SETUP"
        }
    };
    let session = conclusion::session(context, entrance, attempt, user, step)?;
    Ok(AuthResponse::challenge(name, Some(session), parameters))
}

/// Checks the code from the text message, which also proves the phone number.
pub(super) fn answer_sms(
    context: &Context<'_>,
    entrance: &Entrance,
    session: &Session,
    user: &Arc<User>,
    responses: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let Step::SmsMfa { code } = &session.step else {
        return Err(invalid());
    };
    let given = responses.require("SMS_MFA_CODE")?;
    let subject = Subject {
        pool_id: &user.pool_id,
        sub: &user.sub,
    };
    context.read(|state| lockout::guard(state, subject, context.now()))?;
    if !same(code, given) {
        context
            .write(|transaction| lockout::record_failure(transaction, subject, context.now()))?;
        return Err(ServiceError::new(
            ErrorCode::CodeMismatch,
            "Invalid code received for user",
        ));
    }
    sign_in(context, entrance, session, |transaction| {
        let user = settle(context, transaction, user, Some(session.spend()))?;
        if user.attributes.is_verified("phone_number") {
            return Ok(user);
        }
        let mut user = User::clone(&user);
        user.attributes.set("phone_number_verified", "true");
        user.modified = context.now();
        Ok(transaction.put(user))
    })
}
