//! `AdminListGroupsForUser`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::GroupDescription;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::GroupMembership;
use crate::operations::Operation;
use crate::operations::page::Page;
use crate::state::{Order, State};
use crate::users::{directory, groups};

pub(super) struct AdminListGroupsForUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
    limit: Option<usize>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    groups: Vec<GroupDescription>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

impl Operation for AdminListGroupsForUser {
    const NAME: &'static str = "AdminListGroupsForUser";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let user = directory::require(context, &pool, &input.username)?;
        let page = Page::at_most(Self::NAME, input.limit, input.next_token.as_deref());
        let prefix = GroupMembership::prefix_of(&pool.id, &user.sub);
        let show = |state: &State, membership: &GroupMembership| {
            groups::of_membership(state, membership).map(|group| GroupDescription::of(&group))
        };
        let (groups, next_token) = page.of(context, (Order::Keys, &prefix), show)?;
        Ok(Output { groups, next_token })
    }
}
