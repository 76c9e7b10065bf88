//! `poolgate users delete`.

use std::process::ExitCode;

use serde_json::json;

use crate::administrator::{self, Administrator};
use crate::arguments::users::Destroy;
use crate::failure::Failure;

pub(super) fn run(arguments: &Destroy) -> Result<ExitCode, Failure> {
    let (pool, user) = (&arguments.one.pool, &arguments.one.user);
    let administrator = Administrator::of(pool)?;
    let question = format!(
        "Leave to delete {user} from {} for good",
        administrator.administration.id()
    );
    administrator.ask(
        &arguments.consent,
        &format!("users delete {user}"),
        &question,
    )?;
    administrator::call(administrator.administration.delete_user(user))?;
    let document = json!({ "username": user.as_str(), "deleted": true });
    administrator.say(&document, &format!("✓ Deleted {user}."))
}
