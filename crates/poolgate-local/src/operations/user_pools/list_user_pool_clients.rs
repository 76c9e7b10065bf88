//! `ListUserPoolClients`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::UserPoolClient;
use crate::operations::Operation;
use crate::operations::page::Page;
use crate::state::{Order, State};

pub(super) struct ListUserPoolClients;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    max_results: Option<usize>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    user_pool_clients: Vec<Summary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Summary {
    client_id: String,
    user_pool_id: String,
    client_name: String,
}

impl Operation for ListUserPoolClients {
    const NAME: &'static str = "ListUserPoolClients";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let page = Page::at_most(Self::NAME, input.max_results, input.next_token.as_deref());
        let prefix = format!("{}/", pool.id);
        let show = |_: &State, client: &UserPoolClient| Some(summary(client));
        let (user_pool_clients, next_token) = page.of(context, (Order::Keys, &prefix), show)?;
        Ok(Output {
            user_pool_clients,
            next_token,
        })
    }
}

fn summary(client: &UserPoolClient) -> Summary {
    Summary {
        client_id: client.id.clone(),
        user_pool_id: client.pool_id.clone(),
        client_name: client.name.clone(),
    }
}
