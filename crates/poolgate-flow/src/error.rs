use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::{Challenge, ChallengeName, ServiceError};

/// What can go wrong in a sign-in, or in naming what it needs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Error {
    /// A code must be digits, as it was sent or shown.
    CodeNotDigits,
    /// The service does not take the device's proof, or has forgotten the device: forget it here
    /// too, and sign in without it.
    DeviceRefused(ServiceError),
    /// A client secret was given, but empty.
    EmptyClientSecret,
    /// A password was given, but empty.
    EmptyPassword,
    /// The service said that the user is signed in, but left out what that means.
    IncompleteAuthenticationResult {
        /// The member that is not there.
        missing: &'static str,
    },
    /// Not an app client id.
    InvalidClientId(String),
    /// A passkey's answer is not what the service takes.
    InvalidCredential {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A challenge's parameter cannot be read.
    InvalidParameter {
        /// The challenge.
        challenge: ChallengeName,
        /// The parameter's name.
        name: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Not a user pool id.
    InvalidPoolId(String),
    /// Not a Region.
    InvalidRegion(String),
    /// Not a username.
    InvalidUsername {
        /// How many characters it has.
        length: usize,
    },
    /// The new password's challenge demands attributes that were not given.
    MissingAttributes(Vec<String>),
    /// A challenge came without a parameter that it must have.
    MissingParameter {
        /// The challenge.
        challenge: ChallengeName,
        /// The parameter's name.
        name: &'static str,
    },
    /// The tokens' lifetime is below zero.
    NegativeLifetime {
        /// What the service said.
        seconds: i32,
    },
    /// The service answered with neither a challenge nor tokens.
    NoOutcome,
    /// A factor was chosen that the service does not offer.
    NotOffered {
        /// The chosen one.
        name: String,
        /// What the service offers.
        offered: Vec<ChallengeName>,
    },
    /// The password is not UTF-8.
    PasswordNotUtf8,
    /// The password is longer than Cognito takes.
    PasswordTooLong {
        /// The most characters it may have.
        maximum: usize,
    },
    /// The service refused.
    Service(ServiceError),
    /// The service says that the authenticator app was not verified, and not why.
    SoftwareTokenNotVerified,
    /// The service's side of SRP is unsafe or malformed.
    Srp(poolgate_srp::Error),
    /// A challenge came that cannot come at this point.
    UnexpectedChallenge(ChallengeName),
    /// The service gave tokens before it asked for the proof that was offered.
    UnprovenSignIn,
    /// A sealed challenge was altered, or sealed with another key or for another app client.
    UnreadableChallenge,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CodeNotDigits => f.write_str("a code has digits only"),
            Self::DeviceRefused(error) => write!(f, "the remembered device is refused: {error}"),
            Self::EmptyClientSecret => f.write_str("the client secret is empty"),
            Self::EmptyPassword => f.write_str("the password is empty"),
            Self::IncompleteAuthenticationResult { missing } => {
                write!(f, "the service's AuthenticationResult has no {missing}")
            }
            Self::InvalidClientId(id) => write!(f, "{id:?} is not an app client id"),
            Self::InvalidCredential { reason } => {
                write!(f, "the passkey's credential is unusable: {reason}")
            }
            Self::InvalidParameter {
                challenge,
                name,
                reason,
            } => {
                write!(
                    f,
                    "the service's {challenge} challenge has an unusable {name}: {reason}"
                )
            }
            Self::InvalidPoolId(id) => {
                write!(
                    f,
                    "{id:?} is not a user pool id such as eu-west-1_AbCdEf123"
                )
            }
            Self::InvalidRegion(name) => write!(f, "{name:?} is not a Region such as eu-west-1"),
            Self::InvalidUsername { length } => write!(
                f,
                "a username has 1 to 128 characters without blanks; this one has {length}"
            ),
            Self::MissingAttributes(names) => {
                write!(
                    f,
                    "the pool requires these attributes: {}",
                    names.join(", ")
                )
            }
            Self::MissingParameter { challenge, name } => {
                write!(f, "the service's {challenge} challenge has no {name}")
            }
            Self::NegativeLifetime { seconds } => {
                write!(f, "the service gave the tokens a lifetime of {seconds} s")
            }
            Self::NoOutcome => {
                f.write_str("the service answered with neither a challenge nor tokens")
            }
            Self::NotOffered { name, offered } => {
                write!(f, "the pool does not offer {name}, but")?;
                match offered.as_slice() {
                    [] => f.write_str(" nothing"),
                    names => names.iter().try_for_each(|name| write!(f, " {name}")),
                }
            }
            Self::PasswordNotUtf8 => f.write_str("the password is not UTF-8"),
            Self::PasswordTooLong { maximum } => {
                write!(f, "the password has more than {maximum} characters")
            }
            Self::Service(error) => error.fmt(f),
            Self::SoftwareTokenNotVerified => {
                f.write_str("the service has not verified the authenticator app")
            }
            Self::Srp(error) => write!(f, "the service's side of SRP is refused: {error}"),
            Self::UnexpectedChallenge(name) => {
                write!(f, "the service asked for {name}, which cannot follow here")
            }
            Self::UnprovenSignIn => {
                f.write_str("the service gave tokens without asking for the password's proof")
            }
            Self::UnreadableChallenge => f.write_str(
                "the sealed challenge was altered, or sealed with another key or for another app client",
            ),
        }
    }
}

impl core::error::Error for Error {}

impl From<ServiceError> for Error {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

impl From<poolgate_srp::Error> for Error {
    fn from(error: poolgate_srp::Error) -> Self {
        Self::Srp(error)
    }
}

/// A step that did not succeed. Where the service keeps the challenge open, it is here to be
/// answered again: nothing is lost by a mistyped code.
#[derive(Debug)]
pub struct Failure {
    /// What went wrong.
    pub error: Error,
    /// The challenge to answer again, if it is still open.
    pub challenge: Option<Box<Challenge>>,
}

impl Failure {
    pub(crate) fn retry(error: Error, challenge: Challenge) -> Self {
        Self {
            error,
            challenge: Some(Box::new(challenge)),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            error,
            challenge: None,
        }
    }
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        Error::from(error).into()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl core::error::Error for Failure {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.error)
    }
}
