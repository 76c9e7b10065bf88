//! `AdminGetUserAuthFactors`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::get_user_auth_factors::Output;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::operations::Operation;
use crate::users::directory;

pub(super) struct AdminGetUserAuthFactors;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
}

impl Operation for AdminGetUserAuthFactors {
    const NAME: &'static str = "AdminGetUserAuthFactors";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let user = directory::require(context, &pool, &input.username)?;
        Ok(Output::of(context, &pool, &user))
    }
}
