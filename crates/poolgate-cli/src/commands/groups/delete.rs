//! `poolgate groups delete`.

use std::process::ExitCode;

use serde_json::json;

use crate::administrator::{self, Administrator};
use crate::arguments::groups::Destroy;
use crate::failure::Failure;

pub(super) fn run(arguments: &Destroy) -> Result<ExitCode, Failure> {
    let (pool, name) = (&arguments.one.pool, &arguments.one.group);
    let administrator = Administrator::of(pool)?;
    let question = format!(
        "Leave to delete the group {name} of {}",
        administrator.administration.id()
    );
    administrator.ask(
        &arguments.consent,
        &format!("groups delete {name}"),
        &question,
    )?;
    administrator::call(administrator.administration.delete_group(name))?;
    let document = json!({ "name": name, "deleted": true });
    administrator.say(&document, &format!("✓ Deleted the group {name}."))
}
