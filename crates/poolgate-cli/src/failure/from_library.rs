//! The library's and the embedded Cognito's errors, as failures with exit codes and hints.

use poolgate::profiles::ProfileError;
use poolgate::{Error, ErrorCode, StoreError};
use poolgate_local::{AttachmentError, SeedError, StartError};

use super::{Failure, Kind};
use crate::profile::Profile;

impl Failure {
    /// An error met on the way with a session: where only a sign-in mends it, it says how to.
    pub(crate) fn of_session(error: Error, profile: &Profile) -> Self {
        if error.needs_sign_in() {
            return profile.sign_in_needed(&error.to_string());
        }
        error.into()
    }

    /// An error met by an administrator: only the AWS credentials are the caller's own. A user who
    /// is not there, or a password that does not fit, is not about who asks.
    pub(crate) fn of_administration(error: Error) -> Self {
        let is_of_credentials = error.code().is_some_and(|code| {
            matches!(
                code,
                ErrorCode::AccessDenied
                    | ErrorCode::ExpiredToken
                    | ErrorCode::IncompleteSignature
                    | ErrorCode::InvalidSignature
                    | ErrorCode::MissingAuthenticationToken
                    | ErrorCode::UnrecognizedClient
            )
        });
        if let Error::NoAwsCredentials { .. } = &error {
            return Self::new(Kind::SignIn, &error).hint(
                "Set up AWS credentials as for the AWS tools: AWS_PROFILE, or AWS_ACCESS_KEY_ID and \
                 AWS_SECRET_ACCESS_KEY",
            );
        }
        let failure = Self::from(error);
        match failure.kind {
            Kind::SignIn if !is_of_credentials => Self {
                kind: Kind::Other,
                ..failure
            },
            Kind::Other if is_of_credentials => Self {
                kind: Kind::SignIn,
                ..failure
            },
            _ => failure,
        }
    }

    /// An answer that did not do. One that cannot be right ends a sign-in just as one that the
    /// service refuses.
    pub(crate) fn refused(error: Error) -> Self {
        let failure = Self::from(error);
        match failure.kind {
            Kind::Other => Self {
                kind: Kind::SignIn,
                ..failure
            },
            _ => failure,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let failure = Self::new(kind(&error), &error);
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Error::from(error).into()
    }
}

impl From<ProfileError> for Failure {
    fn from(error: ProfileError) -> Self {
        let failure = Self::configuration(&error);
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

fn kind(error: &Error) -> Kind {
    if let Error::Store(StoreError::Locked { .. }) | Error::TimedOut { .. } = error {
        Kind::TimedOut
    } else if error.needs_sign_in() || error.is_refusal() || error.is_flow_not_enabled() {
        Kind::SignIn
    } else if error.is_configuration() {
        Kind::Configuration
    } else if error.is_retryable() {
        Kind::Unavailable
    } else {
        Kind::Other
    }
}

impl From<AttachmentError> for Failure {
    fn from(error: AttachmentError) -> Self {
        Self::configuration(format_args!("the embedded Cognito: {error}"))
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        Self::configuration(format_args!("the embedded Cognito: {error}"))
    }
}

impl From<SeedError> for Failure {
    fn from(error: SeedError) -> Self {
        Self::configuration(format_args!("the embedded Cognito: {error}"))
    }
}
