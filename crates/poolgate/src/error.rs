mod hint;
mod network;
mod sdk;

use std::path::PathBuf;

use poolgate_flow::{ErrorCode, ServiceError};

pub(crate) use network::{AtHost, Lost, host};
pub(crate) use sdk::{CallFailure, call_failed, not_a_name};

use crate::oauth::Refusal;
use crate::store::StoreError;

/// What can go wrong between a program and Cognito.
///
/// Errors carry facts and no secrets: they may be shown and logged as they are. They can be
/// cloned, since one failed refresh may be the answer to many callers.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file of trusted certificates cannot be used.
    #[error("the CA bundle {} cannot be used: {reason}", path.display())]
    CaBundle {
        /// The file that `AWS_CA_BUNDLE` or `SSL_CERT_FILE` names.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },

    /// What the browser brought back is no answer to a sign-in.
    #[error("what the browser brought back cannot be used: {reason}")]
    Callback {
        /// What is wrong with it.
        reason: &'static str,
    },

    /// What should be changed was changed by somebody else in the meantime. Nothing was written.
    #[error("{operation}: {name:?} was changed by somebody else in the meantime")]
    ConcurrentChange {
        /// The operation that would have written.
        operation: &'static str,
        /// Of what.
        name: String,
    },

    /// A list does not end.
    #[error("{operation}: the list does not end: {reason}")]
    EndlessList {
        /// The operation.
        operation: &'static str,
        /// How that showed.
        reason: &'static str,
    },

    /// The sign-in cannot go on: an argument, or a reply, is not what it must be.
    #[error(transparent)]
    Flow(#[from] poolgate_flow::Error),

    /// An HTTP client could not be made.
    #[error("the HTTP client cannot be made: {reason}")]
    HttpClient {
        /// What the HTTP library said.
        reason: String,
    },

    /// A task of the library was ended by the end of its runtime.
    #[error("the runtime was shut down in the middle of a call")]
    Interrupted,

    /// The service's reply cannot be understood.
    #[error("{operation}: the reply cannot be understood: {reason}")]
    InvalidResponse {
        /// The operation.
        operation: &'static str,
        /// What is wrong with the reply.
        reason: String,
    },

    /// A setting cannot be used.
    #[error("{setting} is {value:?}: {reason}")]
    InvalidSetting {
        /// Its name.
        setting: &'static str,
        /// Its value, or `[redacted]`.
        value: String,
        /// What was expected.
        reason: String,
    },

    /// The pool's key set could not be had.
    #[error("the key set {url} cannot be used: {reason}")]
    KeySet {
        /// Where it is.
        url: String,
        /// What happened.
        reason: String,
        /// Whether the same may work a little later.
        retryable: bool,
    },

    /// A login could not be had: for a [`ProvideLogins`](crate::ProvideLogins) of your own.
    #[error("no login for the identity pool: {reason}")]
    Login {
        /// What happened.
        reason: String,
    },

    /// The service's reply lacks a member that it must have.
    #[error("{operation}: the reply has no {member}")]
    MissingMember {
        /// The operation.
        operation: &'static str,
        /// The member.
        member: &'static str,
    },

    /// There are no AWS credentials to sign a call with.
    #[error("there are no AWS credentials to sign with: {reason}")]
    NoAwsCredentials {
        /// Where they were looked for, or what their provider said.
        reason: String,
    },

    /// Where the pool's login pages are is not known, or it has none.
    #[error("the user pool's domain is not known: name it, or give the pool one")]
    NoDomain,

    /// A sign-in in the browser brought no ID token.
    #[error("there came no ID token: the scope `openid` was not granted")]
    NoIdToken,

    /// There is nowhere for a browser to come back to on this machine.
    #[error(
        "no redirect URI can be listened on: {}",
        if tried.is_empty() { "none leads to this machine".to_owned() } else { tried.join("; ") }
    )]
    NoLoopbackPort {
        /// The redirect URIs that lead to this machine, each with why it could not be had.
        tried: Vec<String>,
    },

    /// STS has to be asked for a role, and none is known.
    #[error("the classic flow needs a role: none was named, and the user has no preferred one")]
    NoRole,

    /// A task was to be started where no tokio runtime is.
    #[error("no tokio runtime runs here")]
    NoRuntime,

    /// No user pool of the account has this domain.
    #[error("no user pool of the account has the domain {name:?}")]
    NoSuchDomain {
        /// The domain, or its prefix.
        name: String,
    },

    /// The session has no refresh token: the pool gave none.
    #[error("the session cannot be refreshed: it has no refresh token")]
    NoRefreshToken,

    /// The system has no trusted certificates.
    #[error("the system's trusted certificates cannot be loaded: {reason}")]
    NoTrustStore {
        /// What the system said.
        reason: String,
    },

    /// An endpoint of the pool's domain refused (RFC 6749 4.1.2.1 and 5.2).
    #[error("{operation}: {refusal}")]
    OAuth {
        /// The endpoint.
        operation: &'static str,
        /// What it said.
        refusal: Refusal,
    },

    /// The session's refresh token will never work again: revoked, expired, used twice, or its
    /// user is gone. Sign in again.
    #[error("the session is over: {error}")]
    RefreshTokenGone {
        /// What the service said.
        error: ServiceError,
    },

    /// Not exactly one of the user's roles (`cognito:roles`) ends with what was asked for.
    #[error(
        "{} role of the user ends with {suffix:?}; the roles are: {}",
        if *is_ambiguous { "more than one" } else { "no" },
        if candidates.is_empty() { "none".to_owned() } else { candidates.join(", ") }
    )]
    RoleNotSingled {
        /// The end that was asked for.
        suffix: String,
        /// Whether several roles end so, and not none.
        is_ambiguous: bool,
        /// The roles that the ID token names.
        candidates: Vec<String>,
    },

    /// The service refused.
    #[error("{operation}: {error}")]
    Service {
        /// The operation.
        operation: &'static str,
        /// Its code and words.
        error: ServiceError,
    },

    /// The session was ended: here, or by another process that shares its store.
    #[error("the session was signed out")]
    SignedOut,

    /// The browser brought the answer to another sign-in: an older one, or an attacker's.
    #[error("the browser's answer is not to this sign-in (its `state` is another)")]
    StateMismatch,

    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),

    /// No answer in time.
    #[error("{operation}: no answer in time: {reason}")]
    TimedOut {
        /// The operation.
        operation: &'static str,
        /// Which time limit.
        reason: String,
    },

    /// A token that the service gave is not what it must be, or is not of this pool and app
    /// client. It was not used and not kept.
    #[error("the {token} is refused: {error}")]
    Token {
        /// `ID token` or `access token`.
        token: &'static str,
        /// The check that failed.
        error: poolgate_token::Error,
    },

    /// A reply that is neither a result nor an error of the service: a proxy's or firewall's page.
    #[error("{operation}: unexpected HTTP status {status}")]
    UnexpectedStatus {
        /// The operation.
        operation: &'static str,
        /// The status.
        status: u16,
    },

    /// The service could not be reached, or the connection broke.
    #[error("{operation}: the service cannot be reached: {reason}")]
    Unreachable {
        /// The operation.
        operation: &'static str,
        /// What the network said.
        reason: String,
    },

    /// The sign-in asks for an operation that this version does not know.
    #[error("{operation} is not supported by this version")]
    Unsupported {
        /// The operation.
        operation: &'static str,
    },

    /// What should be an ID token cannot be read.
    #[error("the ID token cannot be read: {error}")]
    UnreadableIdToken {
        /// What is wrong with it.
        error: poolgate_token::Error,
    },

    /// An expiry lies beyond what a date can express.
    #[error("the expiry cannot be expressed as a date")]
    UnusableExpiry,

    /// The tokens belong to another user than the session that they should refresh.
    #[error("the refreshed tokens belong to another user: expected {expected:?}, found {actual:?}")]
    UserChanged {
        /// The session's `sub`.
        expected: String,
        /// The new tokens' `sub`.
        actual: String,
    },
}

