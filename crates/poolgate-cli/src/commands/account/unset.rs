//! `poolgate account unset`.

use std::process::ExitCode;

use serde_json::json;

use crate::arguments::account::Unset;
use crate::bounded;
use crate::failure::Failure;
use crate::output;
use crate::user::User;

pub(super) fn run(arguments: &Unset) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    let names: Vec<&str> = arguments.names.iter().map(String::as_str).collect();
    bounded::block_on(async {
        let session = user.session().await?;
        user.told(session.delete_attributes(&names).await)
    })?;
    output::line(&if arguments.format.json {
        json!({ "username": user.name, "unset": names }).to_string()
    } else {
        format!("✓ Removed {} of {}.", names.join(", "), user.name)
    })
}
