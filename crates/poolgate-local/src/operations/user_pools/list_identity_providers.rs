//! `ListIdentityProviders`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::{IdentityProvider, ProviderType};
use crate::operations::Operation;
use crate::operations::page::Page;
use crate::state::{Order, State};
use crate::time::UnixTime;

pub(super) struct ListIdentityProviders;

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
    providers: Vec<Summary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Summary {
    provider_name: String,
    provider_type: ProviderType,
    last_modified_date: UnixTime,
    creation_date: UnixTime,
}

impl Operation for ListIdentityProviders {
    const NAME: &'static str = "ListIdentityProviders";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let page = Page::at_most(Self::NAME, input.max_results, input.next_token.as_deref());
        let prefix = format!("{}/", pool.id);
        let show = |_: &State, provider: &IdentityProvider| Some(summary(provider));
        let (providers, next_token) = page.of(context, (Order::Keys, &prefix), show)?;
        Ok(Output {
            providers,
            next_token,
        })
    }
}

fn summary(provider: &IdentityProvider) -> Summary {
    Summary {
        provider_name: provider.name.clone(),
        provider_type: provider.provider_type,
        last_modified_date: provider.modified,
        creation_date: provider.created,
    }
}
