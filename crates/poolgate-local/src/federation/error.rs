//! The refusals of identity pools, in the service's words (protocol.md 8.7).

use poolgate_flow::{ErrorCode, ServiceError};

use crate::error::not_authorized;

pub(crate) fn pool_not_found(id: &str) -> ServiceError {
    ServiceError::new(
        ErrorCode::ResourceNotFound,
        format!("IdentityPool '{id}' not found."),
    )
}

pub(crate) fn identity_not_found(id: &str) -> ServiceError {
    ServiceError::new(
        ErrorCode::ResourceNotFound,
        format!("Identity '{id}' not found."),
    )
}

pub(crate) fn unauthenticated_access() -> ServiceError {
    not_authorized("Unauthenticated access is not supported for this identity pool.")
}

/// An authenticated identity was asked for without any login.
pub(crate) fn identity_is_forbidden(id: &str) -> ServiceError {
    not_authorized(format!("Access to Identity '{id}' is forbidden."))
}

pub(crate) fn logins_do_not_match() -> ServiceError {
    not_authorized(
        "Logins don't match. Please include at least one valid login for this identity or \
         identity pool.",
    )
}

/// The code is documented for logins of two identities; its text was never recorded (U).
pub(crate) fn login_is_linked() -> ServiceError {
    let text = "Logins don't match. A login is already linked to another identity.";
    ServiceError::new(ErrorCode::ResourceConflict, text)
}

pub(crate) fn unsupported_provider() -> ServiceError {
    not_authorized("Token is not from a supported provider of this identity pool.")
}

/// Says what is wrong with the token of a login.
pub(crate) fn invalid_token(what: &str) -> ServiceError {
    not_authorized(format!("Invalid login token. {what}"))
}

pub(crate) fn inactive_token() -> ServiceError {
    not_authorized("Token is inactive")
}

/// A role that the token does not name, or none at all where the pool denies it: the service's
/// text was never recorded (U).
pub(crate) fn role_is_denied() -> ServiceError {
    not_authorized("Access to the requested role is denied.")
}

pub(crate) fn no_role() -> ServiceError {
    let text = "Invalid identity pool configuration. Check assigned IAM roles for this pool.";
    ServiceError::new(ErrorCode::InvalidIdentityPoolConfiguration, text)
}
