//! The tags that a session gets from the tokens of its logins (protocol.md 8.6).

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde_json::Value;

use super::{Login, error};
use crate::model::IdentityPool;

/// How many bytes all keys and values have together at most.
const MOST_BYTES: usize = 460;

/// The tags for these logins, by the maps of their providers. Of two logins that give the same tag
/// the first decides.
pub(crate) fn of_logins(
    pool: &IdentityPool,
    logins: &[Login],
) -> Result<BTreeMap<String, String>, ServiceError> {
    let mut tags = BTreeMap::new();
    for login in logins {
        for (key, value) in mapped(pool, login).into_iter().chain(login.tags.clone()) {
            tags.entry(key).or_insert(value);
        }
    }
    check(&tags)?;
    Ok(tags)
}

/// Refuses more than a session takes.
pub(crate) fn check(tags: &BTreeMap<String, String>) -> Result<(), ServiceError> {
    let bytes: usize = tags
        .iter()
        .map(|(key, value)| key.len() + value.len())
        .sum();
    if bytes > MOST_BYTES {
        return Err(error::too_many_tags(bytes, MOST_BYTES));
    }
    Ok(())
}

/// A claim that is missing gives no tag, and neither does one that is no single value (U).
fn mapped(pool: &IdentityPool, login: &Login) -> Vec<(String, String)> {
    let map = pool.principal_tags.get(&login.provider);
    map.into_iter()
        .flat_map(|map| &map.principal_tags)
        .filter_map(|(key, claim)| Some((key.clone(), text(login.claims.get(claim)?)?)))
        .collect()
}

fn text(claim: &Value) -> Option<String> {
    match claim {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(claim.to_string()),
        _ => None,
    }
}
