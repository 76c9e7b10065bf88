//! `ListIdentityPools`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::model::IdentityPool;
use crate::operations::Operation;
use crate::operations::page::Page;
use crate::state::{Order, State};

pub(super) struct ListIdentityPools;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    max_results: usize,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    identity_pools: Vec<Summary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Summary {
    identity_pool_id: String,
    identity_pool_name: String,
}

impl Operation for ListIdentityPools {
    const NAME: &'static str = "ListIdentityPools";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let page = Page::new(Self::NAME, input.max_results, input.next_token.as_deref());
        let show = |_: &State, pool: &IdentityPool| Some(Summary::of(pool));
        let (identity_pools, next_token) = page.of(context, (Order::Keys, ""), show)?;
        Ok(Output {
            identity_pools,
            next_token,
        })
    }
}

impl Summary {
    fn of(pool: &IdentityPool) -> Self {
        Self {
            identity_pool_id: pool.id.clone(),
            identity_pool_name: pool.settings.identity_pool_name.clone(),
        }
    }
}
