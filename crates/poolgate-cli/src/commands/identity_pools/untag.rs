//! `poolgate identity-pools untag`.

use std::process::ExitCode;

use serde_json::json;

use super::arn;
use crate::administrator;
use crate::arguments::identity_pools::Untag;
use crate::failure::Failure;
use crate::plain_text::plain;

pub(super) fn run(arguments: &Untag) -> Result<ExitCode, Failure> {
    let (administrator, arn) = arn::of(&arguments.pool)?;
    let keys: Vec<&str> = arguments.keys.iter().map(String::as_str).collect();
    administrator::call(administrator.pools.untag(&arn, &keys))?;
    let document = json!({ "arn": arn, "unset": keys });
    administrator.say(
        &document,
        &format!("✓ Removed {}.", plain(&keys.join(", "))),
    )
}
