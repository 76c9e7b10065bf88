//! `poolgate identity-pools tags`.

use std::process::ExitCode;

use serde_json::json;

use super::arn;
use crate::administrator;
use crate::arguments::identity_pools::Tagged;
use crate::failure::Failure;
use crate::plain_text::plain;

pub(super) fn run(arguments: &Tagged) -> Result<ExitCode, Failure> {
    let (administrator, arn) = arn::of(arguments)?;
    let tags = administrator::call(administrator.pools.tags(&arn))?;
    let lines: Vec<String> = tags
        .iter()
        .map(|(key, value)| format!("{}: {}", plain(key), plain(value)))
        .collect();
    let text = if lines.is_empty() {
        "The identity pool has no tags.".to_owned()
    } else {
        lines.join("\n")
    };
    administrator.say(&json!({ "arn": arn, "tags": tags }), &text)
}
