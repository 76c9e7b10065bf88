//! `AddCustomAttributes`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::error::pool_not_found;
use crate::model::{SchemaAttributeInput, UserPool, add_custom};
use crate::operations::Operation;

pub(super) struct AddCustomAttributes;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    custom_attributes: Vec<SchemaAttributeInput>,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for AddCustomAttributes {
    const NAME: &'static str = "AddCustomAttributes";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        context.write(|transaction| {
            let pool = transaction
                .get::<UserPool>(&input.user_pool_id)
                .ok_or_else(|| pool_not_found(&input.user_pool_id))?;
            let mut pool = UserPool::clone(&pool);
            add_custom(&mut pool.schema, input.custom_attributes)?;
            pool.modified = context.now();
            transaction.put(pool);
            Ok(Output {})
        })
    }
}
