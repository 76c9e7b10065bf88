use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use core::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::{
    AuthFlow, ChallengeName, ChallengeSession, ClientId, ClientSecret, DeviceKey, RefreshToken,
};

/// Key-value pairs for the pool's Lambda triggers (`ClientMetadata`).
pub type ClientMetadata = BTreeMap<String, String>;

/// A call to the service that the caller now sends.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Request {
    /// Starts a sign-in, or refreshes where rotation is off.
    InitiateAuth(InitiateAuth),
    /// Answers a challenge.
    RespondToAuthChallenge(RespondToAuthChallenge),
    /// Refreshes.
    GetTokensFromRefreshToken(GetTokensFromRefreshToken),
}

impl Request {
    /// The operation's name in the service's model.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        match self {
            Self::InitiateAuth(_) => "InitiateAuth",
            Self::RespondToAuthChallenge(_) => "RespondToAuthChallenge",
            Self::GetTokensFromRefreshToken(_) => "GetTokensFromRefreshToken",
        }
    }
}

/// The members of `InitiateAuth`.
#[derive(Clone, Debug)]
pub struct InitiateAuth {
    /// `AuthFlow`.
    pub flow: AuthFlow,
    /// `ClientId`.
    pub client_id: ClientId,
    /// `AuthParameters`.
    pub parameters: Parameters,
    /// `ClientMetadata`; not sent when empty.
    pub client_metadata: ClientMetadata,
}

/// The members of `RespondToAuthChallenge`.
#[derive(Clone, Debug)]
pub struct RespondToAuthChallenge {
    /// `ChallengeName`.
    pub challenge_name: ChallengeName,
    /// `ClientId`.
    pub client_id: ClientId,
    /// `Session`, if the challenge came with one.
    pub session: Option<ChallengeSession>,
    /// `ChallengeResponses`.
    pub responses: Parameters,
    /// `ClientMetadata`; not sent when empty.
    pub client_metadata: ClientMetadata,
}

/// The members of `GetTokensFromRefreshToken`, which takes the client's secret itself.
#[derive(Clone, Debug)]
pub struct GetTokensFromRefreshToken {
    /// `RefreshToken`.
    pub refresh_token: RefreshToken,
    /// `ClientId`.
    pub client_id: ClientId,
    /// `ClientSecret`.
    pub client_secret: Option<ClientSecret>,
    /// `DeviceKey`, in a pool that tracks devices.
    pub device_key: Option<DeviceKey>,
    /// `ClientMetadata`; not sent when empty.
    pub client_metadata: ClientMetadata,
}

/// Named values of a request; `Debug` shows the names only, since passwords travel here.
#[derive(Clone, Default)]
pub struct Parameters(BTreeMap<String, SecretString>);

impl Parameters {
    /// No parameters yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one more; a later value of a name replaces the earlier.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.insert(name.to_string(), value.into());
        self
    }

    /// The same with one more, if there is a value.
    #[must_use]
    pub fn with_optional(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The value of a name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(ExposeSecret::expose_secret)
    }

    /// Each name with its value, in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.expose_secret()))
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
