use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;

use crate::{
    AppClient, AuthFlow, CallerContext, ChallengeName, ChallengeSession, ClientMetadata, Device,
    DeviceKey, InitiateAuth, Parameters, PoolId, Request, RespondToAuthChallenge, Response,
    Username,
};

/// What stays the same from the first call of a sign-in to its last.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) app: AppClient,
    pub(crate) client_metadata: ClientMetadata,
    pub(crate) caller: CallerContext,
    pub(crate) administrator: bool,
    pub(crate) username: Username,
    pub(crate) user_id: Option<String>,
    /// The device that signs in, while the service has not disowned it.
    pub(crate) device: Option<Box<Device>>,
    /// Whether the device's proof was asked for, which happens once.
    pub(crate) device_asked: bool,
    /// The device that the service has disowned.
    pub(crate) forgotten_device: Option<DeviceKey>,
}

impl Context {
    pub(crate) fn new(app: AppClient, username: Username) -> Self {
        Self {
            app,
            client_metadata: ClientMetadata::new(),
            caller: CallerContext::new(),
            administrator: false,
            username,
            user_id: None,
            device: None,
            device_asked: false,
            forgotten_device: None,
        }
    }

    /// The service's own name of the user once it has told it, until then the name as typed.
    pub(crate) fn user_id(&self) -> &str {
        self.user_id.as_deref().unwrap_or(self.username.as_str())
    }

    /// Takes over the name under which the service knows the user: an alias is good for the first
    /// call only (protocol.md 1.3).
    pub(crate) fn learn_user_id(&mut self, response: &Response) {
        let parameters = &response.challenge_parameters;
        let told = parameters
            .get("USER_ID_FOR_SRP")
            .or_else(|| parameters.get("USERNAME"));
        if let Some(name) = told {
            self.user_id = Some(name.to_owned());
        }
    }

    /// The first call. Its `SECRET_HASH` is made from exactly the name that it carries.
    pub(crate) fn initiate(
        &self,
        flow: AuthFlow,
        parameters: Parameters,
        session: Option<ChallengeSession>,
    ) -> Request {
        let name = self.username.as_str();
        Request::InitiateAuth(InitiateAuth {
            administrator_of: self.administrator_of(),
            flow,
            client_id: self.app.client_id().clone(),
            parameters: self.named(parameters, name),
            session,
            client_metadata: self.client_metadata.clone(),
            caller: self.caller.clone(),
        })
    }

    /// An answer to a challenge, in the service's own name of the user.
    pub(crate) fn respond(
        &self,
        challenge_name: ChallengeName,
        session: Option<ChallengeSession>,
        responses: Parameters,
    ) -> Request {
        Request::RespondToAuthChallenge(RespondToAuthChallenge {
            administrator_of: self.administrator_of(),
            challenge_name,
            client_id: self.app.client_id().clone(),
            session,
            responses: self.named(responses, self.user_id()),
            client_metadata: self.client_metadata.clone(),
            caller: self.caller.clone(),
        })
    }

    fn administrator_of(&self) -> Option<PoolId> {
        self.administrator.then(|| self.app.pool_id().clone())
    }

    fn named(&self, parameters: Parameters, name: &str) -> Parameters {
        let device_key = self.device.as_ref().map(|device| device.key.expose());
        parameters
            .with("USERNAME", name)
            .with_optional("SECRET_HASH", self.app.secret_hash(name).as_deref())
            .with_optional("DEVICE_KEY", device_key)
    }
}
