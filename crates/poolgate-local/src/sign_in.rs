//! Signing in: flows begin it, challenges carry it on, tokens end it (protocol.md 3).

mod attempt;
pub(crate) mod browser;
mod candidate;
mod choice;
mod conclusion;
mod custom;
mod device;
mod initiate;
mod mfa;
mod new_password;
mod one_time_code;
mod party;
mod password;
mod refresh;
mod respond;
mod session;
mod sign_up_session;
mod spend;
mod srp;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::{AppClient, check_secret_hash};
use crate::error::missing_parameter;
use crate::model::User;
use crate::tokens::AuthenticationResult;
use crate::triggers::ClientMetadata;

pub(crate) use initiate::initiate;
pub(crate) use mfa::{associate_software_token, verify_software_token};
pub(crate) use refresh::{Rotation, refresh};
pub(crate) use respond::respond;
pub(crate) use sign_up_session::after_confirmation;

/// The door that a sign-in came through.
///
/// Whether a challenge begun by an administrator may be answered by the public operation is not
/// documented (protocol.md 3.7, uncertain): here each door answers its own challenges only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Side {
    /// `AdminInitiateAuth` and `AdminRespondToAuthChallenge`.
    Admin,
    /// The pages of the pool's domain, which `ExplicitAuthFlows` does not concern.
    Browser,
    /// `InitiateAuth` and `RespondToAuthChallenge`.
    Public,
}

/// Where somebody signs in: an app client, through one of the doors.
#[derive(Clone, Debug)]
pub(crate) struct Entrance {
    pub(crate) app: AppClient,
    pub(crate) side: Side,
    /// What the client tells the pool's functions. That of `InitiateAuth` is not for those that are
    /// called here, so it is left out (protocol.md 10.2).
    pub(crate) client_metadata: Option<ClientMetadata>,
}

impl Entrance {
    /// Checks the `SECRET_HASH`. The pages are the server's own: a browser has no secret to prove, and
    /// the client proves its own where it takes the code.
    fn check_secret_hash(&self, username: &str, hash: Option<&str>) -> Result<(), ServiceError> {
        match self.side {
            Side::Browser => Ok(()),
            Side::Admin | Side::Public => check_secret_hash(&self.app.client, username, hash),
        }
    }
}

/// `AuthParameters` or `ChallengeResponses`; unknown members are ignored (protocol.md 0).
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Parameters(BTreeMap<String, String>);

impl<'p> FromIterator<(&'p str, &'p str)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (&'p str, &'p str)>>(parameters: I) -> Self {
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self(parameters.into_iter().map(owned).collect())
    }
}

impl Parameters {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The parameter, or the service's complaint that it is missing.
    pub(crate) fn require(&self, name: &str) -> Result<&str, ServiceError> {
        self.get(name).ok_or_else(|| missing_parameter(name))
    }

    /// The parameters that begin with `prefix`, without it.
    pub(crate) fn with_prefix<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(name, value)| {
            name.strip_prefix(prefix).map(|rest| (rest, value.as_str()))
        })
    }
}

/// What every step answers (protocol.md 3.2).
#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AuthResponse {
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge_name: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    /// Present even when empty.
    challenge_parameters: BTreeMap<Cow<'static, str>, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authentication_result: Option<AuthenticationResult>,
    /// What else a choice-based sign-in could have begun with.
    #[serde(skip_serializing_if = "Option::is_none")]
    available_challenges: Option<Vec<&'static str>>,
    /// Who has passed everything in a browser, where tokens are issued only for the code.
    #[serde(skip)]
    signed_in: Option<Arc<User>>,
}

impl AuthResponse {
    fn challenge<N: Into<Cow<'static, str>>>(
        name: &'static str,
        session: Option<String>,
        parameters: impl IntoIterator<Item = (N, String)>,
    ) -> Self {
        let parameters = parameters.into_iter();
        Self {
            challenge_name: Some(name),
            session,
            challenge_parameters: parameters
                .map(|(name, value)| (name.into(), value))
                .collect(),
            ..Self::default()
        }
    }

    fn with_available_challenges(mut self, names: Vec<&'static str>) -> Self {
        self.available_challenges = Some(names);
        self
    }

    fn signed_in(user: Arc<User>) -> Self {
        Self {
            signed_in: Some(user),
            ..Self::default()
        }
    }

    fn tokens(result: AuthenticationResult) -> Self {
        Self {
            authentication_result: Some(result),
            ..Self::default()
        }
    }
}
