//! `DeleteUserAttributes`: users take their own away.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::app_client;
use crate::core::Context;
use crate::operations::Operation;
use crate::tokens;
use crate::users::attribute_update;
use crate::users::attributes::check_writable;

pub(super) struct DeleteUserAttributes;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
    user_attribute_names: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for DeleteUserAttributes {
    const NAME: &'static str = "DeleteUserAttributes";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let bearer = tokens::authorize(context, &input.access_token)?;
        let app = app_client(context, &bearer.family.client_id)?;
        let names = input.user_attribute_names.iter().map(String::as_str);
        check_writable(&app.client, names)?;
        let changes = attribute_update::removal(input.user_attribute_names);
        context.write(|transaction| {
            attribute_update::apply(context, transaction, &app.pool, &bearer.user, &changes)
        })?;
        Ok(Output {})
    }
}
