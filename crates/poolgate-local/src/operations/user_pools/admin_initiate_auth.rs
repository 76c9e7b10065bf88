//! `AdminInitiateAuth`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use crate::app_clients::app_client_of;
use crate::core::Context;
use crate::operations::Operation;
use crate::sign_in::{AuthResponse, Entrance, Parameters, Side, initiate};

pub(super) struct AdminInitiateAuth;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    client_id: String,
    auth_flow: String,
    session: Option<String>,
    #[serde(default)]
    auth_parameters: Parameters,
}

impl Operation for AdminInitiateAuth {
    const NAME: &'static str = "AdminInitiateAuth";
    type Input = Input;
    type Output = AuthResponse;

    fn run(input: Input, context: &Context<'_>) -> Result<AuthResponse, ServiceError> {
        let app = app_client_of(context, &input.user_pool_id, &input.client_id)?;
        let entrance = Entrance {
            app,
            side: Side::Admin,
            client_metadata: None,
        };
        let session = input.session.as_deref();
        let parameters = &input.auth_parameters;
        initiate(context, &entrance, &input.auth_flow, session, parameters)
    }
}
