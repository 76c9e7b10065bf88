//! The operations of `cognito-identity`.

mod create_identity_pool;
mod delete_identities;
mod delete_identity_pool;
mod describe_identity;
mod describe_identity_pool;
mod get_credentials_for_identity;
mod get_id;
mod get_identity_pool_roles;
mod get_open_id_token;
mod get_open_id_token_for_developer_identity;
mod get_principal_tag_attribute_map;
mod list_identities;
mod list_identity_pools;
mod list_tags_for_resource;
mod lookup_developer_identity;
mod merge_developer_identities;
mod set_identity_pool_roles;
mod set_principal_tag_attribute_map;
mod tag_resource;
mod unlink_developer_identity;
mod unlink_identity;
mod untag_resource;
mod update_identity_pool;

use std::sync::Arc;

use poolgate_flow::ServiceError;
use serde::Serialize;
mod subjects;

use super::{Entry, Operation};
use crate::constraints::Service;
use crate::core::Context;
use crate::federation::error::{pool_not_found, unknown_developer_provider};
use crate::model::{IdentityPool, IdentityPoolSettings};

/// The table: one line an operation.
pub(super) static OPERATIONS: &[Entry] = &[
    operation::<create_identity_pool::CreateIdentityPool>(),
    operation::<delete_identities::DeleteIdentities>(),
    operation::<delete_identity_pool::DeleteIdentityPool>(),
    operation::<describe_identity::DescribeIdentity>(),
    operation::<describe_identity_pool::DescribeIdentityPool>(),
    operation::<get_credentials_for_identity::GetCredentialsForIdentity>(),
    operation::<get_id::GetId>(),
    operation::<get_identity_pool_roles::GetIdentityPoolRoles>(),
    operation::<get_open_id_token::GetOpenIdToken>(),
    operation::<get_open_id_token_for_developer_identity::GetOpenIdTokenForDeveloperIdentity>(),
    operation::<get_principal_tag_attribute_map::GetPrincipalTagAttributeMap>(),
    operation::<list_identities::ListIdentities>(),
    operation::<list_identity_pools::ListIdentityPools>(),
    operation::<list_tags_for_resource::ListTagsForResource>(),
    operation::<lookup_developer_identity::LookupDeveloperIdentity>(),
    operation::<merge_developer_identities::MergeDeveloperIdentities>(),
    operation::<set_identity_pool_roles::SetIdentityPoolRoles>(),
    operation::<set_principal_tag_attribute_map::SetPrincipalTagAttributeMap>(),
    operation::<tag_resource::TagResource>(),
    operation::<unlink_developer_identity::UnlinkDeveloperIdentity>(),
    operation::<unlink_identity::UnlinkIdentity>(),
    operation::<untag_resource::UntagResource>(),
    operation::<update_identity_pool::UpdateIdentityPool>(),
];

const fn operation<O: Operation>() -> Entry {
    Entry::new::<O>(Service::CognitoIdentity)
}

fn require_pool(context: &Context<'_>, id: &str) -> Result<Arc<IdentityPool>, ServiceError> {
    context
        .read(|state| state.get(id))
        .ok_or_else(|| pool_not_found(id))
}

fn require_developer_provider(pool: &IdentityPool, name: &str) -> Result<(), ServiceError> {
    if pool.settings.developer_provider_name.as_deref() == Some(name) {
        Ok(())
    } else {
        Err(unknown_developer_provider(name))
    }
}

/// Changes a pool, if `change` finds nothing to refuse.
fn change_pool(
    context: &Context<'_>,
    id: &str,
    change: impl FnOnce(&mut IdentityPool) -> Result<(), ServiceError>,
) -> Result<Arc<IdentityPool>, ServiceError> {
    context.write(|transaction| {
        let pool = transaction.get::<IdentityPool>(id);
        let mut pool = (*pool.ok_or_else(|| pool_not_found(id))?).clone();
        change(&mut pool)?;
        Ok(transaction.put(pool))
    })
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
