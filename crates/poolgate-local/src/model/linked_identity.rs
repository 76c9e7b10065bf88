//! That a user of a pool is somebody at an external identity provider.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::identity_provider::ProviderType;
use crate::time::UnixTime;

/// The attribute that says who somebody is at a provider, whatever the provider calls it.
pub(crate) const SUBJECT: &str = "Cognito_Subject";

/// An identity that a user signs in by.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct LinkedIdentity {
    pub(crate) provider_name: String,
    pub(crate) provider_type: ProviderType,
    /// [`SUBJECT`], or an attribute that the provider asserts.
    pub(crate) attribute: String,
    pub(crate) value: String,
    pub(crate) issuer: Option<String>,
    /// Whether the user came about by signing in with it.
    pub(crate) primary: bool,
    pub(crate) linked: UnixTime,
}

impl LinkedIdentity {
    /// What the user is found by who has an identity. The names that a user chooses are found behind
    /// `<pool id>/`, so that none of them can be taken for it, whatever it contains.
    pub(crate) fn index(pool_id: &str, provider: &str, attribute: &str, value: &str) -> String {
        format!("{pool_id}\0{provider}\0{attribute}\0{value}")
    }

    /// How descriptions of the user show it.
    pub(crate) fn described(&self) -> Value {
        json!({
            "userId": self.value,
            "providerName": self.provider_name,
            "providerType": self.provider_type,
            "issuer": self.issuer,
            "primary": self.primary,
            "dateCreated": self.linked.milliseconds(),
        })
    }

    /// How ID tokens show it: the flag and the time are strings there (protocol.md 5.3).
    pub(crate) fn claim(&self) -> Value {
        let mut claim = self.described();
        claim["primary"] = self.primary.to_string().into();
        claim["dateCreated"] = self.linked.milliseconds().to_string().into();
        claim
    }
}
