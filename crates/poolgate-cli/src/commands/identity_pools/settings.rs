//! From what was typed to what the service is told.

use poolgate::IdentityPoolSettings;
use poolgate::aws_sdk_cognitoidentity::types::CognitoIdentityProvider;

use crate::arguments::identity_pools::{Settings, UserPool};

/// Changes what the arguments name, and leaves the rest.
pub(super) fn apply(typed: &Settings, settings: &mut IdentityPoolSettings) {
    if let Some(allow) = typed.allow_unauthenticated {
        settings.allow_unauthenticated = allow;
    }
    if let Some(allow) = typed.allow_classic_flow {
        settings.allow_classic_flow = allow;
    }
    if !typed.user_pools.is_empty() {
        let typed = typed.user_pools.iter().flatten();
        settings.user_pools = typed.map(|pool| user_pool(pool, settings)).collect();
    }
    if let Some(check) = typed.server_side_token_check {
        for pool in &mut settings.user_pools {
            pool.server_side_token_check = Some(check);
        }
    }
    let providers = typed.login_providers.iter().cloned();
    settings.login_providers.extend(providers);
    replace(
        &mut settings.open_id_connect_provider_arns,
        &typed.open_id_connect_providers,
    );
    replace(&mut settings.saml_provider_arns, &typed.saml_providers);
    if let Some(name) = &typed.developer_provider {
        settings.developer_provider_name = Some(name.clone());
    }
}

/// A user pool that is there already stays as it is.
fn user_pool(typed: &UserPool, settings: &IdentityPoolSettings) -> CognitoIdentityProvider {
    let (provider, client_id) = (typed.provider.as_str(), typed.client_id.as_str());
    let is_typed = |known: &&CognitoIdentityProvider| {
        known.provider_name() == Some(provider) && known.client_id() == Some(client_id)
    };
    let known = settings.user_pools.iter().find(is_typed).cloned();
    known.unwrap_or_else(|| {
        CognitoIdentityProvider::builder()
            .provider_name(provider)
            .client_id(client_id)
            .build()
    })
}

/// A list that was typed replaces the one that is there; an empty text stands for none.
fn replace(own: &mut Vec<String>, typed: &[String]) {
    if !typed.is_empty() {
        let typed = typed.iter().filter(|text| !text.is_empty());
        *own = typed.cloned().collect();
    }
}
