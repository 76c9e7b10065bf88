//! `DescribeIdentityProvider`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::subjects::identity_provider::{self, Output};
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::operations::Operation;

pub(super) struct DescribeIdentityProvider;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    provider_name: String,
}

impl Operation for DescribeIdentityProvider {
    const NAME: &'static str = "DescribeIdentityProvider";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let name = &input.provider_name;
        let provider = context.read(|state| identity_provider::require(state, &pool.id, name))?;
        Ok(Output::of(&provider))
    }
}
