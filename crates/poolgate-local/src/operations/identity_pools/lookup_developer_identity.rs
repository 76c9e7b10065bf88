//! `LookupDeveloperIdentity`: from a developer's user to the identity and back (protocol.md 8.5).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::require_pool;
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::federation::error::developer_user_is_of_another;
use crate::federation::linking;
use crate::model::IdentityPool;
use crate::operations::Operation;
use crate::operations::page::Page;

pub(super) struct LookupDeveloperIdentity;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_pool_id: String,
    identity_id: Option<String>,
    developer_user_identifier: Option<String>,
    max_results: Option<usize>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    identity_id: String,
    developer_user_identifier_list: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

impl Operation for LookupDeveloperIdentity {
    const NAME: &'static str = "LookupDeveloperIdentity";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = require_pool(context, &input.identity_pool_id)?;
        let by_id = input.identity_id.as_deref();
        let by_user = input.developer_user_identifier.as_deref();
        let identity = match (by_id, by_user) {
            (None, None) => return Err(neither()),
            (Some(id), None) => context.read(|state| linking::in_pool(state, &pool.id, id))?,
            (None, Some(user)) => {
                context.read(|state| linking::developer_identity(state, &pool.id, user))?
            }
            (Some(id), Some(user)) => return both(context, &pool, id, user),
        };
        let page = Page::at_most(Self::NAME, input.max_results, input.next_token.as_deref());
        let (users, next_token) =
            page.of_names(context, &identity.id, &identity.developer_logins)?;
        Ok(Output {
            identity_id: identity.id.clone(),
            developer_user_identifier_list: users,
            next_token,
        })
    }
}

/// The two must belong together; then the answer is the question.
fn both(
    context: &Context<'_>,
    pool: &IdentityPool,
    id: &str,
    user: &str,
) -> Result<Output, ServiceError> {
    let identity = context.read(|state| linking::in_pool(state, &pool.id, id))?;
    if !identity.developer_logins.contains(user) {
        return Err(developer_user_is_of_another(user));
    }
    Ok(Output {
        identity_id: identity.id.clone(),
        developer_user_identifier_list: vec![user.to_owned()],
        next_token: None,
    })
}

/// The words are ours (U).
fn neither() -> ServiceError {
    invalid_parameter("Either IdentityId or DeveloperUserIdentifier must be given.")
}
