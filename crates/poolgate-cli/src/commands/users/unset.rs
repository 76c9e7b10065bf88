//! `poolgate users unset`.

use std::process::ExitCode;

use serde_json::json;

use crate::administrator::{self, Administrator};
use crate::arguments::users::Unset;
use crate::failure::Failure;

pub(super) fn run(arguments: &Unset) -> Result<ExitCode, Failure> {
    let (pool, user) = (&arguments.one.pool, &arguments.one.user);
    let administrator = Administrator::of(pool)?;
    let names: Vec<&str> = arguments.names.iter().map(String::as_str).collect();
    administrator::call(administrator.administration.delete_attributes(user, &names))?;
    let document = json!({ "username": user.as_str(), "unset": names });
    let text = format!("✓ Removed {} of {user}.", names.join(", "));
    administrator.say(&document, &text)
}
