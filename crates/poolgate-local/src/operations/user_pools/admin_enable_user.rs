//! `AdminEnableUser`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::operations::Operation;
use crate::users::directory;

pub(super) struct AdminEnableUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for AdminEnableUser {
    const NAME: &'static str = "AdminEnableUser";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        directory::change(context, &pool, &input.username, |user| {
            user.enabled = true;
            user.modified = context.now();
            Ok(())
        })?;
        Ok(Output {})
    }
}
