//! `poolgate identity-pools set-roles`.

use std::collections::BTreeMap;
use std::process::ExitCode;

use poolgate::IdentityPoolRoles;
use poolgate::aws_sdk_cognitoidentity::types::{
    AmbiguousRoleResolutionType, RoleMapping, RoleMappingType,
};

use super::role_mapping;
use super::roles::{as_json, for_people};
use crate::administrator;
use crate::arguments::identity_pools::{Resolution, SetRoles};
use crate::failure::Failure;
use crate::identity_administrator::IdentityAdministrator;

pub(super) fn run(arguments: &SetRoles) -> Result<ExitCode, Failure> {
    let mappings = match &arguments.mappings_json {
        Some(file) => role_mapping::read(file)?,
        None => BTreeMap::new(),
    };
    let (administrator, id) = IdentityAdministrator::of_pool(&arguments.pool)?;
    let update = administrator
        .pools
        .update_roles(&id, |roles| apply(arguments, mappings, roles));
    let roles = administrator::call(update)?;
    administrator.say(&as_json(&id, &roles), &for_people(&roles))
}

/// Changes what the arguments name, and leaves the rest.
fn apply(
    arguments: &SetRoles,
    mappings: BTreeMap<String, RoleMapping>,
    roles: &mut IdentityPoolRoles,
) {
    for (whom, role) in [
        ("authenticated", &arguments.authenticated),
        ("unauthenticated", &arguments.unauthenticated),
    ] {
        match role.as_deref() {
            Some("") => drop(roles.roles.remove(whom)),
            Some(role) => drop(roles.roles.insert(whom.to_owned(), role.to_owned())),
            None => {}
        }
    }
    for provider in &arguments.unmap {
        roles.mappings.remove(provider);
    }
    roles.mappings.extend(mappings);
    for (provider, resolution) in &arguments.by_token {
        let mapping = by_token(*resolution);
        roles
            .mappings
            .extend(mapping.map(|mapping| (provider.clone(), mapping)));
    }
}

fn by_token(resolution: Resolution) -> Option<RoleMapping> {
    let builder = RoleMapping::builder()
        .r#type(RoleMappingType::Token)
        .ambiguous_role_resolution(match resolution {
            Resolution::Authenticated => AmbiguousRoleResolutionType::AuthenticatedRole,
            Resolution::Deny => AmbiguousRoleResolutionType::Deny,
        });
    // It fails without a type only.
    builder.build().ok()
}
