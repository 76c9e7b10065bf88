//! The refusals of STS.

use poolgate_flow::{ErrorCode, ServiceError};

/// A refusal: its code, its HTTP status and its text.
#[derive(Debug)]
pub(super) struct StsError {
    pub(super) code: &'static str,
    pub(super) status: u16,
    pub(super) message: String,
}

impl StsError {
    fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            status: 400,
            message: message.into(),
        }
    }

    fn forbidden(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            status: 403,
            message: message.into(),
        }
    }

    pub(super) fn access_denied(message: impl Into<String>) -> Self {
        Self::forbidden("AccessDenied", message)
    }

    /// The token of a web identity may not assume the role (protocol.md 8.7).
    pub(super) fn web_identity_denied() -> Self {
        Self::access_denied("Not authorized to perform sts:AssumeRoleWithWebIdentity")
    }

    pub(super) fn validation(message: impl Into<String>) -> Self {
        Self::bad_request("ValidationError", message)
    }

    pub(super) fn invalid_parameter_value(message: impl Into<String>) -> Self {
        Self::bad_request("InvalidParameterValue", message)
    }

    pub(super) fn invalid_identity_token(message: impl Into<String>) -> Self {
        Self::bad_request("InvalidIdentityToken", message)
    }

    /// A web identity's token has expired; the credentials of a call have another code.
    pub(super) fn expired_web_identity(now: i64, expires: i64) -> Self {
        Self::bad_request(
            "ExpiredTokenException",
            format!(
                "Token expired: current date/time {now} must be before the expiration date/time \
                 {expires}"
            ),
        )
    }

    /// The provider does not vouch for its token any more.
    pub(super) fn rejected_claim(message: impl Into<String>) -> Self {
        Self::forbidden("IDPRejectedClaim", message)
    }

    pub(super) fn malformed_policy(message: impl Into<String>) -> Self {
        Self::bad_request("MalformedPolicyDocument", message)
    }

    pub(super) fn packed_policy_too_large(percent: usize) -> Self {
        Self::bad_request(
            "PackedPolicyTooLarge",
            format!(
                "Packed policy consumes {percent}% of allotted space, please use smaller policy."
            ),
        )
    }
}

impl From<ServiceError> for StsError {
    /// What a service with a JSON protocol calls by other names and answers with status 400.
    fn from(error: ServiceError) -> Self {
        let (code, status) = match error.code {
            ErrorCode::ExpiredToken => ("ExpiredToken", 403),
            ErrorCode::IncompleteSignature => ("IncompleteSignature", 400),
            ErrorCode::InvalidSignature => ("SignatureDoesNotMatch", 403),
            ErrorCode::MissingAuthenticationToken => ("MissingAuthenticationToken", 403),
            ErrorCode::UnrecognizedClient => ("InvalidClientTokenId", 403),
            ErrorCode::InvalidParameter => ("ValidationError", 400),
            ErrorCode::Serialization => ("MalformedInput", 400),
            _ => ("InternalFailure", 500),
        };
        Self {
            code,
            status,
            message: error.message,
        }
    }
}
