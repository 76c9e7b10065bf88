//! The library's and the embedded Cognito's errors, as failures with exit codes and hints.

use poolgate::{Error, StoreError};
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
