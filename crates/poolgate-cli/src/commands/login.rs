//! `poolgate login`.

mod challenge;
mod summary;

use std::process::ExitCode;
use std::sync::Arc;

use poolgate::{AwsCredentials, Password, Session, SignInStep, Username};
use poolgate_local::Seed;

use crate::arguments::{Login, Method};
use crate::bounded;
use crate::configuration::ProfileMethod;
use crate::failure::{Failure, Kind};
use crate::output;
use crate::profile::{Endpoints, Profile};
use crate::prompt::{Prompt, standard_input_line};
use crate::reachable::Reachable;
use crate::session;
use crate::signed_in;

pub(crate) fn run(arguments: &Login) -> Result<ExitCode, Failure> {
    let reachable = Reachable::from_arguments(&arguments.connection)?;
    let again = format!("poolgate login {}", reachable.profile.flags());
    let prompt = Prompt::new(arguments.no_input, again);
    let outcome = sign_in(arguments, &reachable, &prompt)?;
    output::line(&summary::render(&outcome, arguments.json))
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
    let name = username(reachable, prompt)?;
    let username = Username::new(&name).map_err(|error| Failure::new(Kind::SignIn, error))?;
    let seeded_password = seeded_password(reachable, &name);
    let password = password(arguments, seeded_password, prompt, &name)?;

    bounded::block_on_person(async {
        let pool = session::user_pool(reachable)?;
        let first = match method(arguments, &reachable.profile) {
            ProfileMethod::Srp => pool.sign_in(username).with_srp(password).await?,
            ProfileMethod::Password => pool.sign_in(username).with_password(password).await?,
        };
        let signed_in = match first {
            SignInStep::SignedIn(session) => session,
            SignInStep::Challenge(asked) => challenge::answer(asked, arguments, prompt).await?,
            _ => {
                return Err(Failure::new(
                    Kind::Other,
                    "the sign-in took an unknown turn",
                ));
            }
        };
        signed_in
            .keep_in(Arc::new(session::telling_store()?), Some(&name))
            .await?;
        signed_in::remember(&reachable.profile, &name)?;
        let credentials = credentials(reachable, &signed_in, &name).await;
        let profile = &reachable.profile;
        Ok(Outcome {
            profile,
            session: signed_in,
            credentials,
            seeded_password,
        })
    })
}

fn method(arguments: &Login, profile: &Profile) -> ProfileMethod {
    match arguments.method {
        Method::Auto => profile.method.unwrap_or(ProfileMethod::Srp),
        Method::Srp => ProfileMethod::Srp,
        Method::Password => ProfileMethod::Password,
    }
}

fn username(reachable: &Reachable, prompt: &Prompt) -> Result<String, Failure> {
    match (&reachable.profile.username, reachable.seed()) {
        (Some(name), _) => Ok(name.clone()),
        (None, Some(seed)) => Ok(seed.username.clone()),
        (None, None) => prompt.text("Username"),
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

/// From where it was told to come; only the embedded Cognito's own user needs none.
fn password(
    arguments: &Login,
    seeded: Option<&str>,
    prompt: &Prompt,
    name: &str,
) -> Result<Password, Failure> {
    let refused = |error| Failure::new(Kind::SignIn, error);
    if arguments.password_stdin {
        let line = standard_input_line("the password")?;
        return Password::from_bytes(line.to_vec()).map_err(refused);
    }
    if let Some(password) = std::env::var_os("POOLGATE_PASSWORD").filter(|p| !p.is_empty()) {
        let bytes = std::os::unix::ffi::OsStringExt::into_vec(password);
        return Password::from_bytes(bytes).map_err(refused);
    }
    if let Some(password) = seeded {
        return Password::new(password.to_owned()).map_err(refused);
    }
    let typed = prompt.secret(&format!("Password of {name}"))?;
    Password::new(typed.to_string()).map_err(refused)
}

/// A session without AWS credentials is still a session: what fails here is told, not fatal.
async fn credentials(
    reachable: &Reachable,
    signed_in: &Session,
    name: &str,
) -> Option<Result<AwsCredentials, Failure>> {
    reachable.profile.identity_pool_id.as_ref()?;
    let fetched = match session::credentials(reachable, signed_in, name) {
        // New ones: those in the cache may be of a session with other groups and roles.
        Ok(credentials) => credentials.fetch().await.map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    Some(fetched)
}
