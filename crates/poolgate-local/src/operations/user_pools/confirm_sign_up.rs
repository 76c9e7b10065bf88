//! `ConfirmSignUp`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::{app_client, check_secret_hash};
use crate::core::Context;
use crate::operations::Operation;
use crate::sign_in;
use crate::users::confirmation::confirm_by_code;

pub(super) struct ConfirmSignUp;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    client_id: String,
    secret_hash: Option<String>,
    username: String,
    confirmation_code: String,
    #[serde(default)]
    force_alias_creation: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    /// For `InitiateAuth` with `USER_AUTH`, where the client allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

impl Operation for ConfirmSignUp {
    const NAME: &'static str = "ConfirmSignUp";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let app = app_client(context, &input.client_id)?;
        check_secret_hash(&app.client, &input.username, input.secret_hash.as_deref())?;
        let (name, code) = (&input.username, &input.confirmation_code);
        let sub = confirm_by_code(context, &app, name, code, input.force_alias_creation)?;
        let session = sign_in::after_confirmation(context, &app, &sub)?;
        Ok(Output { session })
    }
}
