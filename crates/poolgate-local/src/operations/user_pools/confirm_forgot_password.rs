//! `ConfirmForgotPassword`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::{app_client, check_secret_hash};
use crate::core::Context;
use crate::operations::Operation;
use crate::users::password::Password;
use crate::users::recovery;

pub(super) struct ConfirmForgotPassword;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    client_id: String,
    secret_hash: Option<String>,
    username: String,
    confirmation_code: String,
    password: Password,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for ConfirmForgotPassword {
    const NAME: &'static str = "ConfirmForgotPassword";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let app = app_client(context, &input.client_id)?;
        check_secret_hash(&app.client, &input.username, input.secret_hash.as_deref())?;
        let (name, code) = (&input.username, &input.confirmation_code);
        recovery::reset_password(context, &app, name, code, &input.password)?;
        Ok(Output {})
    }
}
