//! The refusals that more than one operation speaks, in the service's words (protocol.md 7.2).

use std::fmt;

use poolgate_flow::{ErrorCode, ServiceError};

pub(crate) fn incorrect_username_or_password() -> ServiceError {
    not_authorized("Incorrect username or password.")
}

pub(crate) fn user_not_found() -> ServiceError {
    ServiceError::new(ErrorCode::UserNotFound, "User does not exist.")
}

pub(crate) fn pool_not_found(pool_id: &str) -> ServiceError {
    let message = format!("User pool {pool_id} does not exist.");
    ServiceError::new(ErrorCode::ResourceNotFound, message)
}

pub(crate) fn client_not_found(client_id: &str) -> ServiceError {
    let message = format!("User pool client {client_id} does not exist.");
    ServiceError::new(ErrorCode::ResourceNotFound, message)
}

pub(crate) fn missing_parameter(name: &str) -> ServiceError {
    invalid_parameter(format!("Missing required parameter {name}"))
}

pub(crate) fn invalid_parameter(message: impl Into<String>) -> ServiceError {
    ServiceError::new(ErrorCode::InvalidParameter, message)
}

pub(crate) fn not_authorized(message: impl Into<String>) -> ServiceError {
    ServiceError::new(ErrorCode::NotAuthorized, message)
}

pub(crate) fn user_disabled() -> ServiceError {
    not_authorized("User is disabled.")
}

pub(crate) fn user_not_confirmed() -> ServiceError {
    ServiceError::new(ErrorCode::UserNotConfirmed, "User is not confirmed.")
}

pub(crate) fn password_reset_required() -> ServiceError {
    let message = "Password reset required for the user";
    ServiceError::new(ErrorCode::PasswordResetRequired, message)
}

/// Nobody goes by this name, in the words of the operations that an app client calls for a user who
/// is not signed in.
pub(crate) fn username_not_found() -> ServiceError {
    let message = "Username/client id combination not found.";
    ServiceError::new(ErrorCode::UserNotFound, message)
}

pub(crate) fn attempt_limit_exceeded() -> ServiceError {
    let message = "Attempt limit exceeded, please try after some time.";
    ServiceError::new(ErrorCode::LimitExceeded, message)
}

/// A defect of this server; the cause is for its own developers.
pub(crate) fn internal(cause: impl fmt::Display) -> ServiceError {
    ServiceError::new(ErrorCode::InternalError, format!("Internal error: {cause}"))
}

/// The HTTP status an error travels with (protocol.md 0).
pub(crate) fn status(code: &ErrorCode) -> u16 {
    match code {
        ErrorCode::InternalError => 500,
        _ => 400,
    }
}
