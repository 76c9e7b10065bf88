//! Which role an identity is given (protocol.md 8.3).

use poolgate_flow::ServiceError;
use serde_json::{Map, Value};

use super::{Login, RoleArn, error, provider};
use crate::core::Settings;
use crate::model::{
    AmbiguousRoleResolution, IdentityPool, MappingRule, MatchType, RoleMapping, RoleMappingKind,
};

type Claims = Map<String, Value>;

/// The ARN of the role for these logins; for none, the role of unauthenticated identities.
///
/// Of several logins the first decides for which the pool has a mapping; else, the first whose token
/// names `custom`; else, the first (protocol.md 8.3 is silent, U).
///
/// `custom` is the caller's `CustomRoleArn`. It must be one of the roles that the token names; where
/// rules decide, it is not used.
pub(crate) fn choose<'a>(
    settings: &Settings,
    pool: &'a IdentityPool,
    logins: &'a [Login],
    custom: Option<&'a str>,
) -> Result<&'a str, ServiceError> {
    let is_mapped = |login: &&Login| mapping(settings, pool, login).is_some();
    let names_custom =
        |login: &&Login| custom.is_some_and(|role| named_by_token(&login.claims, role).is_ok());
    let deciding = logins.iter().find(is_mapped);
    let deciding = deciding.or_else(|| logins.iter().find(names_custom));
    let Some(login) = deciding.or(logins.first()) else {
        return match custom {
            Some(_) => Err(error::role_is_denied()),
            None => default_role(pool, "unauthenticated"),
        };
    };
    let role = match mapping(settings, pool, login) {
        None => custom
            .map(|custom| named_by_token(&login.claims, custom))
            .transpose()?,
        Some(mapping) => mapped(mapping, &login.claims, custom)?,
    };
    role.map_or_else(|| default_role(pool, "authenticated"), is_role)
}

fn default_role<'a>(pool: &'a IdentityPool, kind: &str) -> Result<&'a str, ServiceError> {
    pool.roles
        .get(kind)
        .ok_or_else(error::no_role)
        .and_then(|role| is_role(role))
}

fn is_role(arn: &str) -> Result<&str, ServiceError> {
    RoleArn::parse(arn).map(|_| arn).ok_or_else(error::no_role)
}

/// The mapping for a user pool stands under its provider name and app client, that for any other
/// provider under its name.
fn mapping<'a>(
    settings: &Settings,
    pool: &'a IdentityPool,
    login: &Login,
) -> Option<&'a RoleMapping> {
    let is_for = |key: &str| {
        let of_client = key.rsplit_once(':').is_some_and(|(name, client_id)| {
            let pool_id = provider::user_pool_id(settings, name);
            client_id == login.audience
                && pool_id.is_some_and(|id| provider::of_user_pool(id) == login.provider)
        });
        of_client || (key == login.provider && provider::user_pool_id(settings, key).is_none())
    };
    pool.role_mappings
        .iter()
        .find(|(key, _)| is_for(key))
        .map(|(_, mapping)| mapping)
}

/// The role by a mapping; `None` for the pool's default role.
fn mapped<'a>(
    mapping: &'a RoleMapping,
    claims: &'a Claims,
    custom: Option<&'a str>,
) -> Result<Option<&'a str>, ServiceError> {
    let role = match (mapping.kind, custom) {
        (RoleMappingKind::Token, Some(custom)) => Some(named_by_token(claims, custom)?),
        (RoleMappingKind::Token, None) => {
            claims.get("cognito:preferred_role").and_then(Value::as_str)
        }
        (RoleMappingKind::Rules, _) => by_rules(mapping, claims),
    };
    match (role, mapping.ambiguous_role_resolution) {
        (None, Some(AmbiguousRoleResolution::Deny)) => Err(error::role_is_denied()),
        (role, _) => Ok(role),
    }
}

fn named_by_token<'a>(claims: &Claims, custom: &'a str) -> Result<&'a str, ServiceError> {
    let mut roles = claims
        .get("cognito:roles")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let is_named = roles.any(|role| role.as_str() == Some(custom));
    if is_named {
        Ok(custom)
    } else {
        Err(error::role_is_denied())
    }
}

fn by_rules<'a>(mapping: &'a RoleMapping, claims: &Claims) -> Option<&'a str> {
    let mut rules = mapping.rules_configuration.iter().flat_map(|it| &it.rules);
    rules
        .find(|rule| fits(rule, claims))
        .map(|rule| rule.role_arn.as_str())
}

/// A claim that is missing fits no rule, not even `NotEqual`. Of a claim with several values one
/// must fit, or for `NotEqual` all (U).
fn fits(rule: &MappingRule, claims: &Claims) -> bool {
    let values: Vec<String> = match claims.get(&rule.claim) {
        None | Some(Value::Null) => return false,
        Some(Value::Array(values)) => values.iter().map(text).collect(),
        Some(value) => vec![text(value)],
    };
    let wanted = rule.value.as_str();
    match rule.match_type {
        MatchType::Contains => values.iter().any(|value| value.contains(wanted)),
        MatchType::Equals => values.iter().any(|value| value == wanted),
        MatchType::NotEqual => values.iter().all(|value| value != wanted),
        MatchType::StartsWith => values.iter().any(|value| value.starts_with(wanted)),
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
