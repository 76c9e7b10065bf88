//! `DescribeIdentity`.

use std::sync::Arc;

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::require_pool;
use super::subjects::identity::IdentityDescription;
use crate::core::Context;
use crate::federation::error::identity_not_found;
use crate::model::Identity;
use crate::operations::Operation;

pub(super) struct DescribeIdentity;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_id: String,
}

impl Operation for DescribeIdentity {
    const NAME: &'static str = "DescribeIdentity";
    type Input = Input;
    type Output = IdentityDescription;

    /// A disabled identity is described as well: lists show it too.
    fn run(input: Input, context: &Context<'_>) -> Result<IdentityDescription, ServiceError> {
        let identity: Arc<Identity> = context
            .read(|state| state.named(&input.identity_id))
            .ok_or_else(|| identity_not_found(&input.identity_id))?;
        let pool = require_pool(context, &identity.pool_id)?;
        Ok(IdentityDescription::new(&pool, &identity))
    }
}
