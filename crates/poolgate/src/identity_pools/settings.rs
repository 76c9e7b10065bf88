use std::collections::BTreeMap;

use aws_sdk_cognitoidentity::types::CognitoIdentityProvider;

/// What can be said of an identity pool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IdentityPoolSettings {
    /// What people call it: 1 to 128 letters, digits, spaces and `+=,.@_-`.
    pub name: String,
    /// Whether it has identities for users who have not signed in.
    pub allow_unauthenticated: bool,
    /// Whether its identities may ask STS for credentials ([`ClassicFlow`](crate::ClassicFlow)).
    pub allow_classic_flow: bool,
    /// The apps at social providers, by the provider's name: `accounts.google.com` and the app's
    /// id there.
    pub login_providers: BTreeMap<String, String>,
    /// The name of your own users' provider, which is set once and stays.
    pub developer_provider_name: Option<String>,
    /// IAM's OpenID Connect providers, by ARN.
    pub open_id_connect_provider_arns: Vec<String>,
    /// User pools' app clients.
    pub user_pools: Vec<CognitoIdentityProvider>,
    /// IAM's SAML providers, by ARN.
    pub saml_provider_arns: Vec<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// What the service says of an identity pool, which it does in a type of its own in each answer.
macro_rules! description {
    ($pool:expr) => {
        crate::IdentityPoolDescription {
            id: $pool.identity_pool_id.parse()?,
            settings: crate::IdentityPoolSettings {
                name: $pool.identity_pool_name,
                allow_unauthenticated: $pool.allow_unauthenticated_identities,
                allow_classic_flow: $pool.allow_classic_flow.unwrap_or_default(),
                login_providers: $pool
                    .supported_login_providers
                    .into_iter()
                    .flatten()
                    .collect(),
                developer_provider_name: $pool.developer_provider_name,
                open_id_connect_provider_arns: $pool
                    .open_id_connect_provider_arns
                    .unwrap_or_default(),
                user_pools: $pool.cognito_identity_providers.unwrap_or_default(),
                saml_provider_arns: $pool.saml_provider_arns.unwrap_or_default(),
                tags: $pool.identity_pool_tags.into_iter().flatten().collect(),
            },
        }
    };
}
pub(super) use description;

/// The members that a creation and an update have in common. What is empty is left out: an update
/// resets what it does not name.
macro_rules! settings {
    ($call:expr, $settings:expr) => {
        $call
            .identity_pool_name($settings.name)
            .allow_unauthenticated_identities($settings.allow_unauthenticated)
            .allow_classic_flow($settings.allow_classic_flow)
            .set_supported_login_providers(map($settings.login_providers))
            .set_developer_provider_name($settings.developer_provider_name)
            .set_open_id_connect_provider_arns(list($settings.open_id_connect_provider_arns))
            .set_cognito_identity_providers(list($settings.user_pools))
            .set_saml_provider_arns(list($settings.saml_provider_arns))
            .set_identity_pool_tags(map($settings.tags))
    };
}
pub(super) use settings;
