//! `poolgate groups remove`.

use std::process::ExitCode;

use poolgate::Username;
use serde_json::json;

use crate::administrator::{self, Administrator};
use crate::arguments::groups::Members;
use crate::failure::Failure;

pub(super) fn run(arguments: &Members) -> Result<ExitCode, Failure> {
    let (pool, group) = (&arguments.one.pool, &arguments.one.group);
    let administrator = Administrator::of(pool)?;
    administrator::call(async {
        for user in &arguments.users {
            administrator
                .administration
                .remove_from_group(user, group)
                .await?;
        }
        Ok(())
    })?;
    let users: Vec<&str> = arguments.users.iter().map(Username::as_str).collect();
    let document = json!({ "group": group, "removed": users });
    let text = format!("✓ Took {} out of {group}.", users.join(", "));
    administrator.say(&document, &text)
}
