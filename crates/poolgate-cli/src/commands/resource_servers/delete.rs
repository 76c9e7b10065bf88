//! `poolgate resource-servers delete`.

use std::process::ExitCode;

use serde_json::json;

use crate::administrator::{self, Administrator};
use crate::arguments::resource_servers::Destroy;
use crate::failure::Failure;

pub(super) fn run(arguments: &Destroy) -> Result<ExitCode, Failure> {
    let (pool, identifier) = (&arguments.one.pool, &arguments.one.identifier);
    let administrator = Administrator::of(pool)?;
    let question = format!(
        "Leave to delete the resource server {identifier} of {}",
        administrator.administration.id()
    );
    let command = format!("resource-servers delete {identifier}");
    administrator.ask(&arguments.consent, &command, &question)?;
    administrator::call(
        administrator
            .administration
            .delete_resource_server(identifier),
    )?;
    let document = json!({ "identifier": identifier, "deleted": true });
    administrator.say(
        &document,
        &format!("✓ Deleted the resource server {identifier}."),
    )
}
