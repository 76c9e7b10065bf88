//! `TagResource`: adds tags to an identity pool, or gives those it has another value.

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::change_pool;
use super::subjects::resource_tags;
use crate::core::Context;
use crate::operations::Operation;

pub(super) struct TagResource;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    resource_arn: String,
    tags: BTreeMap<String, String>,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for TagResource {
    const NAME: &'static str = "TagResource";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let id = resource_tags::pool_id(context.settings(), &input.resource_arn)?;
        change_pool(context, id, |pool| {
            pool.settings.identity_pool_tags.extend(input.tags);
            resource_tags::check(&pool.settings.identity_pool_tags)
        })?;
        Ok(Output {})
    }
}
