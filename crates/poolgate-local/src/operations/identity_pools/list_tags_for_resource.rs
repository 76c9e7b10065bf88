//! `ListTagsForResource`.

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::require_pool;
use super::subjects::resource_tags;
use crate::core::Context;
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
    tags: BTreeMap<String, String>,
}

impl Operation for ListTagsForResource {
    const NAME: &'static str = "ListTagsForResource";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let id = resource_tags::pool_id(context.settings(), &input.resource_arn)?;
        let pool = require_pool(context, id)?;
        Ok(Output {
            tags: pool.settings.identity_pool_tags.clone(),
        })
    }
}
