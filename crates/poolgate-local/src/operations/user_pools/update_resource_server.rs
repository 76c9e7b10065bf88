//! `UpdateResourceServer`: the new one replaces the old (protocol.md 9.6).

use poolgate_flow::ServiceError;
use serde::Serialize;

use super::subjects::resource_server;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::ResourceServer;
use crate::operations::Operation;

pub(super) struct UpdateResourceServer;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    resource_server: ResourceServer,
}

impl Operation for UpdateResourceServer {
    const NAME: &'static str = "UpdateResourceServer";
    type Input = ResourceServer;
    type Output = Output;

    fn run(server: ResourceServer, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &server.user_pool_id)?;
        context.write(|transaction| {
            let state = transaction.state();
            let before = resource_server::require(state, &pool.id, &server.identifier)?;
            transaction.put(server.clone());
            resource_server::withdraw_scopes(transaction, &before, Some(&server));
            Ok(())
        })?;
        Ok(Output {
            resource_server: server,
        })
    }
}
