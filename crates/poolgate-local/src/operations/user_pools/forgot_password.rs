//! `ForgotPassword`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::{app_client, check_secret_hash};
use crate::core::Context;
use crate::operations::Operation;
use crate::users::delivery::CodeDeliveryDetails;
use crate::users::recovery;

pub(super) struct ForgotPassword;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    client_id: String,
    secret_hash: Option<String>,
    username: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    code_delivery_details: CodeDeliveryDetails,
}

impl Operation for ForgotPassword {
    const NAME: &'static str = "ForgotPassword";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let app = app_client(context, &input.client_id)?;
        check_secret_hash(&app.client, &input.username, input.secret_hash.as_deref())?;
        let code_delivery_details = recovery::request_code(context, &app, &input.username)?;
        Ok(Output {
            code_delivery_details,
        })
    }
}
