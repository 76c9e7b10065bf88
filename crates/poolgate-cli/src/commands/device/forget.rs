//! `poolgate device forget`.

use std::process::ExitCode;

use poolgate::{DeviceKey, ErrorCode, Session};

use super::this_device;
use crate::arguments::device::Forget;
use crate::bounded;
use crate::failure::{Failure, Kind};
use crate::output;
use crate::plain_text::plain;
use crate::prompt::Prompt;
use crate::user::User;

pub(super) fn run(arguments: &Forget) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    bounded::block_on_person(async {
        let session = user.session().await?;
        let key = this_device::or_typed(arguments.key.as_deref(), &user, &session)?;
        let own = this_device::key(&user, &session)?;
        let is_own = own.is_some_and(|own| own.expose() == key.expose());
        if !arguments.yes {
            confirm(&user, &key, is_own)?;
        }
        forget(&user, &session, &key, is_own).await?;
        let key = plain(key.expose());
        output::line(&if is_own {
            format!(
                "Forgot this device, {key}. Its session ends with its tokens; then: \
                 poolgate login {}",
                user.profile().flags()
            )
        } else {
            format!("Forgot {key}.")
        })
    })
}

fn confirm(user: &User, key: &DeviceKey, is_own: bool) -> Result<(), Failure> {
    let flags = user.profile().flags();
    let prompt = Prompt::new(false, format!("poolgate device forget {flags}"));
    let which = if is_own { "this device" } else { "device" };
    let question = format!("Leave to forget {which} {}", key.expose());
    if prompt.confirm(&question, "--yes")? {
        return Ok(());
    }
    Err(Failure::new(Kind::Other, "nothing was forgotten"))
}

async fn forget(
    user: &User,
    session: &Session,
    key: &DeviceKey,
    is_own: bool,
) -> Result<(), Failure> {
    match session.forget_device(key).await {
        // What the pool has forgotten by itself is of no use here either.
        Err(error) if is_own && error.code() == Some(&ErrorCode::ResourceNotFound) => {}
        outcome => user.told(outcome)?,
    }
    Ok(())
}
