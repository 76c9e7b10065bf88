//! An external identity provider that a user pool trusts.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::user_pool::Object;
use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// An identity provider of a pool.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct IdentityProvider {
    pub(crate) pool_id: String,
    pub(crate) name: String,
    pub(crate) provider_type: ProviderType,
    pub(crate) details: ProviderDetails,
    /// The pool's attribute, or `username`, to the provider's.
    pub(crate) attribute_mapping: BTreeMap<String, String>,
    /// What people may be sent to it by, such as the domains of their e-mail addresses.
    pub(crate) identifiers: Vec<String>,
    #[serde(default)]
    pub(crate) acr_mapping: Object,
    pub(crate) created: UnixTime,
    pub(crate) modified: UnixTime,
}

/// What an identity provider speaks, or which one it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ProviderType {
    Facebook,
    Google,
    LoginWithAmazon,
    #[serde(rename = "OIDC")]
    Oidc,
    #[serde(rename = "SAML")]
    Saml,
    SignInWithApple,
}

impl ProviderType {
    /// The type on the wire.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Facebook => "Facebook",
            Self::Google => "Google",
            Self::LoginWithAmazon => "LoginWithAmazon",
            Self::Oidc => "OIDC",
            Self::Saml => "SAML",
            Self::SignInWithApple => "SignInWithApple",
        }
    }

    /// Whether there is one such provider only, which goes by the name of its type.
    pub(crate) const fn is_social(self) -> bool {
        !matches!(self, Self::Oidc | Self::Saml)
    }

    /// The provider's attribute that says who somebody is; SAML has `NameID` for that, which is no
    /// attribute.
    pub(crate) const fn subject_attribute(self) -> Option<&'static str> {
        match self {
            Self::Facebook => Some("id"),
            Self::LoginWithAmazon => Some("user_id"),
            Self::Google | Self::Oidc | Self::SignInWithApple => Some("sub"),
            Self::Saml => None,
        }
    }
}

/// The settings that a type of provider needs, secrets among them.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ProviderDetails(BTreeMap<String, String>);

impl ProviderDetails {
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    pub(crate) fn set(&mut self, key: &str, value: impl Into<String>) {
        self.0.insert(key.to_owned(), value.into());
    }

    /// The same without what nobody is shown again.
    pub(crate) fn shown(mut self) -> Self {
        self.0.remove("private_key");
        self
    }
}

/// Only the keys: `client_secret` and `private_key` are among the values.
impl fmt::Debug for ProviderDetails {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

impl IdentityProvider {
    /// The primary key of a provider; names that differ in case only are different (U).
    pub(crate) fn key_of(pool_id: &str, name: &str) -> String {
        format!("{pool_id}/{name}")
    }
}

impl Entity for IdentityProvider {
    const TABLE: &'static str = "identity_providers";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.name)
    }

    /// The identifiers, each of which leads to one provider of the pool.
    fn names(&self) -> Vec<String> {
        let index = |identifier: &String| Self::key_of(&self.pool_id, identifier);
        self.identifiers.iter().map(index).collect()
    }

    fn table(state: &State) -> &Table<Self> {
        &state.identity_providers
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.identity_providers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_seen_in_debug_output() {
        let mut details = ProviderDetails::default();
        details.set("client_secret", "hush");
        assert_eq!(format!("{details:?}"), r#"{"client_secret"}"#);
    }
}
