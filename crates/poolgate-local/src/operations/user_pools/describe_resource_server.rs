//! `DescribeResourceServer`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::subjects::resource_server;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::ResourceServer;
use crate::operations::Operation;

pub(super) struct DescribeResourceServer;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    identifier: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    resource_server: ResourceServer,
}

impl Operation for DescribeResourceServer {
    const NAME: &'static str = "DescribeResourceServer";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let server =
            context.read(|state| resource_server::require(state, &pool.id, &input.identifier))?;
        Ok(Output {
            resource_server: ResourceServer::clone(&server),
        })
    }
}
