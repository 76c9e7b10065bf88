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
    /// until it has advanced, so after a wrong code, a refused new password or attribute, or a
    /// code of an authenticator app that was used before (protocol.md 3.2 and 3.3).
    #[must_use]
    pub fn leaves_challenge_open(&self) -> bool {
        match self.code {
            ErrorCode::AliasExists
            | ErrorCode::CodeMismatch
            | ErrorCode::EnableSoftwareTokenMfa
            | ErrorCode::InvalidParameter
            | ErrorCode::InvalidPassword
            | ErrorCode::MfaMethodNotFound
            | ErrorCode::PasswordHistoryPolicyViolation
            | ErrorCode::TooManyRequests => true,
            ErrorCode::ExpiredCode => self.message.contains("already been used"),
            _ => false,
        }
    }

    /// What is wrong with the `Session` of an answer, if that is what the service complains of
    /// (protocol.md 3.2).
    #[must_use]
    pub fn session_problem(&self) -> Option<SessionProblem> {
        if self.code != ErrorCode::NotAuthorized {
            return None;
        }
        let message = self.message.trim_end_matches('.');
        let problem = message.strip_prefix("Invalid session for the user")?;
        Some(match problem.trim_start_matches([',', ' ']) {
            "session is expired" => SessionProblem::Expired,
            "session can only be used once" => SessionProblem::AlreadyUsed,
            _ => SessionProblem::Invalid,
        })
    }

    /// Whether the service does not know the device that signs in (protocol.md 2.2).
    #[must_use]
    pub fn is_unknown_device(&self) -> bool {
        self.code == ErrorCode::ResourceNotFound && self.message.starts_with("Device ")
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

/// Why the service does not go on with a sign-in that waited for an answer. Each wants a new
/// sign-in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SessionProblem {
    /// The answer came later than the app client's `AuthSessionValidity`, 3 to 15 minutes.
    Expired,
    /// The challenge was answered before: by somebody else, or by a call whose reply was lost.
    AlreadyUsed,
    /// It is not the service's, or belongs to another user or app client.
    Invalid,
}
