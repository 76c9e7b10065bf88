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
    let Some(name) = signed_in::name(&profile)? else {
        return output::line("Nobody was signed in.");
    };
    let key = session::key(&profile, &name);
    let store = session::store()?;
    if poolgate::TokenStore::load(&store, &key)?.is_none() {
        signed_in::forget(&profile, &name)?;
        return output::line(&format!("{name} was not signed in."));
    }
    if let Some(key) = session::credential_key(&profile, &name) {
        session::credential_cache()?.remove(&key)?;
    }
    signed_in::forget(&profile, &name)?;
    end(arguments, &Reachable::from_profile(profile)?)?;
    output::line(&format!("Signed out {name}."))
}

/// Ends the session at the service, then here. A service that cannot be reached does not keep it
/// here: the person asked for it to be gone.
fn end(arguments: &Logout, reachable: &Reachable) -> Result<(), Failure> {
    bounded::block_on(async {
        let kept = session::kept(reachable).await?;
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
            let message = format!("signed out here, but not at the service: {}", failure.message);
            Failure { message, ..failure }
        })
    })
}
