//! `UnlinkDeveloperIdentity`: takes one of a developer's users from an identity (protocol.md 8.5).

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::{require_developer_provider, require_pool};
use crate::core::Context;
use crate::federation::linking;
use crate::operations::{Nothing, Operation};

pub(super) struct UnlinkDeveloperIdentity;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_id: String,
    identity_pool_id: String,
    developer_provider_name: String,
    developer_user_identifier: String,
}

impl Operation for UnlinkDeveloperIdentity {
    const NAME: &'static str = "UnlinkDeveloperIdentity";
    type Input = Input;
    type Output = Nothing;

    fn run(input: Input, context: &Context<'_>) -> Result<Nothing, ServiceError> {
        let pool = require_pool(context, &input.identity_pool_id)?;
        require_developer_provider(&pool, &input.developer_provider_name)?;
        linking::unlink_developer(
            context,
            &pool.id,
            &input.identity_id,
            &input.developer_user_identifier,
        )?;
        Ok(Nothing)
    }
}
