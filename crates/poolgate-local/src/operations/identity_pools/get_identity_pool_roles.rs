//! `GetIdentityPoolRoles`.

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::require_pool;
use crate::core::Context;
use crate::model::RoleMapping;
use crate::operations::Operation;

pub(super) struct GetIdentityPoolRoles;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_pool_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    identity_pool_id: String,
    roles: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    role_mappings: BTreeMap<String, RoleMapping>,
}

impl Operation for GetIdentityPoolRoles {
    const NAME: &'static str = "GetIdentityPoolRoles";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = require_pool(context, &input.identity_pool_id)?;
        Ok(Output {
            identity_pool_id: pool.id.clone(),
            roles: pool.roles.clone(),
            role_mappings: pool.role_mappings.clone(),
        })
    }
}
