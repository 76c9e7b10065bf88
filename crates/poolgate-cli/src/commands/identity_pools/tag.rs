//! `poolgate identity-pools tag`.

use std::collections::BTreeMap;
use std::process::ExitCode;

use serde_json::json;

use super::arn;
use crate::administrator;
use crate::arguments::identity_pools::Tag;
use crate::failure::Failure;
use crate::plain_text::plain;

pub(super) fn run(arguments: &Tag) -> Result<ExitCode, Failure> {
    let (administrator, arn) = arn::of(&arguments.pool)?;
    let tags: BTreeMap<String, String> = arguments.tags.iter().cloned().collect();
    administrator::call(administrator.pools.tag(&arn, &tags))?;
    let keys: Vec<&str> = tags.keys().map(String::as_str).collect();
    let document = json!({ "arn": arn, "set": tags });
    administrator.say(&document, &format!("✓ Set {}.", plain(&keys.join(", "))))
}
