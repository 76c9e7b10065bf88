//! `poolgate logout`: forget, and have the service forget.

use std::process::ExitCode;

use crate::arguments::Logout;
use crate::bounded;
use crate::browser;
use crate::clock;
use crate::failure::Failure;
use crate::machine::{Machine, Wanted};
use crate::output;
use crate::profile::{Profile, Resolved};
use crate::reachable::Reachable;
use crate::redirect_uris;
use crate::session;
use crate::signed_in::{self, Who};

pub(crate) fn run(arguments: &Logout) -> Result<ExitCode, Failure> {
    let profile = Resolved::from_arguments(&arguments.connection)?.in_use()?;
    let name = match signed_in::who(&profile)? {
        Some(Who::Machine(wanted)) => {
            refuse_what_is_a_users(arguments)?;
            return forget_machine(profile, &wanted);
        }
        Some(Who::User(name)) => with_session(&profile, name)?,
        None => Err("nobody is signed in".to_owned()),
    };
    match name {
        Err(why) if !arguments.in_browser.is_wanted => Err(profile.sign_in_needed(&why)),
        name => {
            let reachable = Reachable::from_profile(profile)?;
            end_everywhere(arguments, &reachable, name.ok().as_deref())
        }
    }
}

/// A machine has neither a browser nor other sessions.
fn refuse_what_is_a_users(arguments: &Logout) -> Result<(), Failure> {
    if arguments.in_browser.is_wanted || arguments.global {
        return Err(Failure::configuration(
            "a machine is signed in, which has no browser and no other sessions",
        )
        .hint("Leave out --browser and --global"));
    }
    Ok(())
}

/// The name, if a session is kept under it; else why there is nobody to sign out.
fn with_session(profile: &Profile, name: String) -> Result<Result<String, String>, Failure> {
    session::forget_credentials(profile, &name)?;
    let kept = session::store(profile)?.load(&session::key(profile, &name))?;
    if kept.is_some() {
        return Ok(Ok(name));
    }
    signed_in::forget(profile, &name)?;
    Ok(Err(format!("{name} has no session")))
}

/// What goes wrong at the service does not keep the browser signed in.
fn end_everywhere(
    arguments: &Logout,
    reachable: &Reachable,
    name: Option<&str>,
) -> Result<ExitCode, Failure> {
    let ended = name.map(|name| forget(arguments, reachable, name));
    if arguments.in_browser.is_wanted {
        bounded::block_on(in_the_browser(arguments, reachable))?;
    }
    ended.transpose()?;
    output::line(&match name {
        Some(name) => format!("Signed out {name}."),
        None => "There was no session here.".to_owned(),
    })
}

/// No service revokes such a token.
fn forget_machine(profile: Profile, wanted: &Wanted) -> Result<ExitCode, Failure> {
    let reachable = Reachable::from_profile(profile)?;
    let kept = bounded::block_on(async {
        let machine = Machine::new(&reachable, wanted)?;
        let kept = machine.kept().await?;
        machine.forget().await?;
        Ok(kept)
    })?;
    let profile = &reachable.profile;
    signed_in::forget_machine(profile)?;
    let Some(kept) = kept else {
        return Err(profile.sign_in_needed("the app client has no token"));
    };
    output::line(&format!(
        "Forgot the token of the app client {}. It stays valid until {}: none of these is revoked.",
        profile.client_id,
        clock::clock_time(kept.expires_at())
    ))
}

fn forget(arguments: &Logout, reachable: &Reachable, name: &str) -> Result<(), Failure> {
    let told = end(arguments, reachable, name);
    signed_in::forget(&reachable.profile, name)?;
    told
}

/// The browser's own session, a cookie, is not this program's to end: a page of the service does
/// (credentials-and-cli 2.7). Where the app client has no sign-out URL, the sign-in page comes next.
async fn in_the_browser(arguments: &Logout, reachable: &Reachable) -> Result<(), Failure> {
    let pool = session::pool_with_domain(reachable).await?;
    let profile = &reachable.profile;
    let typed = arguments.in_browser.logout_uri.as_ref();
    let url = if let Some(uri) = typed.or(profile.logout_uri.as_ref()) {
        pool.logout_url(uri)?
    } else {
        let uri = redirect_uris::first(&profile.redirect_uris)?;
        pool.browser_sign_in(uri).begin()?.url_after_sign_out()
    };
    browser::show(&url, "Sign out", !arguments.in_browser.no_browser).await;
    Ok(())
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
