//! A sign-in on the pool's own pages, in the person's browser.

mod paste;
mod probe;
mod waiting;

use std::time::Duration;

use poolgate::oauth::{
    Authorization, BrowserSignIn, Callback, LoopbackReceiver, Prompt, RedirectUri,
};
use poolgate::{Error, Session, UserPool};

use super::{SignedIn, again};
use crate::arguments::Login;
use crate::browser;
use crate::failure::{Failure, Kind};
use crate::notice::notice;
use crate::profile::Profile;
use crate::reachable::Reachable;
use crate::redirect_uris;
use crate::session;

/// The longest that a person is waited for, unless told otherwise.
const TIMEOUT: Duration = Duration::from_mins(5);

/// A sign-in that the arguments describe.
struct Request<'a> {
    arguments: &'a Login,
    reachable: &'a Reachable,
    pool: UserPool,
    uris: Vec<RedirectUri>,
}

/// Signs in with a browser. What is typed there, this process never sees.
pub(super) async fn sign_in(arguments: &Login, reachable: &Reachable) -> Result<SignedIn, Failure> {
    let request = Request {
        arguments,
        reachable,
        pool: session::pool_with_domain(reachable).await?,
        uris: redirect_uris::of(&arguments.browser, &reachable.profile.redirect_uris)?,
    };
    request.tell_seeded_password();
    if arguments.browser.paste {
        request.by_pasting().await
    } else {
        request.by_listening().await
    }
}

impl Request<'_> {
    async fn by_listening(&self) -> Result<SignedIn, Failure> {
        let listener = LoopbackReceiver::bind(&self.uris).await;
        let listener = listener.map_err(unheard)?;
        let authorization = self.described(listener.redirect_uri().clone()).begin()?;
        self.show(&authorization).await;
        let is_ours = |callback: &Callback| authorization.is_answered_by(callback);
        let arrival = listener.wait(is_ours, self.timeout());
        let hint = || {
            let causes = self.causes();
            notice(&format!("Still waiting for the browser.\n{causes}"));
        };
        let arrival = waiting::hinting(arrival, hint);
        let (arrival, ()) = tokio::join!(arrival, self.warn_of_dead_domain());
        let (callback, browser) = arrival.map_err(|error| self.explained(error))?;
        let outcome = self.complete(authorization, callback).await;
        browser.show(outcome.is_ok()).await;
        outcome
    }

    /// The first redirect URI will do: nobody listens there.
    async fn by_pasting(&self) -> Result<SignedIn, Failure> {
        let redirect_uri = redirect_uris::first(&self.uris)?;
        let authorization = self.described(redirect_uri).begin()?;
        self.show(&authorization).await;
        self.warn_of_dead_domain().await;
        let pasted = paste::callback(&authorization);
        let callback = tokio::time::timeout(self.timeout(), pasted).await;
        let callback = callback.map_err(|_| self.timed_out("nothing was pasted"))??;
        self.complete(authorization, callback).await
    }

    fn described(&self, redirect_uri: RedirectUri) -> BrowserSignIn {
        let (flags, profile) = (&self.arguments.browser, &self.reachable.profile);
        let or = |flag: &Option<String>, key: &Option<String>| {
            flag.clone().or_else(|| key.clone()).unwrap_or_default()
        };
        self.pool
            .browser_sign_in(redirect_uri)
            .scopes(scopes(self.arguments, profile))
            .identity_provider(or(&flags.identity_provider, &profile.identity_provider))
            .login_hint(or(&flags.login_hint, &profile.username))
            .language(or(&flags.lang, &None))
            .resource(resource(self.arguments, profile).unwrap_or_default())
            .prompt(flags.prompts.iter().copied())
    }

    async fn show(&self, authorization: &Authorization) {
        let purpose = format!("Sign in to {}", self.pool.id());
        let flags = &self.arguments.browser;
        let unwanted = if flags.no_browser {
            Some("--no-browser")
        } else {
            flags.paste.then_some("--paste")
        };
        browser::show(&authorization.url(), &purpose, unwanted).await;
    }

    fn timeout(&self) -> Duration {
        let seconds = self.arguments.browser.timeout.map(Duration::from_secs);
        seconds
            .or(self.reachable.profile.browser_timeout)
            .unwrap_or(TIMEOUT)
    }

    /// Exchanges the code, and keeps the session for later commands.
    async fn complete(
        &self,
        authorization: Authorization,
        callback: Callback,
    ) -> Result<SignedIn, Failure> {
        let profile = &self.reachable.profile;
        let session = authorization.complete(callback).await;
        let session = session.map_err(Failure::refused)?;
        let name = match kept_name(self.arguments, profile, &session) {
            Ok(name) => name,
            Err(failure) => {
                // Nobody will use it; that it stays valid for want of a network is no worse.
                let _ = session.revoke().await;
                return Err(failure);
            }
        };
        SignedIn::kept(session, profile, name).await
    }

    /// A newcomer needs it on the page.
    fn tell_seeded_password(&self) {
        if let Some(seed) = self.reachable.seed() {
            let (name, password) = (&seed.username, seed.password());
            notice(&format!(
                "The embedded Cognito's user is {name:?} with the password {password}"
            ));
        }
    }

    async fn warn_of_dead_domain(&self) {
        if let Some(domain) = self.pool.domain()
            && let Err(why) = probe::reach(&domain).await
        {
            notice(&format!(
                "Warning: {why}. If the page does not open, is {domain} the pool's domain?"
            ));
        }
    }

    /// What may be wrong where nobody comes back.
    fn causes(&self) -> String {
        let domain = self.pool.domain();
        waiting::causes(domain.as_ref(), self.pool.client_id(), &self.uris)
    }

    /// Whoever waited for a short time was told nothing on the way.
    fn explained(&self, error: Error) -> Failure {
        if !error.is_timeout() {
            return error.into();
        }
        if self.timeout() <= waiting::SILENCE {
            notice(&self.causes());
        }
        self.timed_out("nobody has come back from the browser")
    }

    fn timed_out(&self, what: &str) -> Failure {
        let seconds = self.timeout().as_secs();
        let message = format!("{what} within {seconds} s");
        let again = again::command(self.arguments, &self.reachable.profile);
        Failure::new(Kind::TimedOut, message).hint(format_args!(
            "Run again, with a longer --timeout if need be: {again}"
        ))
    }
}

