//! `ListUserPools`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::model::{Object, UserPool};
use crate::operations::Operation;
use crate::operations::page::Page;
use crate::time::UnixTime;

pub(super) struct ListUserPools;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    max_results: usize,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    user_pools: Vec<Summary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Summary {
    id: String,
    name: String,
    lambda_config: Object,
    last_modified_date: UnixTime,
    creation_date: UnixTime,
}

impl Operation for ListUserPools {
    const NAME: &'static str = "ListUserPools";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let page = Page::new(input.max_results, input.next_token.as_deref())?;
        let (pools, next_token) =
            context.read(|state| page.of(&state.user_pools, "", UserPool::clone));
        let user_pools = pools
            .into_iter()
            .map(|pool| Summary {
                id: pool.id,
                name: pool.name,
                lambda_config: pool.settings.lambda_config,
                last_modified_date: pool.modified,
                creation_date: pool.created,
            })
            .collect();
        Ok(Output {
            user_pools,
            next_token,
        })
    }
}
