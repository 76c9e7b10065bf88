//! What a pool demands of passkeys, as `SetUserPoolMfaConfig` sets it.

use serde::{Deserialize, Serialize};

/// The settings under their wire names; what is absent stays so.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct WebAuthnConfiguration {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) relying_party_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_verification: Option<UserVerification>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) factor_configuration: Option<FactorConfiguration>,
}

/// Whether an authenticator must recognise its user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UserVerification {
    #[default]
    Preferred,
    Required,
}

/// What a passkey counts as where a second factor is demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum FactorConfiguration {
    MultiFactorWithUserVerification,
    SingleFactor,
}
