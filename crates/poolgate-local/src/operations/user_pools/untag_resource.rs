//! `UntagResource`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::subjects::tags::{self, Output};
use crate::core::Context;
use crate::model::UserPool;
use crate::operations::Operation;

pub(super) struct UntagResource;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    resource_arn: String,
    tag_keys: Vec<String>,
}

impl Operation for UntagResource {
    const NAME: &'static str = "UntagResource";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        context.write(|transaction| {
            let (state, settings) = (transaction.state(), context.settings());
            let pool = tags::require(state, settings, &input.resource_arn)?;
            let mut pool = UserPool::clone(&pool);
            for key in &input.tag_keys {
                pool.settings.user_pool_tags.remove(key);
            }
            transaction.put(pool);
            Ok(Output {})
        })
    }
}
