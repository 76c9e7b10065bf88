//! `AdminRespondToAuthChallenge`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use crate::app_clients::app_client_of;
use crate::core::Context;
use crate::operations::Operation;
use crate::sign_in::{AuthResponse, Entrance, Parameters, Side, respond};
use crate::triggers::ClientMetadata;

pub(super) struct AdminRespondToAuthChallenge;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    client_id: String,
    challenge_name: String,
    session: Option<String>,
    #[serde(default)]
    challenge_responses: Parameters,
    client_metadata: Option<ClientMetadata>,
}

impl Operation for AdminRespondToAuthChallenge {
    const NAME: &'static str = "AdminRespondToAuthChallenge";
    type Input = Input;
    type Output = AuthResponse;

    fn run(input: Input, context: &Context<'_>) -> Result<AuthResponse, ServiceError> {
        let app = app_client_of(context, &input.user_pool_id, &input.client_id)?;
        let entrance = Entrance {
            app,
            side: Side::Admin,
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
