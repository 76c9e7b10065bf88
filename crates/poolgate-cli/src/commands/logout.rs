//! `poolgate logout`: forget, and have the service forget.

use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Value, json};

use crate::arguments::Logout;
use crate::bounded;
use crate::browser;
use crate::clock;
use crate::failure::{Failure, Kind};
use crate::machine::{Machine, Wanted};
use crate::notice::notice;
use crate::output;
use crate::profile::{Profile, Resolved};
use crate::prompt::is_ci;
use crate::reachable::Reachable;
use crate::redirect_uris;
use crate::session;
use crate::signed_in::{self, Who};

/// How long the embedded Cognito of this command waits for the browser.
const PAGE_MAXIMUM: Duration = Duration::from_mins(1);

/// A session that is not there needs no sign-in to be ended.
pub(crate) fn run(arguments: &Logout) -> Result<ExitCode, Failure> {
    let profile = match Resolved::from_arguments(&arguments.connection)? {
        Resolved::Profile(profile) => *profile,
        Resolved::UnseededLocal => return tell(arguments, None, &json!({}), NO_SESSION),
    };
    match signed_in::who(&profile)? {
        Some(Who::Machine(wanted)) => {
            refuse_what_is_a_users(arguments)?;
            forget_machine(arguments, profile, &wanted)
        }
        Some(Who::User(name)) => {
            let ended = with_session(&profile, name)?;
            end_everywhere(arguments, profile, ended.as_ref())
        }
        None => end_everywhere(arguments, profile, None),
    }
}

const NO_SESSION: &str = "There was no session here.";

/// A machine has neither a browser nor other sessions.
fn refuse_what_is_a_users(arguments: &Logout) -> Result<(), Failure> {
    if arguments.in_browser.is_wanted || arguments.global {
        return Err(Failure::new(
            Kind::Usage,
            "a machine is signed in, which has no browser and no other sessions",
        )
        .hint("Leave out --browser and --global"));
    }
    Ok(())
}

/// A session that is about to end.
struct Ending {
    name: String,
    /// Whether it began in a browser, which remembers who was there.
    is_of_browser: bool,
}

/// The session that is kept under the name, if one is.
fn with_session(profile: &Profile, name: String) -> Result<Option<Ending>, Failure> {
    session::forget_credentials(profile, &name)?;
    let kept = session::store(profile)?.load(&session::key(profile, &name))?;
    let Some(kept) = kept else {
        signed_in::forget(profile, &name)?;
        return Ok(None);
    };
    Ok(Some(Ending {
        name,
        is_of_browser: kept.domain.is_some(),
    }))
}

/// What goes wrong at the service does not keep the browser signed in.
fn end_everywhere(
    arguments: &Logout,
    profile: Profile,
    ending: Option<&Ending>,
) -> Result<ExitCode, Failure> {
    let is_in_browser = arguments.in_browser.is_wanted;
    let name = ending.map(|ending| ending.name.as_str());
    let text = told(ending, is_in_browser, &profile.flags());
    let document = json!({
        "pool_id": profile.pool_id.as_str(),
        "client_id": profile.client_id.as_str(),
    });
    if name.is_some() || is_in_browser {
        let reachable = Reachable::from_profile(profile)?;
        let ended = name.map(|name| forget(arguments, &reachable, name));
        if is_in_browser {
            bounded::block_on_person(in_the_browser(arguments, &reachable))?;
        }
        ended.transpose()?;
    }
    tell(arguments, name, &document, &text)
}

fn told(ending: Option<&Ending>, is_in_browser: bool, flags: &str) -> String {
    let Some(Ending {
        name,
        is_of_browser,
    }) = ending
    else {
        return NO_SESSION.to_owned();
    };
    if *is_of_browser && !is_in_browser {
        return format!(
            "Signed out {name}. The browser remembers them for up to an hour: poolgate logout \
             --browser {flags}"
        );
    }
    format!("Signed out {name}.")
}

