//! The endpoints of the providers that everybody knows, which the service adds to their details.

use crate::model::{ProviderDetails, ProviderType};

/// Stands for the version of Facebook's Graph API.
const VERSION: &str = "{version}";

/// The newest that the service's documentation shows (U).
const DEFAULT_VERSION: &str = "v17.0";

/// Sets what nobody may choose. An `OpenID` provider's own endpoints are not among it: they are looked
/// up when somebody signs in with it, since this server calls nobody when a provider is set up.
pub(crate) fn add(provider_type: ProviderType, details: &mut ProviderDetails) {
    let version = details.get("api_version").unwrap_or(DEFAULT_VERSION);
    let version = version.to_owned();
    for (key, value) in endpoints(provider_type) {
        details.set(key, value.replace(VERSION, &version));
    }
}

const fn endpoints(provider_type: ProviderType) -> &'static [(&'static str, &'static str)] {
    match provider_type {
        ProviderType::Facebook => &[
            ("api_version", VERSION),
            (
                "attributes_url",
                "https://graph.facebook.com/{version}/me?fields=",
            ),
            ("attributes_url_add_attributes", "true"),
            (
                "authorize_url",
                "https://www.facebook.com/{version}/dialog/oauth",
            ),
            ("token_request_method", "GET"),
            (
                "token_url",
                "https://graph.facebook.com/{version}/oauth/access_token",
            ),
        ],
        ProviderType::Google => &[
            (
                "attributes_url",
                "https://people.googleapis.com/v1/people/me?personFields=",
            ),
            ("attributes_url_add_attributes", "true"),
            (
                "authorize_url",
                "https://accounts.google.com/o/oauth2/v2/auth",
            ),
            ("oidc_issuer", "https://accounts.google.com"),
            ("token_request_method", "POST"),
            ("token_url", "https://www.googleapis.com/oauth2/v4/token"),
        ],
        ProviderType::LoginWithAmazon => &[
            ("attributes_url", "https://api.amazon.com/user/profile"),
            ("attributes_url_add_attributes", "false"),
            ("authorize_url", "https://www.amazon.com/ap/oa"),
            ("token_request_method", "POST"),
            ("token_url", "https://api.amazon.com/auth/o2/token"),
        ],
        ProviderType::SignInWithApple => &[
            ("attributes_url_add_attributes", "false"),
            ("authorize_url", "https://appleid.apple.com/auth/authorize"),
            ("oidc_issuer", "https://appleid.apple.com"),
            ("token_request_method", "POST"),
            ("token_url", "https://appleid.apple.com/auth/token"),
        ],
        ProviderType::Oidc => &[("attributes_url_add_attributes", "false")],
        ProviderType::Saml => &[],
    }
}
