//! `poolgate providers delete`.

use std::process::ExitCode;

use serde_json::json;

use crate::administrator::{self, Administrator};
use crate::arguments::providers::Destroy;
use crate::failure::Failure;

pub(super) fn run(arguments: &Destroy) -> Result<ExitCode, Failure> {
    let (pool, name) = (&arguments.one.pool, &arguments.one.provider);
    let administrator = Administrator::of(pool)?;
    let question = format!(
        "Leave to delete the identity provider {name} of {}",
        administrator.administration.id()
    );
    let command = format!("providers delete {name}");
    administrator.ask(&arguments.consent, &command, &question)?;
    administrator::call(administrator.administration.delete_identity_provider(name))?;
    let document = json!({ "name": name, "deleted": true });
    administrator.say(
        &document,
        &format!("✓ Deleted the identity provider {name}."),
    )
}
