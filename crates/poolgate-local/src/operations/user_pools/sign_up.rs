//! `SignUp`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::{app_client, check_secret_hash};
use crate::core::Context;
use crate::model::Attribute;
use crate::operations::Operation;
use crate::users::delivery::CodeDeliveryDetails;
use crate::users::password::Password;
use crate::users::sign_up::sign_up;

pub(super) struct SignUp;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    client_id: String,
    secret_hash: Option<String>,
    username: String,
    password: Option<Password>,
    #[serde(default)]
    user_attributes: Vec<Attribute>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    user_confirmed: bool,
    user_sub: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_delivery_details: Option<CodeDeliveryDetails>,
}

impl Operation for SignUp {
    const NAME: &'static str = "SignUp";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let app = app_client(context, &input.client_id)?;
        check_secret_hash(&app.client, &input.username, input.secret_hash.as_deref())?;
        let (name, password) = (&input.username, input.password.as_ref());
        let (user, code_delivery_details) =
            sign_up(context, &app, name, password, input.user_attributes)?;
        Ok(Output {
            user_confirmed: false,
            user_sub: user.sub.clone(),
            code_delivery_details,
        })
    }
}
