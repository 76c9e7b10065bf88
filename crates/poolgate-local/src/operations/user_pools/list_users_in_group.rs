//! `ListUsersInGroup`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::UserDescription;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::{GroupMembership, User};
use crate::operations::Operation;
use crate::operations::page::Page;
use crate::state::{Order, State};
use crate::users::groups;

pub(super) struct ListUsersInGroup;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    group_name: String,
    limit: Option<usize>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    users: Vec<UserDescription>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

impl Operation for ListUsersInGroup {
    const NAME: &'static str = "ListUsersInGroup";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        context.read(|state| groups::require(state, &pool.id, &input.group_name))?;
        let page = Page::at_most(Self::NAME, input.limit, input.next_token.as_deref());
        let prefix = GroupMembership::members_of(&pool.id, &input.group_name);
        let show = |state: &State, membership: &GroupMembership| {
            let key = User::key_of(&membership.pool_id, &membership.sub);
            let user = state.get::<User>(&key)?;
            Some(UserDescription::of(&user))
        };
        let (users, next_token) = page.of(context, (Order::Places, &prefix), show)?;
        Ok(Output { users, next_token })
    }
}
