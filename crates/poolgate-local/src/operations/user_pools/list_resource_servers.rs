//! `ListResourceServers`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::ResourceServer;
use crate::operations::Operation;
use crate::operations::page::Page;
use crate::state::{Order, State};

pub(super) struct ListResourceServers;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    max_results: usize,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    resource_servers: Vec<ResourceServer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

impl Operation for ListResourceServers {
    const NAME: &'static str = "ListResourceServers";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let page = Page::new(Self::NAME, input.max_results, input.next_token.as_deref());
        let prefix = format!("{}/", pool.id);
        let show = |_: &State, server: &ResourceServer| Some(server.clone());
        let (resource_servers, next_token) = page.of(context, (Order::Keys, &prefix), show)?;
        Ok(Output {
            resource_servers,
            next_token,
        })
    }
}
