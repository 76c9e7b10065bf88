//! What an application asks for when it sends somebody here to sign in (protocol.md 6.1).

pub(super) mod checks;
mod conclusion;
mod fault;
mod prompt;

use std::collections::BTreeSet;

use super::browser_session::SignedIn;
use super::fields::{self, Fields};
use crate::app_clients::{AppClient, app_client_of};
use crate::core::Context;
use crate::model::Grant;

pub(super) use conclusion::concluded_by;
pub(crate) use conclusion::{concluded, grant};
pub(crate) use fault::Fault;
pub(crate) use prompt::Prompt;

/// An authorization request that may be granted, if only somebody signs in.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationRequest {
    pub(crate) app: AppClient,
    pub(crate) response_type: ResponseType,
    /// One of the client's, to the letter.
    pub(crate) redirect_uri: String,
    pub(crate) grant: Grant,
    /// Given back unchanged.
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    /// Of the method S256.
    pub(crate) code_challenge: Option<String>,
    /// The external provider to sign in with, `COGNITO`, or the user's choice.
    pub(crate) identity_provider: Option<String>,
    pub(crate) prompts: BTreeSet<Prompt>,
    pub(crate) login_hint: Option<String>,
    pub(crate) language: Option<String>,
    /// The parameters as they came.
    given: Fields,
}

/// What the application wants back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseType {
    /// A code, in the query.
    Code,
    /// The tokens themselves, in the fragment.
    Token,
}

/// What app clients call the users of the pool itself.
pub(crate) const OWN_USERS: &str = "COGNITO";

/// The parameters of a request; none of them may be there twice.
const PARAMETERS: [&str; 14] = [
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "identity_provider",
    "idp_identifier",
    "lang",
    "login_hint",
    "nonce",
    "prompt",
    "redirect_uri",
    "resource",
    "response_type",
    "scope",
    "state",
];

impl AuthorizationRequest {
    /// Reads and checks a request to a pool's domain.
    pub(crate) fn parse(
        context: &Context<'_>,
        pool_id: &str,
        given: &Fields,
    ) -> Result<Self, Fault> {
        let (app, redirect_uri) = application(context, pool_id, given)?;
        // From here on the application is known, and told what is wrong.
        let refused = |(error, description)| Fault::Redirected {
            redirect_uri: redirect_uri.clone(),
            error,
            description,
            state: given.get("state").map(ToOwned::to_owned),
        };
        if let Some(name) = given.repeated(&PARAMETERS) {
            return Err(refused(checks::repeated(name)));
        }
        Self::of(context, app, redirect_uri.clone(), given).map_err(refused)
    }

    fn of(
        context: &Context<'_>,
        app: AppClient,
        redirect_uri: String,
        given: &Fields,
    ) -> Result<Self, checks::Refusal> {
        let text = |name| given.get(name).map(ToOwned::to_owned);
        let client = &app.client;
        let response_type = checks::response_type(client, given.get("response_type"))?;
        let prompts = checks::prompts(given.get("prompt"))?;
        let grant = Grant {
            scopes: checks::scopes(client, given.get("scope"))?,
            resource: checks::resource(given.get("resource"))?,
        };
        let method = given.get("code_challenge_method");
        let code_challenge = checks::code_challenge(given.get("code_challenge"), method)?;
        let identity_provider = checks::identity_provider(context, &app, given)?;
        Ok(Self {
            response_type,
            redirect_uri,
            grant,
            state: text("state"),
            nonce: text("nonce"),
            code_challenge,
            identity_provider,
            prompts,
            login_hint: text("login_hint"),
            language: text("lang"),
            given: given.clone(),
            app,
        })
    }

    /// The request as a query, for the pages that carry it along.
    pub(crate) fn to_query(&self) -> String {
        fields::query(self.known())
    }

    /// The same with this value of a parameter, whatever it had.
    pub(crate) fn to_query_with(&self, name: &str, value: &str) -> String {
        let others = self.known().filter(|(known, _)| *known != name);
        fields::query(others.chain([(name, value)]))
    }

    fn known(&self) -> impl Iterator<Item = (&str, &str)> {
        self.given
            .iter()
            .filter(|(name, value)| PARAMETERS.contains(name) && !value.is_empty())
    }

    /// The external provider that the application has chosen for the user.
    pub(crate) fn external_provider(&self) -> Option<&str> {
        let chosen = self.identity_provider.as_deref();
        chosen.filter(|name| *name != OWN_USERS)
    }

    /// Whether the application lets the users of the pool itself in: it has not only those of other
    /// providers, and has not chosen one of these.
    pub(crate) fn admits_own_users(&self) -> bool {
        self.external_provider().is_none() && checks::supports(&self.app.client, OWN_USERS)
    }

    /// Whether somebody who has signed in may go on: in a way that the application has, and has not
    /// chosen another instead of.
    pub(crate) fn admits(&self, signed_in: &SignedIn) -> bool {
        let way = signed_in.provider.as_deref().unwrap_or(OWN_USERS);
        let wanted = self.identity_provider.as_deref();
        checks::supports(&self.app.client, way) && wanted.is_none_or(|wanted| wanted == way)
    }

    /// Whether the user has to sign in although somebody is signed in in this browser.
    pub(crate) fn asks_anew(&self) -> bool {
        let anew = [Prompt::Login, Prompt::SelectAccount];
        anew.iter().any(|prompt| self.prompts.contains(prompt))
    }

    /// Tells the application that nothing comes of it.
    pub(crate) fn refusal(&self, error: &'static str, description: impl Into<String>) -> Fault {
        Fault::Redirected {
            redirect_uri: self.redirect_uri.clone(),
            error,
            description: description.into(),
            state: self.state.clone(),
        }
    }
}

/// Who asks, and where the answer goes. Unless both are known, nobody is led anywhere (RFC 6749
/// section 4.1.2.1).
fn application(
    context: &Context<'_>,
    pool_id: &str,
    given: &Fields,
) -> Result<(AppClient, String), Fault> {
    let client_id = given.get("client_id");
    if given.repeated(&["client_id", "redirect_uri"]).is_some() {
        return Err(Fault::shown("invalid_request", None));
    }
    let app = client_id.and_then(|id| app_client_of(context, pool_id, id).ok());
    let app = app.ok_or_else(|| Fault::shown("invalid_client", client_id))?;
    let registered = app
        .client
        .settings
        .callback_urls
        .as_deref()
        .unwrap_or_default();
    match given.get("redirect_uri") {
        // To the letter (RFC 9700 section 4.1.3), the port of a loopback address included.
        Some(uri) if registered.iter().any(|known| known == uri) => Ok((app, uri.to_owned())),
        uri => Err(Fault::mismatch(client_id, "redirect_uri", uri)),
    }
}
