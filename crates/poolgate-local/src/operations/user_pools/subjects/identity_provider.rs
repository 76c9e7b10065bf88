//! Finding an identity provider, and showing it.

use std::collections::BTreeMap;
use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};
use serde::Serialize;

use crate::model::{IdentityProvider, Object, ProviderDetails, ProviderType};
use crate::state::State;
use crate::time::UnixTime;

/// The provider of this name.
pub(crate) fn require(
    state: &State,
    pool_id: &str,
    name: &str,
) -> Result<Arc<IdentityProvider>, ServiceError> {
    state
        .get(&IdentityProvider::key_of(pool_id, name))
        .ok_or_else(|| not_found(ErrorCode::ResourceNotFound, pool_id, name))
}

/// There is no such provider. The text is the one for app clients that name it; whether it is the
/// same for the operations on providers is not public.
pub(crate) fn not_found(code: ErrorCode, pool_id: &str, name: &str) -> ServiceError {
    let message = format!("The provider {name} does not exist for User Pool {pool_id}.");
    ServiceError::new(code, message)
}

/// A provider in full, as every operation on one answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Output {
    identity_provider: IdentityProviderDescription,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct IdentityProviderDescription {
    user_pool_id: String,
    provider_name: String,
    provider_type: ProviderType,
    provider_details: ProviderDetails,
    attribute_mapping: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    idp_identifiers: Vec<String>,
    #[serde(skip_serializing_if = "Object::is_empty")]
    acr_mapping: Object,
    last_modified_date: UnixTime,
    creation_date: UnixTime,
}

impl Output {
    pub(crate) fn of(provider: &IdentityProvider) -> Self {
        Self {
            identity_provider: IdentityProviderDescription {
                user_pool_id: provider.pool_id.clone(),
                provider_name: provider.name.clone(),
                provider_type: provider.provider_type,
                provider_details: provider.details.clone().shown(),
                attribute_mapping: provider.attribute_mapping.clone(),
                idp_identifiers: provider.identifiers.clone(),
                acr_mapping: provider.acr_mapping.clone(),
                last_modified_date: provider.modified,
                creation_date: provider.created,
            },
        }
    }
}
