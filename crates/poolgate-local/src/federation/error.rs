//! The refusals of identity pools, in the service's words (protocol.md 8.7).

use poolgate_flow::{ErrorCode, ServiceError};

use crate::error::{invalid_parameter, not_authorized};

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

pub(crate) fn expired_token(now: i64, expires: i64) -> ServiceError {
    invalid_token(&format!("Token expired: {now} >= {expires}"))
}

/// The code is documented (protocol.md 8.5), its text was never recorded (U).
pub(crate) fn developer_user_is_registered() -> ServiceError {
    let text = "The developer user identifier is already registered with another identity.";
    ServiceError::new(ErrorCode::DeveloperUserAlreadyRegistered, text)
}

/// So are the code and the text for a user and an identity that do not belong together (U).
pub(crate) fn developer_user_is_of_another(user: &str) -> ServiceError {
    let text = format!("Developer user identifier '{user}' does not belong to the identity.");
    ServiceError::new(ErrorCode::ResourceConflict, text)
}

pub(crate) fn developer_user_not_found(user: &str) -> ServiceError {
    let text = format!("Developer user identifier '{user}' not found.");
    ServiceError::new(ErrorCode::ResourceNotFound, text)
}

pub(crate) fn unknown_developer_provider(name: &str) -> ServiceError {
    invalid_parameter(format!(
        "'{name}' is not the developer provider of this identity pool."
    ))
}

/// Documented without a code (U).
pub(crate) fn too_many_logins(most: usize) -> ServiceError {
    let text = format!("An identity has at most {most} linked logins.");
    ServiceError::new(ErrorCode::ResourceConflict, text)
}

pub(crate) fn login_is_not_linked(provider: &str) -> ServiceError {
    let text = format!("The identity has no login of '{provider}'.");
    ServiceError::new(ErrorCode::ResourceNotFound, text)
}

/// The limit is documented (protocol.md 8.6), what is said of it is not (U).
pub(crate) fn too_many_tags(bytes: usize, most: usize) -> ServiceError {
    invalid_parameter(format!(
        "The principal tags have {bytes} bytes; a session takes {most}."
    ))
}

/// The code is documented for logins of two identities; its text was never recorded (U).
pub(crate) fn login_is_linked() -> ServiceError {
    let text = "Logins don't match. A login is already linked to another identity.";
    ServiceError::new(ErrorCode::ResourceConflict, text)
}

pub(crate) fn unsupported_provider() -> ServiceError {
    not_authorized("Token is not from a supported provider of this identity pool.")
}

/// A token of the service itself, where somebody else's is wanted.
pub(crate) fn cognito_token() -> ServiceError {
    invalid_token("Can't pass in a Cognito token.")
}

/// A provider that the pool knows and the server does not. The words are ours.
pub(crate) fn unknown_keys(provider: &str) -> ServiceError {
    invalid_token(&format!(
        "This server has no keys to verify a token of '{provider}': start it with --trusted-jwks, \
         or with --trust-opaque for tokens that are no JWTs."
    ))
}

/// The words are ours.
pub(crate) fn saml_is_unsupported() -> ServiceError {
    invalid_token("This server does not verify SAML assertions.")
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
