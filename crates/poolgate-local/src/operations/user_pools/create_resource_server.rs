//! `CreateResourceServer`.

use poolgate_flow::{ErrorCode, ServiceError};
use serde::Serialize;

use crate::app_clients::{require_user_pool, user_pool};
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::ResourceServer;
use crate::operations::Operation;
use crate::state::Entity;

/// How many a pool has at most (protocol.md 7.5).
const MOST_SERVERS: usize = 25;

pub(super) struct CreateResourceServer;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    resource_server: ResourceServer,
}

impl Operation for CreateResourceServer {
    const NAME: &'static str = "CreateResourceServer";
    type Input = ResourceServer;
    type Output = Output;

    fn run(server: ResourceServer, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &server.user_pool_id)?;
        context.write(|transaction| {
            require_user_pool(transaction.state(), &pool.id)?;
            // The service's texts for both refusals are not public.
            if transaction.get::<ResourceServer>(&server.key()).is_some() {
                let identifier = &server.identifier;
                return Err(invalid_parameter(format!(
                    "Resource server {identifier} already exists."
                )));
            }
            let servers = &transaction.state().resource_servers;
            if servers.len_in_pool(&pool.id) >= MOST_SERVERS {
                let message = format!("A user pool has at most {MOST_SERVERS} resource servers.");
                return Err(ServiceError::new(ErrorCode::LimitExceeded, message));
            }
            transaction.put(server.clone());
            Ok(())
        })?;
        Ok(Output {
            resource_server: server,
        })
    }
}
