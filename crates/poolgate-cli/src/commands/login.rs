//! `poolgate login`.

mod answers;
mod challenge;
mod first_factor;
mod summary;

use std::process::ExitCode;

use poolgate::{AwsCredentials, Session, SignIn, Username};
use poolgate_local::Seed;

use crate::arguments::Login;
use crate::bounded;
use crate::failure::{Failure, Kind};
use crate::method::Method;
use crate::output;
use crate::profile::{Endpoints, Profile};
use crate::prompt::Prompt;
use crate::reachable::Reachable;
use crate::session;
use crate::signed_in;
use crate::someone;
use answers::Answers;

pub(crate) fn run(arguments: &Login) -> Result<ExitCode, Failure> {
    let reachable = Reachable::from_arguments(&arguments.connection)?;
    let prompt = Prompt::new(arguments.no_input, again(arguments, &reachable.profile));
    let outcome = sign_in(arguments, &reachable, &prompt)?;
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

fn sign_in<'a>(
    arguments: &Login,
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
        let shown = first_factor::show(attempt, method(arguments, profile), &answers).await;
        let step = shown.map_err(|failure| answers.explained(failure))?;
        let signed_in = challenge::answer_all(step, &mut answers).await?;
        signed_in
            .keep_in(session::telling_store(profile)?, Some(&name))
            .await?;
        // Those that are cached may be of a session with other groups and roles.
        session::forget_credentials(profile, &name)?;
        signed_in::remember(profile, &name)?;
        let credentials = credentials(reachable, &signed_in, &name).await;
        Ok(Outcome {
            profile,
            session: signed_in,
            credentials,
            seeded_password,
        })
    })
}

/// What to run in a terminal where this run has nobody to ask.
fn again(arguments: &Login, profile: &Profile) -> String {
    let flags = profile.flags();
    match arguments.method {
        Method::Auto => format!("poolgate login {flags}"),
        method => format!("poolgate login {flags} --method {}", method.word()),
    }
}

fn method(arguments: &Login, profile: &Profile) -> Method {
    match arguments.method {
        Method::Auto => profile.method,
        method => method,
    }
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
