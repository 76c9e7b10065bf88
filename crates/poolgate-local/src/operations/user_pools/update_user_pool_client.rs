//! `UpdateUserPoolClient`: what is left out is reset; the secrets stay (protocol.md 9.6).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::UserPoolClientDescription;
use super::settings;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::client_not_found;
use crate::model::{ClientSettings, UserPoolClient};
use crate::operations::Operation;

pub(super) struct UpdateUserPoolClient;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    client_id: String,
    client_name: Option<String>,
    #[serde(flatten)]
    settings: ClientSettings,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    user_pool_client: UserPoolClientDescription,
}

impl Operation for UpdateUserPoolClient {
    const NAME: &'static str = "UpdateUserPoolClient";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let client = context.write(|transaction| {
            let client = transaction
                .get::<UserPoolClient>(&UserPoolClient::key_of(&pool.id, &input.client_id))
                .ok_or_else(|| client_not_found(&input.client_id))?;
            let client = UserPoolClient {
                // A client cannot be without a name.
                name: input.client_name.unwrap_or_else(|| client.name.clone()),
                modified: context.now(),
                settings: input.settings.normalized(),
                ..UserPoolClient::clone(&client)
            };
            settings::app_client::check(&pool, &client, "updating")?;
            settings::app_client::check_providers(transaction.state(), &client)?;
            settings::oauth::check(transaction.state(), &client)?;
            Ok(transaction.put(client))
        })?;
        Ok(Output {
            user_pool_client: UserPoolClientDescription::of(&client),
        })
    }
}
