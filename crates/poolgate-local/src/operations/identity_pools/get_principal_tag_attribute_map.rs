//! `GetPrincipalTagAttributeMap` (protocol.md 8.6).

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::require_pool;
use super::subjects::principal_tag_attribute_map::Output;
use crate::core::Context;
use crate::federation::provider;
use crate::operations::Operation;

pub(super) struct GetPrincipalTagAttributeMap;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_pool_id: String,
    identity_provider_name: String,
}

impl Operation for GetPrincipalTagAttributeMap {
    const NAME: &'static str = "GetPrincipalTagAttributeMap";
    type Input = Input;
    type Output = Output;

    /// A provider whose map was never set maps nothing.
    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = require_pool(context, &input.identity_pool_id)?;
        let name = provider::canonical(context.settings(), &input.identity_provider_name);
        let map = pool.principal_tags.get(&*name).cloned().unwrap_or_default();
        Ok(Output::new(&pool.id, &input.identity_provider_name, map))
    }
}
