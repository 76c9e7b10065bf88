use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use core::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::{
    AuthFlow, CallerContext, ChallengeName, ChallengeSession, ClientId, ClientSecret, DeviceKey,
    PoolId, RefreshToken,
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
    /// Fetches the secret of an authenticator app in the middle of a sign-in.
    AssociateSoftwareToken(AssociateSoftwareToken),
    /// Shows that the authenticator app has the secret.
    VerifySoftwareToken(VerifySoftwareToken),
}

impl Request {
    /// The operation's name in the service's model.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        match self {
            Self::InitiateAuth(call) if call.administrator_of.is_some() => "AdminInitiateAuth",
            Self::InitiateAuth(_) => "InitiateAuth",
            Self::RespondToAuthChallenge(call) if call.administrator_of.is_some() => {
                "AdminRespondToAuthChallenge"
            }
            Self::RespondToAuthChallenge(_) => "RespondToAuthChallenge",
            Self::GetTokensFromRefreshToken(_) => "GetTokensFromRefreshToken",
            Self::AssociateSoftwareToken(_) => "AssociateSoftwareToken",
            Self::VerifySoftwareToken(_) => "VerifySoftwareToken",
        }
    }

    /// The same without the device, for a service that does not know it.
    pub(crate) fn without_device(mut self) -> Self {
        let parameters = match &mut self {
            Self::InitiateAuth(call) => &mut call.parameters,
            Self::RespondToAuthChallenge(call) => &mut call.responses,
            _ => return self,
        };
        parameters.0.remove("DEVICE_KEY");
        self
    }
}

/// The members of `InitiateAuth`, and of `AdminInitiateAuth`.
#[derive(Clone, Debug)]
pub struct InitiateAuth {
    /// `UserPoolId`: with it the call is the administrator's, to be signed with AWS credentials.
    pub administrator_of: Option<PoolId>,
    /// `AuthFlow`.
    pub flow: AuthFlow,
    /// `ClientId`.
    pub client_id: ClientId,
    /// `AuthParameters`.
    pub parameters: Parameters,
    /// `Session`, if the sign-in goes on from the one that confirmed the user.
    pub session: Option<ChallengeSession>,
    /// `ClientMetadata`; not sent when empty.
    pub client_metadata: ClientMetadata,
    /// `AnalyticsMetadata` and `UserContextData` or `ContextData`.
    pub caller: CallerContext,
}

/// The members of `RespondToAuthChallenge`, and of `AdminRespondToAuthChallenge`.
#[derive(Clone, Debug)]
pub struct RespondToAuthChallenge {
    /// `UserPoolId`: with it the call is the administrator's, to be signed with AWS credentials.
    pub administrator_of: Option<PoolId>,
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
    /// `AnalyticsMetadata` and `UserContextData` or `ContextData`.
    pub caller: CallerContext,
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

/// The member of `AssociateSoftwareToken` that a sign-in uses.
#[derive(Clone, Debug)]
pub struct AssociateSoftwareToken {
    /// `Session` of the `MFA_SETUP` challenge.
    pub session: ChallengeSession,
}

/// The members of `VerifySoftwareToken` that a sign-in uses.
#[derive(Clone)]
pub struct VerifySoftwareToken {
    /// `Session` that came with the secret.
    pub session: ChallengeSession,
    /// `UserCode`: what the app shows.
    pub user_code: String,
    /// `FriendlyDeviceName`: what the user calls the app.
    pub friendly_device_name: Option<String>,
}

// The code is good for half a minute yet.
impl fmt::Debug for VerifySoftwareToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifySoftwareToken")
            .field("friendly_device_name", &self.friendly_device_name)
            .finish_non_exhaustive()
    }
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
