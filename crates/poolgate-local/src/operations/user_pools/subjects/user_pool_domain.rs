//! What the operations on domains share (protocol.md 9.5).

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};
use serde::{Deserialize, Serialize};

use crate::error::invalid_parameter;
use crate::model::{ManagedLoginVersion, Object, UserPool, UserPoolDomain, UserPoolTier};
use crate::state::State;

/// What a domain is created and changed with.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    pub(crate) domain: String,
    pub(crate) user_pool_id: String,
    managed_login_version: Option<i64>,
    pub(crate) custom_domain_config: Option<Object>,
}

impl Input {
    /// The version that is asked for, if the pool's tier has it.
    pub(crate) fn version(
        &self,
        pool: &UserPool,
    ) -> Result<Option<ManagedLoginVersion>, ServiceError> {
        let version = self
            .managed_login_version
            .map(ManagedLoginVersion::try_from)
            .transpose()
            .map_err(|unknown| invalid_parameter(format!("{unknown}.")))?;
        let managed = version == Some(ManagedLoginVersion::Managed);
        if managed && pool.settings.user_pool_tier == UserPoolTier::Lite {
            // The service's text is not public.
            let message = "Managed login needs the tier ESSENTIALS or PLUS.";
            return Err(ServiceError::new(
                ErrorCode::FeatureUnavailableInTier,
                message,
            ));
        }
        Ok(version)
    }
}

/// What a domain's creation and change answer.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Output {
    managed_login_version: ManagedLoginVersion,
    #[serde(skip_serializing_if = "Option::is_none")]
    cloud_front_domain: Option<String>,
}

impl Output {
    pub(crate) fn of(domain: &UserPoolDomain) -> Self {
        let is_custom = domain.custom.is_some();
        Self {
            managed_login_version: domain.managed_login_version,
            cloud_front_domain: is_custom.then(|| domain.distribution.clone()),
        }
    }
}

/// The domain of this name, if it is that pool's.
pub(crate) fn require(
    state: &State,
    pool_id: &str,
    domain: &str,
) -> Result<Arc<UserPoolDomain>, ServiceError> {
    state
        .named::<UserPoolDomain>(domain)
        .filter(|domain| domain.pool_id == pool_id)
        .ok_or_else(|| invalid_parameter("No such domain or user pool exists."))
}
