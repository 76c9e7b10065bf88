//! `ListUserPoolClientSecrets`: all on one page, since a client has two at most.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::client_secret::ClientSecretDescription;
use crate::app_clients::app_client_of;
use crate::core::Context;
use crate::operations::Operation;

pub(super) struct ListUserPoolClientSecrets;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    client_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    client_secrets: Vec<ClientSecretDescription>,
}

impl Operation for ListUserPoolClientSecrets {
    const NAME: &'static str = "ListUserPoolClientSecrets";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let app = app_client_of(context, &input.user_pool_id, &input.client_id)?;
        let secrets = app.client.secrets.iter();
        Ok(Output {
            client_secrets: secrets.map(ClientSecretDescription::of).collect(),
        })
    }
}
