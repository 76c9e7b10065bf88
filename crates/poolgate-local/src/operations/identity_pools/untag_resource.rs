//! `UntagResource`: takes tags from an identity pool; those it does not have are ignored.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::change_pool;
use super::subjects::resource_tags;
use crate::core::Context;
use crate::operations::Operation;

pub(super) struct UntagResource;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    resource_arn: String,
    tag_keys: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for UntagResource {
    const NAME: &'static str = "UntagResource";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let id = resource_tags::pool_id(context.settings(), &input.resource_arn)?;
        change_pool(context, id, |pool| {
            for key in &input.tag_keys {
                pool.settings.identity_pool_tags.remove(key);
            }
            Ok(())
        })?;
        Ok(Output {})
    }
}
