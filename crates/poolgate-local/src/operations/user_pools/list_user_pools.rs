//! `ListUserPools`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::model::{Object, UserPool};
use crate::operations::Operation;
use crate::operations::page::Page;
use crate::state::{Order, State};
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
        let page = Page::new(Self::NAME, input.max_results, input.next_token.as_deref());
        let show = |_: &State, pool: &UserPool| Some(summary(pool));
        let (user_pools, next_token) = page.of(context, (Order::Keys, ""), show)?;
        Ok(Output {
            user_pools,
            next_token,
        })
    }
}

fn summary(pool: &UserPool) -> Summary {
    Summary {
        id: pool.id.clone(),
        name: pool.name.clone(),
        lambda_config: pool.settings.lambda_config.clone(),
        last_modified_date: pool.modified,
        creation_date: pool.created,
    }
}
