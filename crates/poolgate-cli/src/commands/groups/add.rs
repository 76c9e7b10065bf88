//! `poolgate groups add`.

use std::process::ExitCode;

use serde_json::json;

use super::change_members::change_members;
use crate::administrator::Administrator;
use crate::arguments::groups::Members;
use crate::failure::Failure;

pub(super) fn run(arguments: &Members) -> Result<ExitCode, Failure> {
    let (pool, group) = (&arguments.one.pool, &arguments.one.group);
    let administrator = Administrator::of(pool)?;
    let administration = &administrator.administration;
    let users = change_members(&arguments.users, &async |user| {
        administration.add_to_group(user, group).await
    })?;
    let document = json!({ "group": group, "added": users });
    let text = format!("✓ Took {} into {group}.", users.join(", "));
    administrator.say(&document, &text)
}
