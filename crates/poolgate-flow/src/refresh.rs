use alloc::boxed::Box;

use crate::sign_in::Context;
use crate::step::Expecting;
use crate::{
    AppClient, AuthFlow, CallerContext, ClientMetadata, DeviceKey, Error, ErrorCode, Failure,
    GetTokensFromRefreshToken, InitiateAuth, Parameters, RefreshToken, Reply, Request,
    ServiceError, Step, Tokens, Username, Waiting,
};

/// New tokens for a refresh token.
///
/// `GetTokensFromRefreshToken` goes first, since it alone works where rotation is on.
/// `REFRESH_TOKEN_AUTH` follows where the service does not have that operation, or refuses with
/// it a token that the older flow takes (protocol.md 5.5).
#[derive(Clone, Debug)]
pub struct Refresh {
    app: AppClient,
    token: RefreshToken,
    username: Username,
    device_key: Option<DeviceKey>,
    client_metadata: ClientMetadata,
}

impl Refresh {
    /// The token, and the user's *real* name as the access token's `username` claim has it: the
    /// older flow makes its `SECRET_HASH` from that one and from no alias (protocol.md 1.3).
    #[must_use]
    pub fn new(app: AppClient, token: RefreshToken, username: Username) -> Self {
        let client_metadata = ClientMetadata::new();
        Self {
            app,
            token,
            username,
            device_key: None,
            client_metadata,
        }
    }

    /// The device of the session, which a pool that tracks devices demands (protocol.md 2.4).
    #[must_use]
    pub fn device_key(mut self, device_key: Option<DeviceKey>) -> Self {
        self.device_key = device_key;
        self
    }

    /// Values for the pool's Lambda triggers.
    #[must_use]
    pub fn client_metadata(mut self, metadata: ClientMetadata) -> Self {
        self.client_metadata = metadata;
        self
    }

    /// Starts it.
    pub fn start(self) -> (Waiting, Request) {
        let request = Request::GetTokensFromRefreshToken(GetTokensFromRefreshToken {
            refresh_token: self.token.clone(),
            client_id: self.app.client_id().clone(),
            client_secret: self.app.secret().cloned(),
            device_key: self.device_key.clone(),
            client_metadata: self.client_metadata.clone(),
        });
        let context = Context::new(self.app.clone(), self.username.clone());
        let expecting = Expecting::Refreshed(RefreshAttempt::First(Box::new(self)));
        Waiting::for_reply_to(request, context, expecting)
    }

    fn older_flow(&self) -> Request {
        let secret_hash = self.app.secret_hash(self.username.as_str());
        Request::InitiateAuth(InitiateAuth {
            administrator_of: None,
            flow: AuthFlow::RefreshTokenAuth,
            client_id: self.app.client_id().clone(),
            parameters: Parameters::new()
                .with("REFRESH_TOKEN", self.token.expose())
                .with_optional("SECRET_HASH", secret_hash.as_deref())
                .with_optional(
                    "DEVICE_KEY",
                    self.device_key.as_ref().map(DeviceKey::expose),
                ),
            session: None,
            client_metadata: self.client_metadata.clone(),
            caller: CallerContext::default(),
        })
    }
}

/// Which of the two ways is being tried.
#[derive(Debug)]
pub(crate) enum RefreshAttempt {
    First(Box<Refresh>),
    /// With what the first way was refused by.
    Older(ServiceError),
}

impl RefreshAttempt {
    pub(crate) fn receive(self, context: Context, reply: Reply) -> Result<Step, Failure> {
        match (self, reply) {
            (Self::First(refresh), Err(refusal)) if older_flow_may_help(&refusal) => {
                let expecting = Expecting::Refreshed(Self::Older(refusal));
                let request = refresh.older_flow();
                let (waiting, request) = Waiting::for_reply_to(request, context, expecting);
                Ok(Step::Send(waiting, request))
            }
            (Self::Older(refusal), Err(error)) => Err(more_telling(refusal, error).into()),
            (_, Err(error)) => Err(error.into()),
            (_, Ok(response)) => match (response.challenge_name, response.authentication_result) {
                (Some(name), _) => Err(Error::UnexpectedChallenge(name).into()),
                (None, Some(result)) => Ok(Step::SignedIn(Tokens::try_from(result)?)),
                (None, None) => Err(Error::NoOutcome.into()),
            },
        }
    }
}

fn older_flow_may_help(refusal: &ServiceError) -> bool {
    match &refusal.code {
        ErrorCode::UnknownOperation | ErrorCode::UnsupportedOperation | ErrorCode::Other(_) => true,
        ErrorCode::NotAuthorized => {
            refusal.message.trim_end_matches('.') == "Invalid Refresh Token"
        }
        _ => false,
    }
}

/// A pool with rotation answers the older flow with "unsupported", which says nothing of the token.
fn more_telling(first: ServiceError, second: ServiceError) -> ServiceError {
    let rotation = second.code == ErrorCode::UnsupportedOperation;
    let about_the_token = first.code == ErrorCode::NotAuthorized;
    if rotation && about_the_token {
        first
    } else {
        second
    }
}
