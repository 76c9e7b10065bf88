//! `ListTagsForResource`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::subjects::tags;
use crate::core::Context;
use crate::model::Object;
use crate::operations::Operation;

pub(super) struct ListTagsForResource;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    resource_arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    tags: Object,
}

impl Operation for ListTagsForResource {
    const NAME: &'static str = "ListTagsForResource";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let settings = context.settings();
        let pool = context.read(|state| tags::require(state, settings, &input.resource_arn))?;
        Ok(Output {
            tags: pool.settings.user_pool_tags.clone(),
        })
    }
}
