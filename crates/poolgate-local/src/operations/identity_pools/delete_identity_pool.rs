//! `DeleteIdentityPool`: the pool and all its identities.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::require_pool;
use crate::core::Context;
use crate::model::{Identity, IdentityPool};
use crate::operations::{Nothing, Operation};

pub(super) struct DeleteIdentityPool;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_pool_id: String,
}

impl Operation for DeleteIdentityPool {
    const NAME: &'static str = "DeleteIdentityPool";
    type Input = Input;
    type Output = Nothing;

    /// Credentials that were given live on until they expire, as the service's do.
    fn run(input: Input, context: &Context<'_>) -> Result<Nothing, ServiceError> {
        let pool = require_pool(context, &input.identity_pool_id)?;
        context.write(|transaction| {
            transaction.delete_range::<Identity>(&format!("{}/", pool.id));
            transaction.delete::<IdentityPool>(&pool.id);
            Ok(Nothing)
        })
    }
}
