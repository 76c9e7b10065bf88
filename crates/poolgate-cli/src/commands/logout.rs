//! `poolgate logout`: forget, and have the service forget.

use std::process::ExitCode;

use crate::arguments::Logout;
use crate::bounded;
use crate::failure::Failure;
use crate::output;
use crate::profile::Resolved;
use crate::reachable::Reachable;
use crate::session;
use crate::signed_in;

pub(crate) fn run(arguments: &Logout) -> Result<ExitCode, Failure> {
    let profile = Resolved::from_arguments(&arguments.connection)?.in_use()?;
    let name = signed_in::name(&profile)?;
    session::forget_credentials(&profile, &name)?;
    if session::store(&profile)?
        .load(&session::key(&profile, &name))?
        .is_none()
    {
        signed_in::forget(&profile, &name)?;
        return Err(profile.sign_in_needed(&format!("{name} has no session")));
    }
    let reachable = Reachable::from_profile(profile)?;
    let told = end(arguments, &reachable, &name);
    signed_in::forget(&reachable.profile, &name)?;
    told?;
    output::line(&format!("Signed out {name}."))
}

/// Ends the session at the service, then here. A service that cannot be reached does not keep it
/// here: the person asked for it to be gone.
fn end(arguments: &Logout, reachable: &Reachable, name: &str) -> Result<(), Failure> {
    bounded::block_on(async {
        let kept = session::kept(reachable, name).await?;
        let told = if arguments.no_revoke {
            Ok(())
        } else if arguments.global {
            kept.sign_out_everywhere().await
        } else {
            kept.revoke().await
        };
        kept.forget().await?;
        told.map_err(|error| {
            let failure = Failure::from(error);
            let message = format!(
                "signed out here, but not at the service: {}",
                failure.message
            );
            Failure { message, ..failure }
        })
    })
}
