//! `TagResource`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::subjects::tags::{self, Output};
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::{Object, UserPool};
use crate::operations::Operation;

pub(super) struct TagResource;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    resource_arn: String,
    tags: Object,
}

impl Operation for TagResource {
    const NAME: &'static str = "TagResource";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        context.write(|transaction| {
            let (state, settings) = (transaction.state(), context.settings());
            let pool = tags::require(state, settings, &input.resource_arn)?;
            let mut pool = UserPool::clone(&pool);
            pool.settings.user_pool_tags.extend(input.tags);
            if let Some(message) = tags::violation(&pool.settings.user_pool_tags) {
                return Err(invalid_parameter(message));
            }
            transaction.put(pool);
            Ok(Output {})
        })
    }
}
