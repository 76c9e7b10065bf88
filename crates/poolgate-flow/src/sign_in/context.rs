use alloc::borrow::ToOwned;
use alloc::string::String;

use crate::{
    AppClient, AuthFlow, ChallengeName, ChallengeSession, ClientMetadata, InitiateAuth, Parameters,
    Request, RespondToAuthChallenge, Response, Username,
};

/// What stays the same from the first call of a sign-in to its last.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) app: AppClient,
    pub(crate) client_metadata: ClientMetadata,
    username: Username,
    user_id: Option<String>,
}

impl Context {
    pub(crate) fn new(app: AppClient, username: Username) -> Self {
        Self {
            app,
            client_metadata: ClientMetadata::new(),
            username,
            user_id: None,
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
    pub(crate) fn initiate(&self, flow: AuthFlow, parameters: Parameters) -> Request {
        let name = self.username.as_str();
        Request::InitiateAuth(InitiateAuth {
            flow,
            client_id: self.app.client_id().clone(),
            parameters: self.named(parameters, name),
            client_metadata: self.client_metadata.clone(),
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
            challenge_name,
            client_id: self.app.client_id().clone(),
            session,
            responses: self.named(responses, self.user_id()),
            client_metadata: self.client_metadata.clone(),
        })
    }

    fn named(&self, parameters: Parameters, name: &str) -> Parameters {
        parameters
            .with("USERNAME", name)
            .with_optional("SECRET_HASH", self.app.secret_hash(name).as_deref())
    }
}
