//! `poolgate users reset-password`.

use std::process::ExitCode;

use serde_json::json;

use crate::administrator::{self, Administrator};
use crate::arguments::users::Reset;
use crate::failure::Failure;
use crate::someone;

pub(super) fn run(arguments: &Reset) -> Result<ExitCode, Failure> {
    let (pool, user) = (&arguments.one.pool, &arguments.one.user);
    let administrator = Administrator::of(pool)?;
    let question = format!("Leave to take {user}'s password away and send a code for another");
    let command = format!("users reset-password {user}");
    administrator.ask(&arguments.consent, &command, &question)?;
    let metadata = someone::metadata(&arguments.functions);
    let reset = administrator.administration.reset_password(user, metadata);
    administrator::call(reset)?;
    let document = json!({ "username": user.as_str(), "reset": true });
    let text = format!("✓ {user} chooses a new password with the code that was sent.");
    administrator.say(&document, &text)
}
