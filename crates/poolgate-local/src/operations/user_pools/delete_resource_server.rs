//! `DeleteResourceServer`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::subjects::resource_server;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::ResourceServer;
use crate::operations::{Nothing, Operation};
use crate::state::Entity;

pub(super) struct DeleteResourceServer;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    identifier: String,
}

impl Operation for DeleteResourceServer {
    const NAME: &'static str = "DeleteResourceServer";
    type Input = Input;
    type Output = Nothing;

    fn run(input: Input, context: &Context<'_>) -> Result<Nothing, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        context.write(|transaction| {
            let state = transaction.state();
            let server = resource_server::require(state, &pool.id, &input.identifier)?;
            transaction.delete::<ResourceServer>(&server.key());
            resource_server::withdraw_scopes(transaction, &server, None);
            Ok(Nothing)
        })
    }
}
