//! `RespondToAuthChallenge`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use crate::app_clients::app_client;
use crate::core::Context;
use crate::operations::Operation;
use crate::sign_in::{AuthResponse, Entrance, Parameters, Side, respond};
use crate::triggers::ClientMetadata;

pub(super) struct RespondToAuthChallenge;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    client_id: String,
    challenge_name: String,
    session: Option<String>,
    #[serde(default)]
    challenge_responses: Parameters,
    client_metadata: Option<ClientMetadata>,
}

impl Operation for RespondToAuthChallenge {
    const NAME: &'static str = "RespondToAuthChallenge";
    type Input = Input;
    type Output = AuthResponse;

    fn run(input: Input, context: &Context<'_>) -> Result<AuthResponse, ServiceError> {
        let entrance = Entrance {
            app: app_client(context, &input.client_id)?,
            side: Side::Public,
            client_metadata: input.client_metadata,
        };
        let session = input.session.as_deref();
        respond(
            context,
            &entrance,
            &input.challenge_name,
            session,
            &input.challenge_responses,
        )
    }
}
