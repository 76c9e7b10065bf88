//! `POST /oauth2/token` (protocol.md 6.2).

mod authorization_code;
mod client_credentials;

use serde::Serialize;

use super::authorization::checks;
use super::endpoint_error::EndpointError;
use super::{Answer, Fields, Visit, client_authentication};
use crate::app_clients::AppClient;
use crate::core::Context;
use crate::sign_in::{self, Rotation};
use crate::tokens::AuthenticationResult;

/// None of them may be there twice.
const PARAMETERS: [&str; 9] = [
    "client_id",
    "client_secret",
    "code",
    "code_verifier",
    "grant_type",
    "redirect_uri",
    "refresh_token",
    "resource",
    "scope",
];

/// What an application gets (RFC 6749 section 5.1).
#[derive(Serialize)]
pub(super) struct Tokens {
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    access_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    /// Seconds the access token lives.
    expires_in: i64,
    token_type: &'static str,
}

impl From<AuthenticationResult> for Tokens {
    fn from(result: AuthenticationResult) -> Self {
        Self {
            id_token: result.id_token,
            access_token: result.access_token,
            refresh_token: result.refresh_token,
            expires_in: result.expires_in,
            token_type: result.token_type,
        }
    }
}

/// Exchanges a grant for tokens.
pub(super) fn answer(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    match exchange(context, visit) {
        Ok(tokens) => Answer::json(200, &tokens),
        Err(error) => error.answer(),
    }
}

fn exchange(context: &Context<'_>, visit: &Visit<'_>) -> Result<Tokens, EndpointError> {
    let parameters = visit.parameters().ok_or_else(|| {
        EndpointError::invalid_request("the body is not application/x-www-form-urlencoded")
    })?;
    if let Some(name) = parameters.repeated(&PARAMETERS) {
        return Err(checks::repeated(name).into());
    }
    let app = client_authentication::authenticate(context, visit, &parameters)?;
    match parameters.get("grant_type") {
        Some("authorization_code") => authorization_code::redeem(context, &app, &parameters),
        Some("client_credentials") => client_credentials::issue(context, &app, &parameters),
        Some("refresh_token") => refresh(context, &app, &parameters),
        Some(_) => Err(EndpointError::bare("unsupported_grant_type")),
        None => Err(EndpointError::invalid_request("grant_type is missing")),
    }
}

/// The refresh token itself says which scopes were granted: a refresh changes none of them.
fn refresh(
    context: &Context<'_>,
    app: &AppClient,
    parameters: &Fields,
) -> Result<Tokens, EndpointError> {
    let token = require(parameters, "refresh_token")?;
    let refreshed = sign_in::refresh(context, app, token, None, Rotation::Supported)?;
    Ok(refreshed.into())
}

fn require<'p>(parameters: &'p Fields, name: &'static str) -> Result<&'p str, EndpointError> {
    let missing = || EndpointError::invalid_request(format!("{name} is missing"));
    parameters.get(name).ok_or_else(missing)
}
