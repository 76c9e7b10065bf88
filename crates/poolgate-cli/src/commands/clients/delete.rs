//! `poolgate clients delete`.

use std::process::ExitCode;

use serde_json::json;

use crate::administrator::{self, Administrator};
use crate::arguments::clients::Destroy;
use crate::failure::Failure;

pub(super) fn run(arguments: &Destroy) -> Result<ExitCode, Failure> {
    let (pool, client) = (&arguments.one.pool, &arguments.one.client);
    let administrator = Administrator::of(pool)?;
    let question = format!(
        "Leave to delete the app client {client} of {}",
        administrator.administration.id()
    );
    let command = format!("clients delete {client}");
    administrator.ask(&arguments.consent, &command, &question)?;
    administrator::call(administrator.administration.delete_app_client(client))?;
    let document = json!({ "id": client.as_str(), "deleted": true });
    administrator.say(&document, &format!("✓ Deleted the app client {client}."))
}
