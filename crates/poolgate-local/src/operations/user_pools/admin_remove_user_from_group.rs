//! `AdminRemoveUserFromGroup`; doing it twice is no error (protocol.md 9.6).

use poolgate_flow::ServiceError;
use serde::Deserialize;

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::user_not_found;
use crate::model::GroupMembership;
use crate::operations::{Nothing, Operation};
use crate::state::Entity;
use crate::users::{directory, groups};

pub(super) struct AdminRemoveUserFromGroup;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
    group_name: String,
}

impl Operation for AdminRemoveUserFromGroup {
    const NAME: &'static str = "AdminRemoveUserFromGroup";
    type Input = Input;
    type Output = Nothing;

    fn run(input: Input, context: &Context<'_>) -> Result<Nothing, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        context.write(|transaction| {
            let user = directory::find(transaction.state(), &pool, &input.username)
                .ok_or_else(user_not_found)?;
            let group = groups::require(transaction.state(), &pool.id, &input.group_name)?;
            let membership = GroupMembership {
                pool_id: pool.id.clone(),
                sub: user.sub.clone(),
                group_name: group.name.clone(),
            };
            transaction.delete::<GroupMembership>(&membership.key());
            Ok(Nothing)
        })
    }
}
