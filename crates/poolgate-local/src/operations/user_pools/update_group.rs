//! `UpdateGroup`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::GroupDescription;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::Group;
use crate::operations::Operation;
use crate::users::groups;

pub(super) struct UpdateGroup;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    group_name: String,
    description: Option<String>,
    role_arn: Option<String>,
    precedence: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    group: GroupDescription,
}

impl Operation for UpdateGroup {
    const NAME: &'static str = "UpdateGroup";
    type Input = Input;
    type Output = Output;

    /// What is not given stays: whether the service clears it instead is not documented.
    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let group = context.write(|transaction| {
            let group = groups::require(transaction.state(), &pool.id, &input.group_name)?;
            Ok(transaction.put(Group {
                description: input.description.or_else(|| group.description.clone()),
                role_arn: input.role_arn.or_else(|| group.role_arn.clone()),
                precedence: input.precedence.or(group.precedence),
                modified: context.now(),
                ..Group::clone(&group)
            }))
        })?;
        Ok(Output {
            group: GroupDescription::of(&group),
        })
    }
}
