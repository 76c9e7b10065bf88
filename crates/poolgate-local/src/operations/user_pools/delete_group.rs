//! `DeleteGroup`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::{Group, GroupMembership};
use crate::operations::{Nothing, Operation};
use crate::state::{Entity, Order};
use crate::users::groups;

pub(super) struct DeleteGroup;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    group_name: String,
}

impl Operation for DeleteGroup {
    const NAME: &'static str = "DeleteGroup";
    type Input = Input;
    type Output = Nothing;

    fn run(input: Input, context: &Context<'_>) -> Result<Nothing, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        context.write(|transaction| {
            let group = groups::require(transaction.state(), &pool.id, &input.group_name)?;
            transaction.delete::<Group>(&group.key());
            let members = GroupMembership::members_of(&pool.id, &group.name);
            groups::end_memberships(transaction, (Order::Places, &members));
            Ok(Nothing)
        })
    }
}
