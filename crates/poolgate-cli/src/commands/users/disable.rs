//! `poolgate users disable`.

use std::process::ExitCode;

use serde_json::json;

use crate::administrator::{self, Administrator};
use crate::arguments::users::One;
use crate::failure::Failure;

pub(super) fn run(arguments: &One) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.pool)?;
    let user = &arguments.user;
    administrator::call(administrator.administration.disable(user))?;
    let document = json!({ "username": user.as_str(), "enabled": false });
    administrator.say(&document, &format!("✓ {user} may no longer sign in."))
}
