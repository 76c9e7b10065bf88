//! `DescribeIdentityPool`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::{Description, require_pool};
use crate::core::Context;
use crate::operations::Operation;

pub(super) struct DescribeIdentityPool;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_pool_id: String,
}

impl Operation for DescribeIdentityPool {
    const NAME: &'static str = "DescribeIdentityPool";
    type Input = Input;
    type Output = Description;

    fn run(input: Input, context: &Context<'_>) -> Result<Description, ServiceError> {
        let pool = require_pool(context, &input.identity_pool_id)?;
        Ok(Description::from(&*pool))
    }
}
