//! `poolgate clients secrets add`.

use std::process::ExitCode;

use poolgate::ClientSecret;
use serde_json::json;

use crate::administrator::{self, Administrator};
use crate::arguments::clients::AddSecret;
use crate::failure::Failure;
use crate::plain_text::plain;
use crate::prompt::standard_input_line;

pub(super) fn run(arguments: &AddSecret) -> Result<ExitCode, Failure> {
    let (pool, client) = (&arguments.one.pool, &arguments.one.client);
    let administrator = Administrator::of(pool)?;
    let given = given(arguments)?;
    let addition = administrator
        .administration
        .add_client_secret(client, given.as_ref());
    let added = administrator::call(addition)?;
    // The service says it this once, and never again. Who has brought it along knows it.
    let secret = added.secret.filter(|_| given.is_none());
    let secret = secret.as_ref().map(ClientSecret::expose);
    let document = json!({ "id": added.id, "client_id": client.as_str(), "secret": secret });
    let id = plain(&added.id);
    let text = match secret {
        Some(secret) => format!("✓ Added the secret {id}: {}", plain(secret)),
        None => format!("✓ Added the secret {id}."),
    };
    administrator.say(&document, &text)
}

fn given(arguments: &AddSecret) -> Result<Option<ClientSecret>, Failure> {
    if !arguments.secret_stdin {
        return Ok(None);
    }
    let line = standard_input_line("the client secret")?;
    let secret = String::from_utf8(line.to_vec());
    let secret = secret.map_err(|_| Failure::configuration("the client secret is not UTF-8"))?;
    let secret = ClientSecret::new(secret).map_err(Failure::configuration)?;
    Ok(Some(secret))
}