fn tell(
    arguments: &Logout,
    name: Option<&str>,
    document: &Value,
    text: &str,
) -> Result<ExitCode, Failure> {
    let mut document = document.clone();
    document["username"] = name.into();
    output::outcome(arguments.format.json, &document, text)
}

/// No service revokes such a token.
fn forget_machine(
    arguments: &Logout,
    profile: Profile,
    wanted: &Wanted,
) -> Result<ExitCode, Failure> {
    let reachable = Reachable::from_profile(profile)?;
    let kept = bounded::block_on(async {
        let machine = Machine::kept_only(&reachable, wanted)?;
        let kept = machine.kept().await?;
        machine.forget().await?;
        Ok(kept)
    })?;
    let profile = &reachable.profile;
    signed_in::forget_machine(profile)?;
    let expires_at = kept.as_ref().map(|token| token.expires_at());
    let text = match expires_at {
        Some(end) => format!(
            "Forgot the token of the app client {}. It stays valid until {}: none of these is \
             revoked.",
            profile.client_id,
            clock::clock_time(end)
        ),
        None => NO_SESSION.to_owned(),
    };
    let document = json!({
        "pool_id": profile.pool_id.as_str(),
        "client_id": profile.client_id.as_str(),
        "token_expires_at": expires_at.map(clock::rfc3339),
    });
    tell(arguments, None, &document, &text)
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
    let unwanted = arguments.in_browser.no_browser.then_some("--no-browser");
    browser::show(&url, "Sign out", unwanted).await;
    let flags = &arguments.in_browser;
    if reachable.serves_itself() && (flags.no_browser || !is_ci()) {
        keep_serving().await?;
    }
    Ok(())
}

/// The page comes from this very process, and is there for as long as the process is.
async fn keep_serving() -> Result<(), Failure> {
    let seconds = PAGE_MAXIMUM.as_secs();
    notice(&format!(
        "The page comes from this command, which waits {seconds} s for the browser. Press Ctrl-C \
         once the page is there."
    ));
    match tokio::time::timeout(PAGE_MAXIMUM, tokio::signal::ctrl_c()).await {
        Ok(Err(error)) => Err(Failure::new(
            Kind::Other,
            format_args!("cannot listen for signals: {error}"),
        )),
        _ => Ok(()),
    }
}

/// Ends the session at the service, then here. A service that cannot be reached, or a secret that
/// cannot be read, does not keep it here: the person asked for it to be gone.
fn end(arguments: &Logout, reachable: &Reachable, name: &str) -> Result<(), Failure> {
    let told = if arguments.no_revoke {
        Ok(())
    } else {
        bounded::block_on(end_at_service(arguments, reachable, name))
    };
    // With a bound of its own: a slow service has used up the other.
    let ended = bounded::block_on(end_here(reachable, name));
    match (told, ended) {
        (Ok(()), ended) => ended,
        (Err(failure), Ok(())) => {
            let why = &failure.message;
            let message = format!("signed out here, but not at the service: {why}");
            Err(Failure { message, ..failure })
        }
        (Err(failure), Err(ended)) => {
            let (why, service) = (&ended.message, &failure.message);
            let message = format!("signed out neither here: {why}; nor at the service: {service}");
            Err(Failure { message, ..failure })
        }
    }
}

async fn end_here(reachable: &Reachable, name: &str) -> Result<(), Failure> {
    let pool = session::user_pool_without_secret(reachable)?;
    let store = session::store(&reachable.profile)?;
    if let Some(kept) = pool.resume_from(store, Some(name)).await? {
        kept.forget().await?;
    }
    Ok(())
}

async fn end_at_service(
    arguments: &Logout,
    reachable: &Reachable,
    name: &str,
) -> Result<(), Failure> {
    let kept = session::kept(reachable, name).await?;
    if arguments.global {
        kept.sign_out_everywhere().await?;
    } else {
        kept.revoke().await?;
    }
    Ok(())
}