/// What to ask for; nothing asks for all that the app client may have.
pub(super) fn scopes(arguments: &Login, profile: &Profile) -> Vec<String> {
    match arguments.browser.scopes.as_slice() {
        [] => profile.scopes.clone(),
        scopes => scopes.to_vec(),
    }
}

/// The API that the token is for, if for one alone.
pub(super) fn resource(arguments: &Login, profile: &Profile) -> Option<String> {
    let typed = arguments.browser.resource.as_ref();
    typed.or(profile.resource.as_ref()).cloned()
}

/// No port is free, or no redirect URI leads here.
fn unheard(error: Error) -> Failure {
    Failure::from(error).hint(
        "Name others that the app client has, with --port or --redirect-uri; or listen on none: \
         --paste",
    )
}

/// The name that the session is kept under: the one that was asked for, if it is the user's, else
/// the user's own. At the page anybody may have signed in.
fn kept_name(arguments: &Login, profile: &Profile, session: &Session) -> Result<String, Failure> {
    let actual = session.username();
    let Some(expected) = &profile.username else {
        return Ok(actual);
    };
    if session.tokens().is_named(expected) {
        return Ok(expected.clone());
    }
    Err(Failure::new(
        Kind::SignIn,
        format_args!("{actual:?} signed in in the browser, and not {expected:?}"),
    )
    .hint(format_args!(
        "Choose the account there: {}",
        again::with_prompts(arguments, profile, &[Prompt::Login])
    )))
}
