//! `SetIdentityPoolRoles` (protocol.md 8.3).

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde::Deserialize;

use crate::core::Context;
use crate::error::invalid_parameter;
use crate::federation::error::pool_not_found;
use crate::model::{IdentityPool, RoleMapping, RoleMappingKind};
use crate::operations::{Nothing, Operation};

pub(super) struct SetIdentityPoolRoles;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_pool_id: String,
    roles: BTreeMap<String, String>,
    #[serde(default)]
    role_mappings: BTreeMap<String, RoleMapping>,
}

impl Operation for SetIdentityPoolRoles {
    const NAME: &'static str = "SetIdentityPoolRoles";
    type Input = Input;
    type Output = Nothing;

    fn run(input: Input, context: &Context<'_>) -> Result<Nothing, ServiceError> {
        input.role_mappings.values().try_for_each(check)?;
        context.write(|transaction| {
            let id = &input.identity_pool_id;
            let pool = transaction
                .get::<IdentityPool>(id)
                .ok_or_else(|| pool_not_found(id))?;
            transaction.put(IdentityPool {
                roles: input.roles,
                role_mappings: input.role_mappings,
                ..(*pool).clone()
            });
            Ok(Nothing)
        })
    }
}

/// What the model does not say of a mapping. The words are ours (U).
fn check(mapping: &RoleMapping) -> Result<(), ServiceError> {
    if mapping.ambiguous_role_resolution.is_none() {
        return Err(invalid_parameter(
            "AmbiguousRoleResolution is required for a role mapping.",
        ));
    }
    if mapping.kind == RoleMappingKind::Rules && mapping.rules_configuration.is_none() {
        return Err(invalid_parameter(
            "RulesConfiguration is required for the type Rules.",
        ));
    }
    Ok(())
}
