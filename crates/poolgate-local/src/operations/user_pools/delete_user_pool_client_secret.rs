//! `DeleteUserPoolClientSecret`: never the last one (protocol.md 9.5).

use poolgate_flow::{ErrorCode, ServiceError};
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::{client_not_found, invalid_parameter};
use crate::model::UserPoolClient;
use crate::operations::Operation;

pub(super) struct DeleteUserPoolClientSecret;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "the service's own members")]
pub(super) struct Input {
    user_pool_id: String,
    client_id: String,
    client_secret_id: String,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for DeleteUserPoolClientSecret {
    const NAME: &'static str = "DeleteUserPoolClientSecret";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        context.write(|transaction| {
            let client = transaction
                .get::<UserPoolClient>(&UserPoolClient::key_of(&pool.id, &input.client_id))
                .ok_or_else(|| client_not_found(&input.client_id))?;
            let mut client = UserPoolClient::clone(&client);
            remove(&mut client, &input.client_secret_id)?;
            client.modified = context.now();
            transaction.put(client);
            Ok(Output {})
        })
    }
}

/// The service's texts for both refusals are not public: these say what is wrong.
fn remove(client: &mut UserPoolClient, id: &str) -> Result<(), ServiceError> {
    let place = client.secrets.iter().position(|secret| secret.id == id);
    let place = place.ok_or_else(|| {
        let message = format!("Client secret {id} does not exist.");
        ServiceError::new(ErrorCode::ResourceNotFound, message)
    })?;
    if client.secrets.len() == 1 {
        return Err(invalid_parameter(
            "The last secret of an app client cannot be deleted.",
        ));
    }
    client.secrets.remove(place);
    Ok(())
}
