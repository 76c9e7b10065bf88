use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::{
    AccessToken, ChallengeName, ChallengeSession, DeviceKey, IdToken, RefreshToken, ServiceError,
    SoftwareTokenSecret,
};

/// What came back: the service's answer, or its error.
pub type Reply = Result<Response, ServiceError>;

/// The answer to any [`Request`](crate::Request), with the members of all of them (protocol.md
/// 3.2): most bring either tokens or the next challenge.
#[derive(Clone, Default)]
pub struct Response {
    /// What the service asks for next; `None` when it is satisfied.
    pub challenge_name: Option<ChallengeName>,
    /// To be given back with the answer. Absent between `USER_SRP_AUTH` and `PASSWORD_VERIFIER`.
    pub session: Option<ChallengeSession>,
    /// What the challenge is about.
    pub challenge_parameters: BTreeMap<String, String>,
    /// The first factors on offer, in choice-based sign-in.
    pub available_challenges: Vec<ChallengeName>,
    /// The tokens, when the service is satisfied.
    pub authentication_result: Option<AuthenticationResult>,
    /// `SecretCode` of `AssociateSoftwareToken`.
    pub secret_code: Option<SoftwareTokenSecret>,
    /// `Status` of `VerifySoftwareToken`: `SUCCESS` or `ERROR`.
    pub status: Option<String>,
}

impl Response {
    /// An answer that asks for this challenge.
    #[must_use]
    pub fn challenge(name: &str) -> Self {
        Self {
            challenge_name: Some(name.into()),
            ..Self::default()
        }
    }

    /// An answer with tokens.
    #[must_use]
    pub fn signed_in(result: AuthenticationResult) -> Self {
        Self {
            authentication_result: Some(result),
            ..Self::default()
        }
    }

    /// The same with a session to give back.
    #[must_use]
    pub fn session(mut self, session: &str) -> Self {
        self.session = Some(session.into());
        self
    }

    /// The same with one more challenge parameter.
    #[must_use]
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.challenge_parameters
            .insert(name.to_string(), value.to_string());
        self
    }
}

// Parameters carry salts, secret blocks and attributes: names are enough for a log.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("challenge_name", &self.challenge_name)
            .field("session", &self.session)
            .field("challenge_parameters", &self.challenge_parameters.keys())
            .field("available_challenges", &self.available_challenges)
            .field("authentication_result", &self.authentication_result)
            .field("secret_code", &self.secret_code)
            .field("status", &self.status)
            .finish()
    }
}

/// `AuthenticationResult` as it came: which members must be there depends on the call.
#[derive(Clone, Debug, Default)]
pub struct AuthenticationResult {
    /// The access token.
    pub access_token: Option<AccessToken>,
    /// The ID token.
    pub id_token: Option<IdToken>,
    /// The refresh token.
    pub refresh_token: Option<RefreshToken>,
    /// The access token's lifetime in seconds.
    pub expires_in: Option<i32>,
    /// The new device, in a pool that tracks devices.
    pub new_device: Option<NewDeviceMetadata>,
}

/// A device that the service has just given a name to (protocol.md 2.1).
#[derive(Clone, Debug)]
pub struct NewDeviceMetadata {
    /// `<region>_<uuid>`.
    pub device_key: DeviceKey,
    /// Takes the place of the pool's name in the device's SRP.
    pub device_group_key: String,
}
