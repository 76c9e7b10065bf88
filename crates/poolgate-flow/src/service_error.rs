use alloc::string::String;
use core::fmt;

use crate::ErrorCode;

/// An error that the service answered with: its code and its own words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ServiceError {
    /// What kind of error it is.
    pub code: ErrorCode,
    /// The service's text; it may be empty.
    pub message: String,
}

impl ServiceError {
    /// An error of this code with these words.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// Whether the same answer may be given again, better: the service keeps a challenge open
    /// after a wrong code or a refused new password (protocol.md 3.2).
    #[must_use]
    pub fn leaves_challenge_open(&self) -> bool {
        matches!(
            self.code,
            ErrorCode::CodeMismatch
                | ErrorCode::InvalidPassword
                | ErrorCode::PasswordHistoryPolicyViolation
                | ErrorCode::TooManyRequests
        )
    }

    /// Whether a refresh token answered with this error will never work again, so that only a
    /// new sign-in helps (protocol.md 5.5, 5.6 and 7.2).
    #[must_use]
    pub fn ends_refresh_token(&self) -> bool {
        match self.code {
            ErrorCode::RefreshTokenReuse | ErrorCode::UserNotFound => true,
            ErrorCode::NotAuthorized => {
                // The texts come with and without a final dot.
                let message = self.message.trim_end_matches('.');
                [
                    "Invalid Refresh Token",
                    "Refresh Token has been revoked",
                    "Refresh Token has expired",
                    "User is disabled",
                ]
                .contains(&message)
            }
            _ => false,
        }
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message.as_str() {
            "" => write!(f, "{}", self.code),
            message => write!(f, "{}: {message}", self.code),
        }
    }
}

impl core::error::Error for ServiceError {}
