//! The tags of an identity pool, and the ARN that names it for them.

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;

use crate::core::Settings;
use crate::error::invalid_parameter;
use crate::federation::error::pool_not_found;

/// Checks all tags of a pool together (protocol.md 7.5: 50). The words are ours (U).
pub(crate) fn check(tags: &BTreeMap<String, String>) -> Result<(), ServiceError> {
    const MOST: usize = 50;
    if tags.len() > MOST {
        return Err(invalid_parameter(format!(
            "A resource has at most {MOST} tags."
        )));
    }
    match tags.keys().find(|key| key.starts_with("aws:")) {
        Some(key) => Err(invalid_parameter(format!(
            "The tag key '{key}' is reserved: it begins with 'aws:'."
        ))),
        None => Ok(()),
    }
}

/// The id of the pool that an ARN names: one of this server's account and Region.
pub(crate) fn pool_id<'a>(settings: &Settings, arn: &'a str) -> Result<&'a str, ServiceError> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", _, "cognito-identity", region, account, resource] = parts[..] else {
        return Err(invalid_arn(arn));
    };
    let id = resource
        .strip_prefix("identitypool/")
        .ok_or_else(|| invalid_arn(arn))?;
    if region == settings.region && account == settings.account_id {
        Ok(id)
    } else {
        Err(pool_not_found(id))
    }
}

fn invalid_arn(arn: &str) -> ServiceError {
    invalid_parameter(format!("'{arn}' is not the ARN of an identity pool."))
}
