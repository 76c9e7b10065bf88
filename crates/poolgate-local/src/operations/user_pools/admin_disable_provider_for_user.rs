//! `AdminDisableProviderForUser`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::operations::Operation;
use crate::users::identity_links::{self, ProviderUser};

pub(super) struct AdminDisableProviderForUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    user: ProviderUser,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for AdminDisableProviderForUser {
    const NAME: &'static str = "AdminDisableProviderForUser";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        context.write(|transaction| {
            identity_links::disable(transaction, &pool, &input.user, context.now())?;
            Ok(Output {})
        })
    }
}
