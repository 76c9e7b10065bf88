//! `AddUserPoolClientSecret`: a second secret, so that an app can change from one to the other.

use poolgate_flow::{ErrorCode, ServiceError};
use serde::{Deserialize, Serialize};

use super::descriptions::client_secret::ClientSecretDescription;
use crate::app_clients::{new_secret, random_secret, user_pool};
use crate::core::Context;
use crate::error::{client_not_found, invalid_parameter};
use crate::model::{ClientSecret, UserPoolClient};
use crate::operations::Operation;

/// How many secrets a client has at most (protocol.md 9.5).
const MOST_SECRETS: usize = 2;

pub(super) struct AddUserPoolClientSecret;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    client_id: String,
    client_secret: Option<ClientSecret>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    client_secret_descriptor: ClientSecretDescription,
}

impl Operation for AddUserPoolClientSecret {
    const NAME: &'static str = "AddUserPoolClientSecret";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let is_generated = input.client_secret.is_none();
        let value = input
            .client_secret
            .unwrap_or_else(|| random_secret(context));
        let secret = new_secret(context, value);
        context.write(|transaction| {
            let client = transaction
                .get::<UserPoolClient>(&UserPoolClient::key_of(&pool.id, &input.client_id))
                .ok_or_else(|| client_not_found(&input.client_id))?;
            check(&client)?;
            let mut client = UserPoolClient::clone(&client);
            client.secrets.push(secret.clone());
            client.modified = context.now();
            transaction.put(client);
            Ok(())
        })?;
        let show = if is_generated {
            ClientSecretDescription::generated
        } else {
            ClientSecretDescription::of
        };
        Ok(Output {
            client_secret_descriptor: show(&secret),
        })
    }
}

/// The service's texts for both refusals are not public: these say what is wrong.
fn check(client: &UserPoolClient) -> Result<(), ServiceError> {
    match client.secrets.len() {
        0 => Err(invalid_parameter(
            "A secret cannot be added to a client that was created without one.",
        )),
        MOST_SECRETS.. => Err(ServiceError::new(
            ErrorCode::LimitExceeded,
            format!("An app client has at most {MOST_SECRETS} secrets."),
        )),
        _ => Ok(()),
    }
}
