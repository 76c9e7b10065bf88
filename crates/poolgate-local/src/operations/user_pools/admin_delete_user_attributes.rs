//! `AdminDeleteUserAttributes`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::operations::Operation;
use crate::users::{attribute_update, directory};

pub(super) struct AdminDeleteUserAttributes;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
    user_attribute_names: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for AdminDeleteUserAttributes {
    const NAME: &'static str = "AdminDeleteUserAttributes";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let user = directory::require(context, &pool, &input.username)?;
        let changes = attribute_update::removal(input.user_attribute_names);
        context.write(|transaction| {
            attribute_update::apply(context, transaction, &pool, &user, &changes)
        })?;
        Ok(Output {})
    }
}
