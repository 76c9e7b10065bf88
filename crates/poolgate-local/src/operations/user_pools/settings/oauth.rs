//! The rules that an app client's OAuth settings obey (protocol.md 6.7).

use std::net::{Ipv4Addr, Ipv6Addr};

use poolgate_flow::{ErrorCode, ServiceError};
use url::{Host, Url};

use crate::error::invalid_parameter;
use crate::model::{ClientSettings, ResourceServer, UserPoolClient};
use crate::state::State;

/// The scopes that every pool has.
const STANDARD_SCOPES: [&str; 5] = [
    "aws.cognito.signin.user.admin",
    "email",
    "openid",
    "phone",
    "profile",
];

pub(crate) fn check(state: &State, client: &UserPoolClient) -> Result<(), ServiceError> {
    check_redirects(&client.settings)?;
    check_flows(client)?;
    let scopes = client.settings.allowed_oauth_scopes.as_deref();
    let unknown = scopes
        .unwrap_or_default()
        .iter()
        .find(|scope| !exists(state, &client.pool_id, scope));
    match unknown {
        None => Ok(()),
        Some(scope) => Err(ServiceError::new(
            ErrorCode::ScopeDoesNotExist,
            format!("Invalid scope requested: {scope}"),
        )),
    }
}

fn check_flows(client: &UserPoolClient) -> Result<(), ServiceError> {
    let settings = &client.settings;
    let flows = settings.allowed_oauth_flows.as_deref().unwrap_or_default();
    let has = |flow: &str| flows.iter().any(|allowed| allowed == flow);
    let (machine, person) = (has("client_credentials"), has("code") || has("implicit"));
    let refused = |message: String| Err(ServiceError::new(ErrorCode::InvalidOAuthFlow, message));
    if machine && person {
        return refused(
            "client_credentials flow can not be selected along with code flow or implicit flow."
                .to_owned(),
        );
    }
    let has_callback = settings
        .callback_urls
        .as_ref()
        .is_some_and(|urls| !urls.is_empty());
    if person && !has_callback {
        return refused(
            "CallbackUrls can not be empty when code flow or implicit flow is selected".to_owned(),
        );
    }
    if !machine {
        return Ok(());
    }
    if client.secrets.is_empty() {
        return refused(
            "client_credentials flow can not be selected if client does not have a client secret."
                .to_owned(),
        );
    }
    let scopes = settings.allowed_oauth_scopes.as_deref().unwrap_or_default();
    let personal = scopes
        .iter()
        .find(|scope| STANDARD_SCOPES.contains(&scope.as_str()));
    match personal {
        None => Ok(()),
        Some(scope) => refused(format!(
            "{scope} is not supported with client_credentials flow"
        )),
    }
}

fn exists(state: &State, pool_id: &str, scope: &str) -> bool {
    // The name has no slash, the identifier may.
    let custom = scope.rsplit_once('/');
    STANDARD_SCOPES.contains(&scope)
        || custom.is_some_and(|(identifier, name)| {
            state
                .get::<ResourceServer>(&ResourceServer::key_of(pool_id, identifier))
                .is_some_and(|server| server.scopes.iter().any(|scope| scope.scope_name == name))
        })
}

/// The service's texts for these refusals are not public.
fn check_redirects(settings: &ClientSettings) -> Result<(), ServiceError> {
    let callbacks = settings.callback_urls.as_deref().unwrap_or_default();
    let logouts = settings.logout_urls.as_deref().unwrap_or_default();
    for uri in callbacks.iter().chain(logouts) {
        check_redirect(uri)?;
    }
    let default = settings.default_redirect_uri.as_ref();
    if let Some(elsewhere) = default.filter(|default| !callbacks.contains(default)) {
        return Err(invalid_parameter(format!(
            "The default redirect URI {elsewhere} is not one of the CallbackURLs."
        )));
    }
    Ok(())
}

fn check_redirect(text: &str) -> Result<(), ServiceError> {
    let Ok(uri) = Url::parse(text) else {
        let message = format!("{text} is not an absolute URI.");
        return Err(invalid_parameter(message));
    };
    // It goes into a header as it is.
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = format!("{text:?} has characters that a URI has to encode.");
        return Err(invalid_parameter(message));
    }
    if uri.fragment().is_some() {
        let message = format!("{text} has a fragment, which a redirect URI cannot have.");
        return Err(invalid_parameter(message));
    }
    if uri.scheme() == "http" && !is_this_machine(&uri) {
        let message = format!("{text} needs HTTPS: only this machine is reached by HTTP.");
        return Err(invalid_parameter(message));
    }
    Ok(())
}

/// The three names that the service knows for it, and none of the other addresses that lead here
/// (protocol.md 6.7).
fn is_this_machine(uri: &Url) -> bool {
    match uri.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address == Ipv4Addr::LOCALHOST,
        Some(Host::Ipv6(address)) => address == Ipv6Addr::LOCALHOST,
        None => false,
    }
}
