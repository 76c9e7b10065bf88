//! `SetIdentityPoolRoles` (protocol.md 8.3).

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::change_pool;
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::{RoleMapping, RoleMappingKind};
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
        change_pool(context, &input.identity_pool_id, |pool| {
            pool.roles = input.roles;
            pool.role_mappings = input.role_mappings;
            Ok(())
        })?;
        Ok(Nothing)
    }
}

/// What the model does not say of a mapping (protocol.md 8.3). The words are ours (U).
fn check(mapping: &RoleMapping) -> Result<(), ServiceError> {
    const MOST_RULES: usize = 25;
    if mapping.ambiguous_role_resolution.is_none() {
        return Err(invalid_parameter(
            "AmbiguousRoleResolution is required for a role mapping.",
        ));
    }
    match (mapping.kind, &mapping.rules_configuration) {
        (RoleMappingKind::Rules, None) => Err(invalid_parameter(
            "RulesConfiguration is required for the type Rules.",
        )),
        (_, Some(configuration)) if configuration.rules.len() > MOST_RULES => Err(
            invalid_parameter(format!("A role mapping has at most {MOST_RULES} rules.")),
        ),
        _ => Ok(()),
    }
}
