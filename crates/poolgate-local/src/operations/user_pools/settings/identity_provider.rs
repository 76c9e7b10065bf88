//! The rules that an identity provider obeys, whether it is new or changed (protocol.md 9.5).

use poolgate_flow::{ErrorCode, ServiceError};
use url::Url;

use super::provider_endpoints;
use crate::error::invalid_parameter;
use crate::model::{IdentityProvider, ProviderDetails, ProviderType, UserPool};
use crate::state::{Entity, State};

/// The provider with what the service adds: the endpoints of those that everybody knows, and the
/// attribute that names a user.
pub(crate) fn complete(
    pool: &UserPool,
    mut provider: IdentityProvider,
) -> Result<IdentityProvider, ServiceError> {
    check_name(&provider)?;
    check_details(&provider)?;
    let unknown = provider
        .attribute_mapping
        .keys()
        .find(|name| *name != "username" && pool.attribute(name).is_none());
    if let Some(name) = unknown {
        // The service's text is not public.
        let message = format!("The attribute mapping names {name}, which the user pool lacks.");
        return Err(invalid_parameter(message));
    }
    provider_endpoints::add(provider.provider_type, &mut provider.details);
    if let Some(subject) = provider.provider_type.subject_attribute() {
        provider
            .attribute_mapping
            .entry("username".to_owned())
            .or_insert_with(|| subject.to_owned());
    }
    Ok(provider)
}

/// Each identifier leads to one provider only; the service's text is not public.
pub(crate) fn check_identifiers(
    state: &State,
    provider: &IdentityProvider,
) -> Result<(), ServiceError> {
    for (identifier, name) in provider.identifiers.iter().zip(provider.names()) {
        let owner = state.named::<IdentityProvider>(&name);
        if owner.is_some_and(|owner| owner.name != provider.name) {
            let message = format!(
                "The identifier {identifier} already exists in user pool {}",
                provider.pool_id
            );
            return Err(ServiceError::new(ErrorCode::DuplicateProvider, message));
        }
    }
    Ok(())
}

/// A social provider has the name of its type, and nobody else has it.
fn check_name(provider: &IdentityProvider) -> Result<(), ServiceError> {
    const SOCIAL: [ProviderType; 4] = [
        ProviderType::Facebook,
        ProviderType::Google,
        ProviderType::LoginWithAmazon,
        ProviderType::SignInWithApple,
    ];
    let (name, provider_type) = (provider.name.as_str(), provider.provider_type);
    let reserved =
        name.eq_ignore_ascii_case("COGNITO") || SOCIAL.iter().any(|social| social.as_str() == name);
    let fits = if provider_type.is_social() {
        name == provider_type.as_str()
    } else {
        !reserved
    };
    fits.then_some(()).ok_or_else(|| {
        let provider_type = provider_type.as_str();
        invalid_parameter(format!(
            "Provider {name} cannot be of type {provider_type}."
        ))
    })
}

/// The service's texts for what is missing are not public.
fn check_details(provider: &IdentityProvider) -> Result<(), ServiceError> {
    let (provider_type, details) = (provider.provider_type, &provider.details);
    let lacks = |key: &&&str| details.get(key).is_none_or(str::is_empty);
    if let Some(missing) = required(provider_type).iter().find(lacks) {
        return Err(missing_detail(provider_type, missing));
    }
    match provider_type {
        ProviderType::Saml
            if details.get("MetadataURL").is_none() && details.get("MetadataFile").is_none() =>
        {
            Err(missing_detail(provider_type, "MetadataURL or MetadataFile"))
        }
        ProviderType::Oidc => check_oidc(details),
        _ => Ok(()),
    }
}

/// What a provider of this type cannot be without.
fn required(provider_type: ProviderType) -> &'static [&'static str] {
    match provider_type {
        ProviderType::Facebook | ProviderType::Google | ProviderType::LoginWithAmazon => {
            &["client_id", "client_secret", "authorize_scopes"]
        }
        ProviderType::SignInWithApple => &[
            "client_id",
            "team_id",
            "key_id",
            "private_key",
            "authorize_scopes",
        ],
        // A client of an OpenID provider may be a public one.
        ProviderType::Oidc => &[
            "client_id",
            "attributes_request_method",
            "oidc_issuer",
            "authorize_scopes",
        ],
        ProviderType::Saml => &[],
    }
}

fn check_oidc(details: &ProviderDetails) -> Result<(), ServiceError> {
    let method = details.get("attributes_request_method").unwrap_or_default();
    if !matches!(method, "GET" | "POST") {
        let message = format!("The attributes_request_method {method} is neither GET nor POST.");
        return Err(invalid_parameter(message));
    }
    for key in [
        "oidc_issuer",
        "authorize_url",
        "token_url",
        "attributes_url",
        "jwks_uri",
    ] {
        let Some(text) = details.get(key) else {
            continue;
        };
        let is_web = |url: Url| matches!(url.scheme(), "http" | "https") && url.has_host();
        if !Url::parse(text).is_ok_and(is_web) {
            let message = format!("The {key} {text} is not a URL of the web.");
            return Err(invalid_parameter(message));
        }
    }
    Ok(())
}

fn missing_detail(provider_type: ProviderType, what: &str) -> ServiceError {
    let provider_type = provider_type.as_str();
    invalid_parameter(format!(
        "The ProviderDetails of a provider of type {provider_type} lack {what}."
    ))
}
