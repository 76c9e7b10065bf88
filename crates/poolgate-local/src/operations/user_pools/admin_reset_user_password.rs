//! `AdminResetUserPassword`: the user must set a new password, with a code (protocol.md 9.2).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::user_not_found;
use crate::model::UserStatus;
use crate::operations::Operation;
use crate::users::{directory, recovery};

pub(super) struct AdminResetUserPassword;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for AdminResetUserPassword {
    const NAME: &'static str = "AdminResetUserPassword";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        recovery::require_self_service(&pool)?;
        context.write(|transaction| {
            let user = directory::find(transaction.state(), &pool, &input.username)
                .ok_or_else(user_not_found)?;
            recovery::send_code(context, transaction, &pool, &user)?;
            directory::update(transaction, &user, |user| {
                user.status = UserStatus::ResetRequired;
                user.modified = context.now();
                Ok(())
            })
        })?;
        Ok(Output {})
    }
}
