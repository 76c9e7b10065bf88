//! `ListUsers`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::UserDescription;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::{User, UserPool, UserRange};
use crate::operations::Operation;
use crate::operations::page::Page;
use crate::state::{Order, State};
use crate::users::filter::Filter;

pub(super) struct ListUsers;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    attributes_to_get: Option<Vec<String>>,
    limit: Option<usize>,
    pagination_token: Option<String>,
    filter: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    users: Vec<UserDescription>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pagination_token: Option<String>,
}

impl Operation for ListUsers {
    const NAME: &'static str = "ListUsers";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let attributes = input.attributes_to_get.as_deref();
        check_known(&pool, attributes.unwrap_or_default())?;
        let filter = Filter::parse(input.filter.as_deref().unwrap_or_default())?;
        let page = Page::at_most(Self::NAME, input.limit, input.pagination_token.as_deref());
        let range = range(&pool, filter.as_ref());
        let show = |_: &State, user: &User| {
            let admitted = filter.as_ref().is_none_or(|filter| filter.admits(user));
            admitted.then(|| describe(user, attributes))
        };
        let (users, pagination_token) = page.of(context, (range.order, &range.prefix), show)?;
        Ok(Output {
            users,
            pagination_token,
        })
    }
}

/// Where in the table the page is: with a filter, only those who may meet it are looked at.
fn range(pool: &UserPool, filter: Option<&Filter>) -> UserRange {
    let everybody = || UserRange {
        order: Order::Keys,
        prefix: User::key_of(&pool.id, ""),
    };
    filter.map_or_else(everybody, |filter| filter.range(&pool.id))
}

fn describe(user: &User, attributes: Option<&[String]>) -> UserDescription {
    let description = UserDescription::of(user);
    match attributes {
        Some(names) => description.with_attributes(names),
        None => description,
    }
}

/// The service refuses attributes that nobody can have; its text is not public.
fn check_known(pool: &UserPool, names: &[String]) -> Result<(), ServiceError> {
    if names.iter().all(|name| pool.attribute(name).is_some()) {
        return Ok(());
    }
    Err(invalid_parameter(
        "One or more requested attributes do not exist.",
    ))
}
