//! `poolgate account delete`.

use std::process::ExitCode;

use serde_json::json;

use crate::arguments::account::Delete;
use crate::bounded;
use crate::failure::{Failure, Kind};
use crate::output;
use crate::prompt::Prompt;
use crate::session;
use crate::signed_in;
use crate::user::User;

pub(super) fn run(arguments: &Delete) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    if !arguments.yes {
        confirm(&user)?;
    }
    bounded::block_on(async {
        let session = user.session().await?;
        user.told(session.delete_account().await)
    })?;
    forget(&user)?;
    let (name, pool) = (&user.name, &user.profile().pool_id);
    output::line(&if arguments.format.json {
        json!({ "username": name, "deleted": true }).to_string()
    } else {
        format!("✓ Deleted the account of {name} at {pool}.")
    })
}

fn confirm(user: &User) -> Result<(), Failure> {
    let (flags, name, pool) = (user.profile().flags(), &user.name, &user.profile().pool_id);
    let prompt = Prompt::new(false, format!("poolgate account delete {flags}"));
    let question = format!("Leave to delete the account of {name} at {pool} for good");
    if prompt.confirm(&question, "--yes")? {
        return Ok(());
    }
    Err(Failure::new(Kind::Other, "nothing was deleted"))
}

/// The library has forgotten the session; these are the command's own notes.
fn forget(user: &User) -> Result<(), Failure> {
    session::forget_credentials(user.profile(), &user.name)?;
    signed_in::forget(user.profile(), &user.name)
}
