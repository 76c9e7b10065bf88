//! The functions that a pool has the service call while it works, as AWS Lambda triggers
//! (protocol.md 10). This is the one place where a function is called.
//!
//! A function may take seconds and may call this very server meanwhile, so whoever calls one holds
//! no lock on the state, and what was read before has to be checked again afterwards.

mod challenges;
mod event;
mod invoker;

use poolgate_flow::{ErrorCode, ServiceError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::app_clients::AppClient;
use crate::core::Context;
use crate::error;
use crate::model::UserPool;

pub(crate) use challenges::{
    ChallengeParameters, ChallengeResult, CreateAuthChallenge, Creation, DefineAuthChallenge,
    VerifyAuthChallengeResponse,
};
pub(crate) use event::{ClientMetadata, Whom};
pub(crate) use invoker::{InvocationError, Invoker};

/// How often a function is called that does not answer in time (protocol.md 10.1).
const ATTEMPTS: u32 = 3;

/// An occasion to call a function; the value is what the event asks, beside what all events say.
pub(crate) trait Trigger: Serialize {
    /// The key in `LambdaConfig`, and the name in errors.
    const NAME: &'static str;
    /// The event's `triggerSource`.
    const SOURCE: &'static str;
    /// What the function fills in. The default is what it finds there: every member, each null.
    type Response: Default + Serialize + DeserializeOwned;
}

/// The function that the pool names for a trigger, if any.
pub(crate) fn function<T: Trigger>(pool: &UserPool) -> Option<&str> {
    let function = pool.settings.lambda_config.get(T::NAME)?;
    function.as_str()
}

/// Calls the function and answers what it filled in.
///
/// # Errors
///
/// `UserLambdaValidationException` if the function threw, `InvalidLambdaResponseException` if it
/// answered something else than the event, `UnexpectedLambdaException` if it could not be called or
/// did not answer in time.
pub(crate) fn call<T: Trigger>(
    context: &Context<'_>,
    app: &AppClient,
    function: &str,
    whom: &Whom<'_>,
    asked: &T,
) -> Result<T::Response, ServiceError> {
    let event = event::compose(context, app, whom, asked).map_err(error::internal)?;
    let answer = invoke(context, function, &event).map_err(|error| refusal(T::NAME, &error))?;
    event::response(answer).ok_or_else(unrecognizable_output)
}

/// The function's answer means nothing here.
pub(crate) fn unrecognizable_output() -> ServiceError {
    let message = "Unrecognizable lambda output";
    ServiceError::new(ErrorCode::InvalidLambdaResponse, message)
}

/// Only a missing answer is a reason to try again: a function that threw has been heard.
fn invoke(context: &Context<'_>, function: &str, event: &Value) -> Result<Value, InvocationError> {
    let invoker = context.invoker().ok_or(InvocationError::Unknown)?;
    let mut outcome = Err(InvocationError::TimedOut);
    for _ in 0..ATTEMPTS {
        outcome = invoker.invoke(function, event);
        if !matches!(outcome, Err(InvocationError::TimedOut)) {
            break;
        }
    }
    outcome
}

/// The failure in the service's words (protocol.md 7.2 and 10.1).
fn refusal(trigger: &str, error: &InvocationError) -> ServiceError {
    let unexpected = |cause: &str| {
        let message = format!("{trigger} invocation failed due to error {cause}.");
        ServiceError::new(ErrorCode::UnexpectedLambda, message)
    };
    match error {
        InvocationError::Thrown(message) => ServiceError::new(
            ErrorCode::UserLambdaValidation,
            format!("{trigger} failed with error {message}."),
        ),
        InvocationError::NotJson => ServiceError::new(
            ErrorCode::InvalidLambdaResponse,
            "Invalid lambda function output : Invalid JSON",
        ),
        InvocationError::TimedOut => unexpected("Socket timeout while invoking Lambda function"),
        InvocationError::Unknown => {
            unexpected("ResourceNotFoundException: this server was not told where the function is")
        }
        InvocationError::NotCalled(cause) => unexpected(cause),
    }
}
