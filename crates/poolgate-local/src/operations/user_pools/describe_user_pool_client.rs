//! `DescribeUserPoolClient`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::UserPoolClientDescription;
use crate::app_clients::app_client_of;
use crate::core::Context;
use crate::operations::Operation;

pub(super) struct DescribeUserPoolClient;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    client_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    user_pool_client: UserPoolClientDescription,
}

impl Operation for DescribeUserPoolClient {
    const NAME: &'static str = "DescribeUserPoolClient";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let app = app_client_of(context, &input.user_pool_id, &input.client_id)?;
        Ok(Output {
            user_pool_client: UserPoolClientDescription::of(&app.client),
        })
    }
}
