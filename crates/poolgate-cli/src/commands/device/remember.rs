//! `poolgate device remember` and `unremember`.

use std::process::ExitCode;

use super::this_device;
use crate::arguments::device::Remember;
use crate::bounded;
use crate::failure::Failure;
use crate::output;
use crate::plain_text::plain;
use crate::user::User;

pub(super) fn run(arguments: &Remember, remember: bool) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    let key = bounded::block_on(async {
        let session = user.session().await?;
        let key = this_device::or_typed(arguments.key.as_deref(), &user, &session)?;
        user.told(session.remember_device(&key, remember).await)?;
        Ok(key)
    })?;
    let key = plain(key.expose());
    output::line(&if remember {
        format!("Remembered {key}.")
    } else {
        format!("No longer remembered: {key}.")
    })
}
