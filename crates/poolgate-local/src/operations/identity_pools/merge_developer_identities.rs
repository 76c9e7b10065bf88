//! `MergeDeveloperIdentities`: two of a developer's users become one (protocol.md 8.5).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::{require_developer_provider, require_pool};
use crate::core::Context;
use crate::federation::linking;
use crate::operations::Operation;

pub(super) struct MergeDeveloperIdentities;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    source_user_identifier: String,
    destination_user_identifier: String,
    developer_provider_name: String,
    identity_pool_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    identity_id: String,
}

impl Operation for MergeDeveloperIdentities {
    const NAME: &'static str = "MergeDeveloperIdentities";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = require_pool(context, &input.identity_pool_id)?;
        require_developer_provider(&pool, &input.developer_provider_name)?;
        let merged = linking::merge(
            context,
            &pool.id,
            &input.source_user_identifier,
            &input.destination_user_identifier,
        )?;
        Ok(Output {
            identity_id: merged.id.clone(),
        })
    }
}
