//! What the operations on tags share: the pool that an ARN names, and which tags it can have.

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};
use serde::Serialize;

use crate::core::Settings;
use crate::error::{invalid_parameter, pool_not_found};
use crate::model::{Object, UserPool};
use crate::state::State;

/// How many a pool has at most (protocol.md 7.5).
const MOST_TAGS: usize = 50;

/// What a change of tags answers.
#[derive(Debug, Serialize)]
pub(crate) struct Output {}

/// The pool of this ARN.
pub(crate) fn require(
    state: &State,
    settings: &Settings,
    arn: &str,
) -> Result<Arc<UserPool>, ServiceError> {
    let id = pool_id(arn).ok_or_else(|| {
        // The service's text is not public.
        invalid_parameter(format!("{arn} is not the ARN of a user pool."))
    })?;
    state
        .get::<UserPool>(id)
        // The pools of other Regions and accounts are not here.
        .filter(|pool| pool.arn(&settings.region, &settings.account_id) == arn)
        .ok_or_else(|| pool_not_found(id))
}

/// The id in `arn:<partition>:cognito-idp:<Region>:<account>:userpool/<id>`.
fn pool_id(arn: &str) -> Option<&str> {
    let mut parts = arn.splitn(6, ':');
    let is_service = parts.next() == Some("arn") && parts.nth(1) == Some("cognito-idp");
    let id = parts.nth(2)?.strip_prefix("userpool/")?;
    (is_service && !id.is_empty()).then_some(id)
}

/// Why a pool cannot have these tags, in words of our own: the service's are not public.
pub(crate) fn violation(tags: &Object) -> Option<String> {
    let reserved = tags.keys().find(|key| key.starts_with("aws:"));
    if let Some(key) = reserved {
        return Some(format!(
            "The tag key {key} has the prefix aws:, which is reserved."
        ));
    }
    (tags.len() > MOST_TAGS).then(|| format!("A user pool has at most {MOST_TAGS} tags."))
}

/// Whether a pool can be created or updated with these tags.
pub(crate) fn check(tags: &Object) -> Result<(), ServiceError> {
    violation(tags).map_or(Ok(()), |message| {
        Err(ServiceError::new(ErrorCode::UserPoolTagging, message))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_an_arn_of_a_user_pool_has_its_id() {
        let arn = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_a";
        assert_eq!(pool_id(arn), Some("us-east-1_a"));
        for other in [
            "",
            "arn:aws:cognito-idp:us-east-1:000000000000:userpool/",
            "arn:aws:cognito-idp:us-east-1:000000000000:identitypool/us-east-1:a",
            "arn:aws:s3:us-east-1:000000000000:userpool/us-east-1_a",
            "urn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_a",
        ] {
            assert_eq!(pool_id(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn every_text_is_read_or_refused(arn in ".*") {
            if let Some(id) = pool_id(&arn) {
                prop_assert!(arn.ends_with(id));
            }
        }
    }
}
