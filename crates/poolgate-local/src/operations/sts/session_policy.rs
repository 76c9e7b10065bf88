//! The policies that narrow a session. They are checked and measured, not enforced: nothing here
//! asks whether a role may do something.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::error::StsError;

/// The managed policies of a call.
#[derive(Debug, Deserialize)]
pub(super) struct PolicyDescriptor {
    #[serde(default)]
    arn: String,
}

/// How much of what a session may carry its policies and tags take, in percent, rounded up.
///
/// AWS packs them into a binary form that is not public; here the characters count, against the
/// 2,048 that a policy may have at most (U).
pub(super) fn packed_size(
    policy: Option<&str>,
    policy_arns: &[PolicyDescriptor],
    tags: &BTreeMap<String, String>,
) -> Result<Option<usize>, StsError> {
    const ALLOTTED: usize = 2048;
    const MOST_ARNS: usize = 10;
    if policy_arns.len() > MOST_ARNS {
        return Err(StsError::validation(format!(
            "A session has at most {MOST_ARNS} managed policies."
        )));
    }
    let policy = policy.map(minified).transpose()?.unwrap_or_default();
    let arns: usize = policy_arns.iter().map(|policy| policy.arn.len()).sum();
    let tags: usize = tags
        .iter()
        .map(|(key, value)| key.len() + value.len())
        .sum();
    let size = policy.len() + arns + tags;
    let percent = (size * 100).div_ceil(ALLOTTED);
    match size {
        0 => Ok(None),
        size if size > ALLOTTED => Err(StsError::packed_policy_too_large(percent)),
        _ => Ok(Some(percent)),
    }
}

/// The policy without the blanks between its parts.
fn minified(policy: &str) -> Result<String, StsError> {
    match serde_json::from_str::<Value>(policy) {
        Ok(document) if document.get("Statement").is_some() => Ok(document.to_string()),
        Ok(_) => Err(StsError::malformed_policy("The policy has no Statement.")),
        Err(_) => Err(StsError::malformed_policy(
            "This policy contains invalid Json",
        )),
    }
}
