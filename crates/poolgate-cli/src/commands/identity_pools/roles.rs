//! `poolgate identity-pools roles`.

use std::collections::BTreeMap;
use std::process::ExitCode;

use poolgate::aws_sdk_cognitoidentity::types::{
    AmbiguousRoleResolutionType, RoleMapping, RulesConfigurationType,
};
use poolgate::{IdentityPoolId, IdentityPoolRoles};
use serde_json::{Value, json};

use super::role_mapping::Mapping;
use crate::administrator;
use crate::arguments::identity_pool::Target;
use crate::failure::Failure;
use crate::identity_administrator::IdentityAdministrator;
use crate::plain_text::plain;

pub(super) fn run(arguments: &Target) -> Result<ExitCode, Failure> {
    let (administrator, id) = IdentityAdministrator::of_pool(arguments)?;
    let roles = administrator::call(administrator.pools.roles(&id))?;
    administrator.say(&as_json(&id, &roles), &for_people(&roles))
}

pub(super) fn as_json(id: &IdentityPoolId, roles: &IdentityPoolRoles) -> Value {
    let mappings = roles.mappings.iter();
    let mappings: BTreeMap<&str, Mapping> = mappings
        .map(|(provider, mapping)| (provider.as_str(), mapping.into()))
        .collect();
    json!({
        "identity_pool_id": id.as_str(),
        "roles": roles.roles,
        "mappings": mappings,
    })
}

pub(super) fn for_people(roles: &IdentityPoolRoles) -> String {
    let role = |whom: &str| plain(roles.roles.get(whom).map_or("-", String::as_str));
    let mut lines = vec![
        format!("authenticated    {}", role("authenticated")),
        format!("unauthenticated  {}", role("unauthenticated")),
    ];
    for (provider, mapping) in &roles.mappings {
        lines.push(format!(
            "{}: by {}, otherwise {}",
            plain(provider),
            plain(mapping.r#type().as_str()).to_lowercase(),
            otherwise(mapping)
        ));
        lines.extend(rules(mapping));
    }
    lines.join("\n")
}

fn otherwise(mapping: &RoleMapping) -> String {
    match mapping.ambiguous_role_resolution() {
        Some(AmbiguousRoleResolutionType::AuthenticatedRole) => "the authenticated role".into(),
        Some(AmbiguousRoleResolutionType::Deny) => "denied".into(),
        Some(other) => plain(other.as_str()),
        None => "not said".into(),
    }
}

/// In the service's order, in which the first that fits decides.
fn rules(mapping: &RoleMapping) -> impl Iterator<Item = String> {
    let rules = mapping
        .rules_configuration()
        .map(RulesConfigurationType::rules);
    rules.unwrap_or_default().iter().map(|rule| {
        let (claim, how) = (rule.claim(), rule.match_type().as_str());
        let text = format!("{claim} {how} {:?}: {}", rule.value(), rule.role_arn());
        format!("  {}", plain(&text))
    })
}
