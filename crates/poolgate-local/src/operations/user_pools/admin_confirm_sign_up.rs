//! `AdminConfirmSignUp`: an administrator vouches for the person, not for the addresses.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::UserStatus;
use crate::operations::Operation;
use crate::users::confirmation::require_unconfirmed;
use crate::users::directory;

pub(super) struct AdminConfirmSignUp;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for AdminConfirmSignUp {
    const NAME: &'static str = "AdminConfirmSignUp";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        directory::change(context, &pool, &input.username, |user| {
            require_unconfirmed(user)?;
            user.status = UserStatus::Confirmed;
            user.modified = context.now();
            Ok(())
        })?;
        Ok(Output {})
    }
}
