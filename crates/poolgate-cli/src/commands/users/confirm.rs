//! `poolgate users confirm`.

use std::process::ExitCode;

use serde_json::json;

use crate::administrator::{self, Administrator};
use crate::arguments::users::Notify;
use crate::failure::Failure;
use crate::someone;

pub(super) fn run(arguments: &Notify) -> Result<ExitCode, Failure> {
    let (pool, user) = (&arguments.one.pool, &arguments.one.user);
    let administrator = Administrator::of(pool)?;
    let metadata = someone::metadata(&arguments.functions);
    let confirmation = administrator.administration.confirm_sign_up(user, metadata);
    administrator::call(confirmation)?;
    let document = json!({ "username": user.as_str(), "confirmed": true });
    administrator.say(&document, &format!("✓ Confirmed {user}."))
}
