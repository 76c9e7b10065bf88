//! `poolgate login`.

mod again;
mod answers;
mod browser;
mod challenge;
mod first_factor;
mod foreign_flags;
mod machine;
mod summary;

use std::process::ExitCode;

use poolgate::{AwsCredentials, Session, SignIn, Username};
use poolgate_local::Seed;

use crate::arguments::Login;
use crate::bounded;
use crate::failure::{Failure, Kind};
use crate::method::Method;
use crate::output;
use crate::passwords;
use crate::profile::{Endpoints, Profile};
use crate::prompt::{Prompt, is_ci};
use crate::reachable::Reachable;
use crate::session;
use crate::signed_in;
use crate::someone;
use answers::Answers;

pub(crate) fn run(arguments: &Login) -> Result<ExitCode, Failure> {
    let reachable = Reachable::from_arguments(&arguments.connection)?;
    let method = method(arguments, &reachable.profile);
    foreign_flags::refuse(arguments, method)?;
    let again = again::command(arguments, &reachable.profile);
    let prompt = Prompt::new(arguments.no_input, again);
    let outcome = match method {
        Method::Browser => in_the_browser(arguments, &reachable, &prompt)?,
        Method::ClientCredentials => return machine::sign_in(arguments, &reachable),
        method => by_factors(arguments, method, &reachable, &prompt)?,
    };
    output::line(&summary::render(&outcome, arguments.format.json))
}

/// What the person is told at the end.
pub(crate) struct Outcome<'a> {
    pub(crate) profile: &'a Profile,
    pub(crate) session: Session,
    pub(crate) credentials: Option<Result<AwsCredentials, Failure>>,
    /// The embedded Cognito's user, if that is who signed in.
    pub(crate) seeded_password: Option<&'a str>,
}

/// A session, and the name that it is kept under.
struct SignedIn {
    session: Session,
    name: String,
}

impl SignedIn {
    /// Keeps the session for later commands.
    async fn kept(session: Session, profile: &Profile, name: String) -> Result<Self, Failure> {
        session
            .keep_in(session::telling_store(profile)?, Some(&name))
            .await?;
        // Those that are cached may be of a session with other groups and roles.
        session::forget_credentials(profile, &name)?;
        signed_in::remember(profile, &name)?;
        Ok(Self { session, name })
    }

    async fn outcome(self, reachable: &Reachable) -> Outcome<'_> {
        Outcome {
            profile: &reachable.profile,
            credentials: credentials(reachable, &self.session, &self.name).await,
            seeded_password: seeded_password(reachable, &self.name),
            session: self.session,
        }
    }
}

/// What to give where nobody is who could be asked.
const ELSEWHERE: &str = "--no-browser, where somebody opens the URL elsewhere";

/// Whoever asks for the browser has one, if not here; without being asked for, it is opened only
/// where somebody sees it. A job of continuous integration has nobody, unless it says that the URL
/// is opened elsewhere.
fn in_the_browser<'a>(
    arguments: &Login,
    reachable: &'a Reachable,
    prompt: &Prompt,
) -> Result<Outcome<'a>, Failure> {
    let question = "A sign-in in the browser";
    let flags = &arguments.browser;
    let is_elsewhere = flags.no_browser || flags.paste;
    match arguments.method {
        _ if arguments.no_input => prompt.check(question, "")?,
        _ if is_elsewhere => {}
        _ if is_ci() => prompt.check(question, ELSEWHERE)?,
        Method::Browser => {}
        _ => prompt.check(question, "--method browser")?,
    }
    bounded::block_on_person(bounded::until_interrupted(async {
        let signed_in = browser::sign_in(arguments, reachable).await?;
        Ok(signed_in.outcome(reachable).await)
    }))
}

fn by_factors<'a>(
    arguments: &Login,
    method: Method,
    reachable: &'a Reachable,
    prompt: &Prompt,
) -> Result<Outcome<'a>, Failure> {
    let profile = &reachable.profile;
    let name = username(reachable, prompt)?;
    let username = Username::new(&name).map_err(|error| Failure::new(Kind::SignIn, error))?;
    let seeded_password = seeded_password(reachable, &name);
    let given = &arguments.given;

    bounded::block_on_person(async {
        let mut answers = Answers::new(given, profile, prompt, &name, seeded_password).await?;
        let attempt = session::user_pool(reachable)?.sign_in(username);
        let attempt = described(attempt, arguments, profile, &name)?;
        let shown = first_factor::show(attempt, method, &answers).await;
        let step = shown.map_err(|failure| answers.explained(failure))?;
        let session = challenge::answer_all(step, &mut answers).await?;
        let signed_in = SignedIn::kept(session, profile, name.clone()).await?;
        Ok(signed_in.outcome(reachable).await)
    })
}

/// The method that is meant: the one that is named, else by what is known. Whoever gives a password
/// has chosen it.
fn method(arguments: &Login, profile: &Profile) -> Method {
    let named = [arguments.method, profile.method];
    let named = named.into_iter().find(|method| *method != Method::Auto);
    named.unwrap_or_else(|| {
        let has_password =
            profile.password.is_some() || passwords::is_given(&arguments.given.password);
        match &profile.domain {
            Some(_) if !has_password => Method::Browser,
            _ => Method::Auto,
        }
    })
}

/// The attempt with all that goes along with it, whatever the method.
fn described(
    attempt: SignIn,
    arguments: &Login,
    profile: &Profile,
    name: &str,
) -> Result<SignIn, Failure> {
    let mut metadata = profile.client_metadata.clone();
    metadata.extend(someone::metadata(&arguments.given.functions));
    Ok(attempt
        .client_metadata(metadata)
        .keep_device_in(session::telling_store(profile)?, Some(name))
        .device_name(device_name())
        .remember_device(arguments.remember_device || profile.remember_device))
}

/// What the pool's list of devices shows: this machine's name, without its domain.
fn device_name() -> String {
    let system = rustix::system::uname();
    let host = system.nodename().to_string_lossy();
    match host.split('.').next() {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => "Poolgate".to_owned(),
    }
}

fn username(reachable: &Reachable, prompt: &Prompt) -> Result<String, Failure> {
    match (&reachable.profile.username, reachable.seed()) {
        (Some(name), _) => Ok(name.clone()),
        (None, Some(seed)) => Ok(seed.username.clone()),
        (None, None) => prompt.text("Username", "--username"),
    }
}

fn seeded_password<'a>(reachable: &'a Reachable, name: &str) -> Option<&'a str> {
    match reachable.profile.endpoints {
        Endpoints::Local => reachable
            .seed()
            .filter(|seed| seed.username == name)
            .map(Seed::password),
        Endpoints::Named { .. } => None,
    }
}

/// A session without AWS credentials is still a session: what fails here is told, not fatal.
async fn credentials(
    reachable: &Reachable,
    signed_in: &Session,
    name: &str,
) -> Option<Result<AwsCredentials, Failure>> {
    reachable.profile.identity_pool_id.as_ref()?;
    let fetched = match session::credentials(reachable, signed_in, name) {
        Ok(credentials) => credentials.fetch().await.map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    Some(fetched)
}
