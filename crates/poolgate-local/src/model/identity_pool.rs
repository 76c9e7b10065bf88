//! An identity pool.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PrincipalTagMap;
use crate::state::{Entity, State, Table};

/// An identity pool and the roles it gives.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct IdentityPool {
    pub(crate) id: String,
    pub(crate) settings: IdentityPoolSettings,
    /// Role ARNs under `authenticated` and `unauthenticated`.
    pub(crate) roles: BTreeMap<String, String>,
    /// How the role is chosen for the logins of a provider (protocol.md 8.3).
    pub(crate) role_mappings: BTreeMap<String, RoleMapping>,
    /// By the provider's name.
    #[serde(default)]
    pub(crate) principal_tags: BTreeMap<String, PrincipalTagMap>,
}

/// What the caller of `CreateIdentityPool` chooses, under its wire names.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct IdentityPoolSettings {
    pub(crate) identity_pool_name: String,
    pub(crate) allow_unauthenticated_identities: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) allow_classic_flow: Option<bool>,
    /// Application ids of the social providers, by provider name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) supported_login_providers: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) developer_provider_name: Option<String>,
    #[serde(
        rename = "OpenIdConnectProviderARNs",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) openid_connect_provider_arns: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cognito_identity_providers: Option<Vec<CognitoIdentityProvider>>,
    #[serde(rename = "SamlProviderARNs", skip_serializing_if = "Option::is_none")]
    pub(crate) saml_provider_arns: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) identity_pool_tags: BTreeMap<String, String>,
}

/// A user pool and an app client of it whose users may log in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CognitoIdentityProvider {
    #[serde(default)]
    pub(crate) provider_name: String,
    #[serde(default)]
    pub(crate) client_id: String,
    /// Whether tokens of users who were signed out or disabled are refused.
    #[serde(default)]
    pub(crate) server_side_token_check: bool,
}

/// How a role is chosen, under its wire names.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RoleMapping {
    #[serde(rename = "Type")]
    pub(crate) kind: RoleMappingKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ambiguous_role_resolution: Option<AmbiguousRoleResolution>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rules_configuration: Option<RulesConfiguration>,
}

/// What the role is chosen by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RoleMappingKind {
    /// The token's own claims about roles.
    Token,
    /// The first rule that fits a claim.
    Rules,
}

/// What happens when nothing says which role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AmbiguousRoleResolution {
    /// The pool's role for authenticated identities.
    AuthenticatedRole,
    /// No credentials.
    Deny,
}

/// Rules in the order in which they are tried.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RulesConfiguration {
    pub(crate) rules: Vec<MappingRule>,
}

/// A role for those whose claim fits.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MappingRule {
    pub(crate) claim: String,
    pub(crate) match_type: MatchType,
    pub(crate) value: String,
    #[serde(rename = "RoleARN")]
    pub(crate) role_arn: String,
}

/// How a claim is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum MatchType {
    Contains,
    Equals,
    NotEqual,
    StartsWith,
}

impl Entity for IdentityPool {
    const TABLE: &'static str = "identity_pools";

    fn key(&self) -> String {
        self.id.clone()
    }

    fn table(state: &State) -> &Table<Self> {
        &state.identity_pools
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.identity_pools
    }
}