impl Error {
    /// What the service answered with, where it was the service that refused.
    #[must_use]
    pub fn service(&self) -> Option<&ServiceError> {
        match self {
            Self::RefreshTokenGone { error }
            | Self::Service { error, .. }
            | Self::Flow(poolgate_flow::Error::Service(error)) => Some(error),
            _ => None,
        }
    }

    /// The code that the service answered with.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        self.service().map(|error| &error.code)
    }

    /// Whether only a new sign-in helps.
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        matches!(
            self,
            Self::NoRefreshToken | Self::RefreshTokenGone { .. } | Self::SignedOut
        )
    }

    /// Whether the service did not accept who asks: a wrong password or code, a user who may not
    /// sign in, a login that the identity pool does not take.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        if let Self::OAuth { refusal, .. } = self {
            return refusal.is_about_the_user();
        }
        self.code().is_some_and(|code| {
            matches!(
                code,
                ErrorCode::AccessDenied
                    | ErrorCode::CodeMismatch
                    | ErrorCode::ExpiredCode
                    | ErrorCode::IdpRejectedClaim
                    | ErrorCode::InvalidIdentityToken
                    | ErrorCode::InvalidPassword
                    | ErrorCode::NotAuthorized
                    | ErrorCode::PasswordResetRequired
                    | ErrorCode::UserNotConfirmed
                    | ErrorCode::UserNotFound
            )
        })
    }

    /// Whether the app client does not allow this way to sign in, whoever asks: another one may do
    /// (protocol.md 3.1).
    #[must_use]
    pub fn is_flow_not_enabled(&self) -> bool {
        self.service().is_some_and(|error| {
            error.code == ErrorCode::InvalidParameter
                && [
                    "is not enabled for the client",
                    "flow not enabled for this client",
                ]
                .iter()
                .any(|words| error.message.contains(words))
        })
    }

    /// Whether the same call may succeed a little later: the network, throttling, or a fault on
    /// the service's side.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Store(StoreError::Locked { .. })
            | Self::TimedOut { .. }
            | Self::Unreachable { .. } => true,
            Self::KeySet { retryable, .. } => *retryable,
            Self::OAuth { refusal, .. } => refusal.is_passing(),
            Self::UnexpectedStatus { status, .. } => *status >= 500 || *status == 429,
            _ => self.code().is_some_and(|code| {
                matches!(
                    code,
                    ErrorCode::IdpCommunicationError
                        | ErrorCode::InternalError
                        | ErrorCode::InternalServer
                        | ErrorCode::Throttling
                        | ErrorCode::TooManyRequests
                )
            }),
        }
    }

    /// Whether a time limit ended the call.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(
            self,
            Self::TimedOut { .. } | Self::Store(StoreError::Locked { .. })
        )
    }

    /// Whether a setting or an argument is to blame, not the network and not the service.
    #[must_use]
    pub fn is_configuration(&self) -> bool {
        match self {
            Self::CaBundle { .. }
            | Self::InvalidSetting { .. }
            | Self::NoAwsCredentials { .. }
            | Self::NoDomain
            | Self::NoIdToken
            | Self::NoLoopbackPort { .. }
            | Self::NoRole
            | Self::NoTrustStore { .. }
            | Self::RoleNotSingled { .. }
            | Self::UnreadableIdToken { .. } => true,
            Self::OAuth { refusal, .. } => refusal.is_about_the_app_client(),
            Self::Flow(error) => matches!(
                error,
                poolgate_flow::Error::EmptyClientSecret
                    | poolgate_flow::Error::InvalidClientId(_)
                    | poolgate_flow::Error::InvalidPoolId(_)
                    | poolgate_flow::Error::InvalidRegion(_)
            ),
            _ => false,
        }
    }

    pub(crate) fn http_client(error: &dyn std::error::Error) -> Self {
        Self::HttpClient {
            reason: with_sources(error),
        }
    }
}

/// An error's words and those of its sources. Foreign errors are kept as text: their `Debug` may
/// print a whole reply, tokens included.
pub(crate) fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let words = error.to_string();
        // Many errors repeat their source's words.
        if !text.ends_with(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        source = error.source();
    }
    text
}
