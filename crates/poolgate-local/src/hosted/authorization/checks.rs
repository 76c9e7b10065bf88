//! The rules on the parameters of an authorization request (protocol.md 6.1).

use std::collections::BTreeSet;

use url::{Host, Url};

use super::{Fields, OWN_USERS, Prompt, ResponseType};
use crate::app_clients::AppClient;
use crate::core::Context;
use crate::model::{IdentityProvider, UserPoolClient};

/// The `error` and the `error_description` that the application is sent.
pub(in crate::hosted) type Refusal = (&'static str, String);

fn invalid_request(description: impl Into<String>) -> Refusal {
    ("invalid_request", description.into())
}

pub(in crate::hosted) fn repeated(name: &str) -> Refusal {
    invalid_request(format!("{name} is given more than once"))
}

/// The flow, if the client may use it.
pub(super) fn response_type(
    client: &UserPoolClient,
    given: Option<&str>,
) -> Result<ResponseType, Refusal> {
    let (response_type, flow) = match given {
        Some("code") => (ResponseType::Code, "code"),
        Some("token") => (ResponseType::Token, "implicit"),
        Some(_) => return Err(invalid_request("response_type is neither code nor token")),
        None => return Err(invalid_request("response_type is missing")),
    };
    allow(client, flow).map(|()| response_type)
}

/// Refuses a flow that the client does not have.
pub(in crate::hosted) fn allow(client: &UserPoolClient, flow: &str) -> Result<(), Refusal> {
    let settings = &client.settings;
    let mut flows = settings.allowed_oauth_flows.iter().flatten();
    let allowed =
        settings.allowed_oauth_flows_user_pool_client && flows.any(|allowed| allowed == flow);
    allowed.then_some(()).ok_or_else(|| {
        let description = format!("the app client does not allow the {flow} flow");
        ("unauthorized_client", description)
    })
}

/// The scopes asked for, each once; all that the client has if none is.
pub(in crate::hosted) fn scopes(
    client: &UserPoolClient,
    given: Option<&str>,
) -> Result<Vec<String>, Refusal> {
    let allowed = client.settings.allowed_oauth_scopes.as_deref();
    let allowed = allowed.unwrap_or_default();
    let mut scopes: Vec<String> = Vec::new();
    for scope in given.unwrap_or_default().split_ascii_whitespace() {
        if !allowed.iter().any(|known| known == scope) {
            // Whether the service ignores such a scope is uncertain (protocol.md 6.1, U).
            let description = format!("the app client does not have the scope {scope}");
            return Err(("invalid_scope", description));
        }
        if !scopes.iter().any(|known| known == scope) {
            scopes.push(scope.to_owned());
        }
    }
    if scopes.is_empty() {
        scopes = allowed.to_vec();
    }
    if scopes.is_empty() {
        return Err(("invalid_scope", "the app client has no scopes".to_owned()));
    }
    Ok(scopes)
}

/// The proof key, if one is given (RFC 7636 section 4.3). Without a method it would be `plain`, which
/// the service does not take.
pub(super) fn code_challenge(
    challenge: Option<&str>,
    method: Option<&str>,
) -> Result<Option<String>, Refusal> {
    match (challenge, method) {
        (None, None) => Ok(None),
        (Some(challenge), Some("S256")) if is_sha256(challenge) => Ok(Some(challenge.to_owned())),
        (Some(_), Some("S256")) => Err(invalid_request(
            "code_challenge is not a SHA-256 digest in base64url",
        )),
        (Some(_), _) => Err(invalid_request("code_challenge_method is not S256")),
        (None, Some(_)) => Err(invalid_request("code_challenge is missing")),
    }
}

fn is_sha256(text: &str) -> bool {
    let is_base64url = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    text.len() == 43 && text.bytes().all(is_base64url)
}

/// What the user is to be asked; `none` goes with nothing else (OpenID Connect Core 3.1.2.1).
pub(super) fn prompts(given: Option<&str>) -> Result<BTreeSet<Prompt>, Refusal> {
    let words = given.unwrap_or_default().split_ascii_whitespace();
    let prompts: Option<BTreeSet<_>> = words.map(Prompt::parse).collect();
    let prompts = prompts.ok_or_else(|| invalid_request("prompt has an unknown value"))?;
    if prompts.contains(&Prompt::None) && prompts.len() > 1 {
        return Err(invalid_request("prompt=none goes with no other value"));
    }
    Ok(prompts)
}

/// The API that the access token is for (RFC 8707 section 2): HTTPS, this machine, or an
/// application's own scheme.
pub(in crate::hosted) fn resource(given: Option<&str>) -> Result<Option<String>, Refusal> {
    let Some(text) = given else {
        return Ok(None);
    };
    let is_resource = |uri: &Url| {
        let is_allowed = match uri.scheme() {
            "http" => uri.host() == Some(Host::Domain("localhost")),
            _ => true,
        };
        is_allowed && uri.fragment().is_none()
    };
    match Url::parse(text) {
        Ok(uri) if is_resource(&uri) => Ok(Some(text.to_owned())),
        _ => Err(invalid_request(
            "resource is not an absolute URI with https, http://localhost or an application's scheme",
        )),
    }
}

/// The provider that is named, directly or by an identifier, if the client supports it.
pub(super) fn identity_provider(
    context: &Context<'_>,
    app: &AppClient,
    given: &Fields,
) -> Result<Option<String>, Refusal> {
    let name = match (given.get("identity_provider"), given.get("idp_identifier")) {
        (Some(name), _) => name.to_owned(),
        (None, Some(identifier)) => {
            let index = IdentityProvider::key_of(&app.pool.id, identifier);
            let provider = context.read(|state| state.named::<IdentityProvider>(&index));
            let unknown = || invalid_request("idp_identifier leads to no identity provider");
            provider.ok_or_else(unknown)?.name.clone()
        }
        (None, None) => return Ok(None),
    };
    if supports(&app.client, &name) {
        return Ok(Some(name));
    }
    let description = format!("the app client does not support the identity provider {name}");
    Err(invalid_request(description))
}

/// Whether the client's users come by this provider. One that names none has the users of the pool
/// itself (U).
pub(super) fn supports(client: &UserPoolClient, provider: &str) -> bool {
    match &client.settings.supported_identity_providers {
        Some(supported) => supported.iter().any(|known| known == provider),
        None => provider == OWN_USERS,
    }
}
