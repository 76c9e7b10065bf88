//! `CreateUserPoolClient` (protocol.md 9.3).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::UserPoolClientDescription;
use super::settings;
use crate::app_clients::{new_secret, random_secret, require_user_pool, user_pool};
use crate::core::Context;
use crate::model::{ClientSecret, ClientSettings, UserPoolClient};
use crate::operations::Operation;

pub(super) struct CreateUserPoolClient;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    client_name: String,
    #[serde(default)]
    generate_secret: bool,
    client_secret: Option<ClientSecret>,
    #[serde(flatten)]
    settings: ClientSettings,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    user_pool_client: UserPoolClientDescription,
}

impl Operation for CreateUserPoolClient {
    const NAME: &'static str = "CreateUserPoolClient";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let generated = input.generate_secret.then(|| random_secret(context));
        let secret = input.client_secret.or(generated);
        let client = UserPoolClient {
            id: context.random_text(26, LOWER_CASE_AND_DIGITS),
            pool_id: input.user_pool_id,
            name: input.client_name,
            secrets: secret
                .into_iter()
                .map(|value| new_secret(context, value))
                .collect(),
            created: context.now(),
            modified: context.now(),
            settings: input.settings.normalized(),
        };
        settings::app_client::check(&pool, &client, "creating")?;
        let client = context.write(|transaction| {
            require_user_pool(transaction.state(), &pool.id)?;
            settings::app_client::check_providers(transaction.state(), &client)?;
            settings::oauth::check(transaction.state(), &client)?;
            Ok(transaction.put(client))
        })?;
        Ok(Output {
            user_pool_client: UserPoolClientDescription::of(&client),
        })
    }
}

const LOWER_CASE_AND_DIGITS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
