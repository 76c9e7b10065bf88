//! The second factor: which one, and asking for it (protocol.md 3.6).

mod code;
mod selection;
mod setup;
mod software_token;

use poolgate_flow::{ErrorCode, ServiceError};
use serde_json::Value;

use super::attempt::Attempt;
use super::conclusion;
use super::one_time_code::OneTimeCode;
use super::session::Step;
use super::{AuthResponse, Entrance};
use crate::core::Context;
use crate::model::{MessageKind, MfaConfiguration, MfaFactor, User, UserPool};
use crate::state::{State, Transaction};
use crate::users::second_factors::{address, is_passable, registered};

pub(super) use code::answer as answer_code;
pub(super) use selection::answer as answer_selection;
pub(super) use setup::answer as answer_setup;
pub(crate) use setup::{associate_software_token, verify_software_token};
pub(super) use software_token::answer as answer_software_token;

/// Digits of a code by e-mail or text message; one that is a first factor has eight.
const CODE_DIGITS: usize = 6;

/// What a user still has to show after the first factor.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Demand {
    Factor(MfaFactor),
    /// One of several, none of which is preferred.
    Selection(Vec<MfaFactor>),
    /// None is registered and one is required: these can be.
    Setup(Vec<MfaFactor>),
}

/// What this user has to show, if anything.
pub(super) fn demanded(state: &State, pool: &UserPool, user: &User) -> Option<Demand> {
    let configuration = pool.settings.mfa_configuration;
    if configuration == MfaConfiguration::Off {
        return None;
    }
    let registered = registered(state, pool, user);
    let preferred = user.mfa.preferred().filter(|one| registered.contains(one));
    match (preferred, registered.as_slice()) {
        (Some(factor), _) | (None, &[factor]) => Some(Demand::Factor(factor)),
        (None, []) if configuration == MfaConfiguration::Optional => None,
        (None, []) if is_passable(state, pool, user, MfaFactor::SmsMfa) => {
            Some(Demand::Factor(MfaFactor::SmsMfa))
        }
        (None, []) => Some(Demand::Setup(pool.factors.offered().collect())),
        (None, _) => Some(Demand::Selection(registered)),
    }
}

/// The step at which the demand is met, once a code is on its way if it takes one.
pub(super) fn prepare(
    context: &Context<'_>,
    entrance: &Entrance,
    transaction: &mut Transaction<'_>,
    user: &User,
    demand: Demand,
) -> Result<Step, ServiceError> {
    match demand {
        Demand::Factor(factor) => prepare_factor(context, entrance, transaction, user, factor),
        Demand::Selection(factors) => Ok(Step::SelectMfaType(factors)),
        Demand::Setup(factors) => Ok(Step::MfaSetup(factors)),
    }
}

fn prepare_factor(
    context: &Context<'_>,
    entrance: &Entrance,
    transaction: &mut Transaction<'_>,
    user: &User,
    factor: MfaFactor,
) -> Result<Step, ServiceError> {
    if factor == MfaFactor::SoftwareTokenMfa {
        return Ok(Step::SoftwareTokenMfa);
    }
    let address = address(user, factor).ok_or_else(|| {
        let message = format!("The user has no address for {factor}.");
        ServiceError::new(ErrorCode::MfaMethodNotFound, message)
    })?;
    let code = OneTimeCode::random(context, &address, CODE_DIGITS);
    code.send(context, entrance, transaction, user, MessageKind::MfaCode);
    Ok(Step::MfaCode {
        code,
        registers: false,
    })
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
    match &step {
        Step::MfaCode { code, .. } => parameters.extend(code.delivery_parameters()),
        Step::MfaSetup(factors) => parameters.push(("MFAS_CAN_SETUP", list(factors))),
        Step::SelectMfaType(factors) => parameters.push(("MFAS_CAN_CHOOSE", list(factors))),
        Step::SoftwareTokenMfa => {
            let name = software_token::friendly_device_name(context, user);
            parameters.extend(name.map(|name| ("FRIENDLY_DEVICE_NAME", name)));
        }
        _ => {}
    }
    let name = step.challenge_name();
    let session = conclusion::session(context, entrance, attempt, user, step)?;
    Ok(AuthResponse::challenge(name, Some(session), parameters))
}

/// A list as challenge parameters carry it: a JSON array in a string (protocol.md 3.3).
fn list(factors: &[MfaFactor]) -> String {
    let names = factors.iter().map(|factor| factor.as_str().into());
    Value::Array(names.collect()).to_string()
}

/// The code is wrong, whichever way it came.
fn code_mismatch() -> ServiceError {
    ServiceError::new(ErrorCode::CodeMismatch, "Invalid code received for user")
}
