//! `poolgate clients secrets delete`.

use std::process::ExitCode;

use serde_json::json;

use crate::administrator::{self, Administrator};
use crate::arguments::clients::DestroySecret;
use crate::failure::Failure;

pub(super) fn run(arguments: &DestroySecret) -> Result<ExitCode, Failure> {
    let (pool, client) = (&arguments.one.pool, &arguments.one.client);
    let secret = &arguments.secret;
    let administrator = Administrator::of(pool)?;
    let question = format!("Leave to delete the secret {secret} of the app client {client}");
    let command = format!("clients secrets delete {client} {secret}");
    administrator.ask(&arguments.consent, &command, &question)?;
    let deletion = administrator
        .administration
        .delete_client_secret(client, secret);
    administrator::call(deletion)?;
    let document = json!({ "id": secret, "client_id": client.as_str(), "deleted": true });
    administrator.say(&document, &format!("✓ Deleted the secret {secret}."))
}
