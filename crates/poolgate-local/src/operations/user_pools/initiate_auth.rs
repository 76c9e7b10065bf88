//! `InitiateAuth`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use crate::app_clients::app_client;
use crate::core::Context;
use crate::operations::Operation;
use crate::sign_in::{AuthResponse, Entrance, Parameters, Side, initiate};

pub(super) struct InitiateAuth;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    client_id: String,
    auth_flow: String,
    session: Option<String>,
    #[serde(default)]
    auth_parameters: Parameters,
}

impl Operation for InitiateAuth {
    const NAME: &'static str = "InitiateAuth";
    type Input = Input;
    type Output = AuthResponse;

    fn run(input: Input, context: &Context<'_>) -> Result<AuthResponse, ServiceError> {
        let entrance = Entrance {
            app: app_client(context, &input.client_id)?,
            side: Side::Public,
            client_metadata: None,
        };
        let session = input.session.as_deref();
        let parameters = &input.auth_parameters;
        initiate(context, &entrance, &input.auth_flow, session, parameters)
    }
}
