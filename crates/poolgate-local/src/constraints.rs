//! What an operation's input must look like, checked as the service's front end does it: wrong JSON
//! types first, then every constraint of the public service model, with the service's own texts
//! (protocol.md 0).
//!
//! The constraints are data (`data/`), parsed when a service is first called; no operation
//! repeats them.

use poolgate_flow::{ErrorCode, ServiceError};
use serde_json::Value;

use self::model::Model;

mod deviations;
mod model;
mod path;
mod pattern;
#[cfg(test)]
mod tests;
mod validation;
mod violation;
mod wire_types;

/// A service whose model is known.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Service {
    /// User pools: `cognito-idp`, 2016-04-18.
    CognitoIdp,
    /// Identity pools: `cognito-identity`, 2014-06-30.
    CognitoIdentity,
    /// The Security Token Service: `sts`, 2011-06-15.
    Sts,
}

/// Checks the input of an operation. Members that the model does not know are ignored, and a member
/// that is `null` counts as absent, as the service has it.
///
/// # Errors
///
/// `SerializationException` for a JSON type that does not fit (without a message where none was
/// ever recorded), `InvalidParameterException` for violated constraints,
/// `UnknownOperationException` for an operation that the model lacks.
pub(crate) fn check(service: Service, operation: &str, input: &Value) -> Result<(), ServiceError> {
    let model = Model::of(service);
    let Some(operation) = model.operation(operation) else {
        return Err(ServiceError::new(ErrorCode::UnknownOperation, ""));
    };
    let Some(shape) = operation.input.and_then(|name| model.shape(name)) else {
        return Ok(());
    };
    if !input.is_object() {
        let text = wire_types::not_an_object(input);
        return Err(ServiceError::new(ErrorCode::Serialization, text));
    }
    wire_types::check(model, shape, input)
        .map_err(|mismatch| ServiceError::new(ErrorCode::Serialization, mismatch.to_string()))?;
    match violation::text(&validation::check(model, shape, input)) {
        Some(text) => Err(ServiceError::new(ErrorCode::InvalidParameter, text)),
        None => Ok(()),
    }
}

/// Whether the model wants calls of this operation signed; `None` for an unknown operation.
pub(crate) fn is_signed(service: Service, operation: &str) -> Option<bool> {
    Model::of(service)
        .operation(operation)
        .map(|operation| !operation.unsigned)
}
