//! Signing in with an external provider: over there, and back (protocol.md 6.1 and 6.5).
//!
//! ```text
//!   /oauth2/authorize ──► the provider's ──► /oauth2/idpresponse ──► token, keys, userInfo ──► user
//!          └── Passage, sealed in `state`, and a cookie that binds it to the browser ──┘
//! ```

mod claims;
mod id_token;
mod passage;
mod person;
mod provider;
mod published;

use poolgate_flow::ServiceError;

use super::authorization::{AuthorizationRequest, Fault, Prompt, concluded_by};
use super::browser_session::SignedIn;
use super::{Answer, Visit};
use crate::core::Context;
use crate::outgoing::Unanswered;
use passage::Passage;
use provider::Provider;
pub(crate) use published::Published;

/// Why a sign-in with a provider has failed; the application is told.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("{0} has nobody signed in, and may not ask")]
    LoginRequired(String),
    /// The service's words: a mapping is missing (U).
    #[error("attributes required: [{}]", .0.join(", "))]
    Incomplete(Vec<String>),
    #[error("{0}")]
    Provider(String),
    #[error("{}", .0.message)]
    Refused(#[from] ServiceError),
    #[error(transparent)]
    Unanswered(#[from] Unanswered),
}

/// Leads the browser to the provider of this name.
pub(super) fn begin(
    context: &Context<'_>,
    visit: &Visit<'_>,
    request: &AuthorizationRequest,
    name: &str,
) -> Answer {
    let Some(provider) = Provider::find(context, &visit.pool.id, name) else {
        // SAML, or a social provider: neither is spoken here.
        let client_id = &request.app.client.id;
        return Fault::shown("unsupported_identity_provider", Some(client_id)).answer(visit);
    };
    match lead(context, visit, request, &provider) {
        Ok(answer) => answer,
        Err(failure) => refused(visit, request, &failure),
    }
}

fn lead(
    context: &Context<'_>,
    visit: &Visit<'_>,
    request: &AuthorizationRequest,
    provider: &Provider<'_>,
) -> Result<Answer, Failure> {
    let mut location = provider.endpoint("authorize_url", "authorization_endpoint")?;
    let (passage, cookie) = Passage::begin(context, visit, request, provider.name());
    let state = passage.seal(context)?;
    let challenge = passage.code_challenge();
    let mut fields = vec![
        ("response_type", "code"),
        ("client_id", provider.detail("client_id")),
        ("redirect_uri", &passage.redirect_uri),
        ("scope", provider.detail("authorize_scopes")),
        ("state", &state),
        ("nonce", &passage.nonce),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    if request.asks_anew() {
        fields.push(("prompt", "login"));
    } else if request.prompts.contains(&Prompt::None) {
        fields.push(("prompt", "none"));
    }
    location.query_pairs_mut().extend_pairs(fields);
    Ok(Answer::redirect(location.as_str()).with_cookie(&cookie))
}

/// `GET /oauth2/idpresponse`: the browser comes back from the provider.
pub(super) fn return_page(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    // Without a passage that began in this very browser nobody is led anywhere.
    let Some(passage) = Passage::end(context, visit) else {
        return Fault::shown("invalid_state", None).answer(visit);
    };
    let answer = match AuthorizationRequest::parse(context, &visit.pool.id, &passage.request()) {
        Ok(request) => arrive(context, visit, &request, &passage),
        Err(fault) => fault.answer(visit),
    };
    answer.with_cookie(&passage.no_cookie(visit))
}

fn arrive(
    context: &Context<'_>,
    visit: &Visit<'_>,
    request: &AuthorizationRequest,
    passage: &Passage,
) -> Answer {
    match sign_in(context, visit, passage) {
        Ok(signed_in) => concluded_by(context, visit, request, &signed_in),
        Err(failure) => {
            if matches!(failure, Failure::Unanswered(_)) {
                // What was kept may lead to where nobody is any more.
                context.published().clear();
            }
            refused(visit, request, &failure)
        }
    }
}

/// Who has come back.
fn sign_in(
    context: &Context<'_>,
    visit: &Visit<'_>,
    passage: &Passage,
) -> Result<SignedIn, Failure> {
    let name = &passage.provider;
    let unknown = || Failure::Provider(format!("the identity provider {name} is gone"));
    let provider = Provider::find(context, &visit.pool.id, name).ok_or_else(unknown)?;
    let code = code(visit, &provider)?;
    let claims = claims::fetch(&provider, passage, code)?;
    let user = person::enter(context, &visit.pool, &provider, &claims)?;
    Ok(SignedIn {
        user,
        authenticated: context.now(),
        provider: Some(name.clone()),
    })
}

/// What the provider has sent along, unless it was another one, or refuses.
fn code<'v>(visit: &'v Visit<'_>, provider: &Provider<'_>) -> Result<&'v str, Failure> {
    let name = provider.name();
    // RFC 9207: another provider must not answer in the name of this one.
    if visit
        .query
        .get("iss")
        .is_some_and(|issuer| !provider.is_named(issuer))
    {
        let words = format!("another provider than {name} has answered");
        return Err(Failure::Provider(words));
    }
    if let Some(error) = visit.query.get("error") {
        if UNASKED.contains(&error) {
            return Err(Failure::LoginRequired(name.to_owned()));
        }
        let description = visit.query.get("error_description").unwrap_or_default();
        let words = format!("answered {error} {description}");
        return Err(provider.fault(words.trim_end()));
    }
    let neither = || provider.fault("answered with neither a code nor an error");
    visit.query.get("code").ok_or_else(neither)
}

/// What a provider says that was told not to ask the user (OpenID Connect Core 3.1.2.6).
const UNASKED: [&str; 4] = [
    "account_selection_required",
    "consent_required",
    "interaction_required",
    "login_required",
];

fn refused(visit: &Visit<'_>, request: &AuthorizationRequest, failure: &Failure) -> Answer {
    let error = match failure {
        Failure::Incomplete(_) => "invalid_request",
        Failure::LoginRequired(_) => "login_required",
        _ => "server_error",
    };
    request.refusal(error, failure.to_string()).answer(visit)
}
