//! `AdminLinkProviderForUser`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::operations::Operation;
use crate::users::identity_links::{self, ProviderUser};

pub(super) struct AdminLinkProviderForUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    destination_user: ProviderUser,
    source_user: ProviderUser,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for AdminLinkProviderForUser {
    const NAME: &'static str = "AdminLinkProviderForUser";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let users = (&input.destination_user, &input.source_user);
        context.write(|transaction| {
            identity_links::link(transaction, &pool, users, context.now())?;
            Ok(Output {})
        })
    }
}
