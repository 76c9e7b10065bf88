//! The operations of `cognito-identity`.

mod create_identity_pool;
mod describe_identity_pool;
mod get_credentials_for_identity;
mod get_id;
mod get_identity_pool_roles;
mod list_identity_pools;
mod set_identity_pool_roles;

use std::sync::Arc;

use poolgate_flow::ServiceError;
use serde::Serialize;

use super::{Entry, Operation};
use crate::constraints::Service;
use crate::core::Context;
use crate::federation::error::pool_not_found;
use crate::model::{IdentityPool, IdentityPoolSettings};

/// The table: one line an operation.
pub(super) static OPERATIONS: &[Entry] = &[
    operation::<create_identity_pool::CreateIdentityPool>(),
    operation::<describe_identity_pool::DescribeIdentityPool>(),
    operation::<get_credentials_for_identity::GetCredentialsForIdentity>(),
    operation::<get_id::GetId>(),
    operation::<get_identity_pool_roles::GetIdentityPoolRoles>(),
    operation::<list_identity_pools::ListIdentityPools>(),
    operation::<set_identity_pool_roles::SetIdentityPoolRoles>(),
];

const fn operation<O: Operation>() -> Entry {
    Entry::new::<O>(Service::CognitoIdentity)
}

fn require_pool(context: &Context<'_>, id: &str) -> Result<Arc<IdentityPool>, ServiceError> {
    context
        .read(|state| state.get(id))
        .ok_or_else(|| pool_not_found(id))
}

/// A pool as the service describes it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Description {
    identity_pool_id: String,
    #[serde(flatten)]
    settings: IdentityPoolSettings,
}

impl From<&IdentityPool> for Description {
    fn from(pool: &IdentityPool) -> Self {
        Self {
            identity_pool_id: pool.id.clone(),
            settings: pool.settings.clone(),
        }
    }
}
