//! `GetTokensFromRefreshToken`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::{app_client, check_secret};
use crate::core::Context;
use crate::operations::Operation;
use crate::sign_in::{Rotation, refresh};
use crate::tokens::AuthenticationResult;

pub(super) struct GetTokensFromRefreshToken;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    refresh_token: String,
    client_id: String,
    client_secret: Option<String>,
    device_key: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    authentication_result: AuthenticationResult,
}

impl Operation for GetTokensFromRefreshToken {
    const NAME: &'static str = "GetTokensFromRefreshToken";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let app = app_client(context, &input.client_id)?;
        check_secret(&app.client, input.client_secret.as_deref())?;
        let device_key = input.device_key.as_deref();
        let rotation = Rotation::Supported;
        refresh(context, &app, &input.refresh_token, device_key, rotation).map(
            |authentication_result| Output {
                authentication_result,
            },
        )
    }
}
