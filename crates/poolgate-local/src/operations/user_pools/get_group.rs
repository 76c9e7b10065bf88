//! `GetGroup`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::GroupDescription;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::operations::Operation;
use crate::users::groups;

pub(super) struct GetGroup;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    group_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    group: GroupDescription,
}

impl Operation for GetGroup {
    const NAME: &'static str = "GetGroup";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let group = context.read(|state| groups::require(state, &pool.id, &input.group_name))?;
        Ok(Output {
            group: GroupDescription::of(&group),
        })
    }
}
