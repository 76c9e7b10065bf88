//! `ListIdentities`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::require_pool;
use super::subjects::identity::IdentityDescription;
use crate::core::Context;
use crate::model::Identity;
use crate::operations::Operation;
use crate::operations::page::Page;
use crate::state::{Order, State};

pub(super) struct ListIdentities;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_pool_id: String,
    max_results: usize,
    next_token: Option<String>,
    #[serde(default)]
    hide_disabled: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    identity_pool_id: String,
    identities: Vec<IdentityDescription>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

impl Operation for ListIdentities {
    const NAME: &'static str = "ListIdentities";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = require_pool(context, &input.identity_pool_id)?;
        let page = Page::new(Self::NAME, input.max_results, input.next_token.as_deref());
        // The places lack the disabled ones.
        let order = if input.hide_disabled {
            Order::Places
        } else {
            Order::Keys
        };
        let prefix = format!("{}/", pool.id);
        let show = |_: &State, identity: &Identity| Some(IdentityDescription::new(&pool, identity));
        let (identities, next_token) = page.of(context, (order, &prefix), show)?;
        Ok(Output {
            identity_pool_id: pool.id.clone(),
            identities,
            next_token,
        })
    }
}
