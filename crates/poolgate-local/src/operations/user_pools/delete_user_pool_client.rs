//! `DeleteUserPoolClient`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::client_not_found;
use crate::model::UserPoolClient;
use crate::operations::{Nothing, Operation};

pub(super) struct DeleteUserPoolClient;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    client_id: String,
}

impl Operation for DeleteUserPoolClient {
    const NAME: &'static str = "DeleteUserPoolClient";
    type Input = Input;
    type Output = Nothing;

    /// The client's refresh tokens stay until they expire: without their client they mean nothing.
    fn run(input: Input, context: &Context<'_>) -> Result<Nothing, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let key = UserPoolClient::key_of(&pool.id, &input.client_id);
        context.write(|transaction| {
            transaction
                .get::<UserPoolClient>(&key)
                .ok_or_else(|| client_not_found(&input.client_id))?;
            transaction.delete::<UserPoolClient>(&key);
            Ok(Nothing)
        })
    }
}
