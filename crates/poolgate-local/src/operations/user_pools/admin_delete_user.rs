//! `AdminDeleteUser`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::user_not_found;
use crate::operations::{Nothing, Operation};
use crate::users::{deletion, directory};

pub(super) struct AdminDeleteUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
}

impl Operation for AdminDeleteUser {
    const NAME: &'static str = "AdminDeleteUser";
    type Input = Input;
    type Output = Nothing;

    fn run(input: Input, context: &Context<'_>) -> Result<Nothing, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        context.write(|transaction| {
            let user = directory::find(transaction.state(), &pool, &input.username)
                .ok_or_else(user_not_found)?;
            deletion::delete(transaction, &user);
            Ok(Nothing)
        })
    }
}
