//! `DescribeUserPool`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::UserPoolDescription;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::operations::Operation;

pub(super) struct DescribeUserPool;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    user_pool: UserPoolDescription,
}

impl Operation for DescribeUserPool {
    const NAME: &'static str = "DescribeUserPool";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        Ok(Output {
            user_pool: UserPoolDescription::current(&pool, context),
        })
    }
}
