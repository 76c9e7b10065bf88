//! The second factors that a pool offers, as `SetUserPoolMfaConfig` sets them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::message_templates::EmailMfaConfiguration;
use super::mfa_factor::MfaFactor;
use super::web_authn_configuration::WebAuthnConfiguration;

/// What `GetUserPoolMfaConfig` repeats beside `MfaConfiguration`, under its wire names.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(clippy::struct_field_names, reason = "the service's own members")]
pub(crate) struct PoolFactors {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sms_mfa_configuration: Option<SmsMfaConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) software_token_mfa_configuration: Option<SoftwareTokenMfaConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email_mfa_configuration: Option<EmailMfaConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) web_authn_configuration: Option<WebAuthnConfiguration>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SmsMfaConfiguration {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sms_authentication_message: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sms_configuration: Option<Value>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SoftwareTokenMfaConfiguration {
    #[serde(default)]
    pub(crate) enabled: bool,
}

impl PoolFactors {
    /// The factors of a new pool: text messages, if it can send them.
    pub(crate) fn of_new_pool(sms_configuration: Option<&Value>, message: Option<&str>) -> Self {
        let sms_mfa_configuration = sms_configuration.map(|configuration| SmsMfaConfiguration {
            sms_authentication_message: message.map(ToOwned::to_owned),
            sms_configuration: Some(configuration.clone()),
        });
        Self {
            sms_mfa_configuration,
            ..Self::default()
        }
    }

    pub(crate) fn offers(&self, factor: MfaFactor) -> bool {
        match factor {
            MfaFactor::SmsMfa => self.sms_mfa_configuration.is_some(),
            MfaFactor::SoftwareTokenMfa => self
                .software_token_mfa_configuration
                .is_some_and(|configuration| configuration.enabled),
            MfaFactor::EmailOtp => self.email_mfa_configuration.is_some(),
        }
    }

    /// The factors on offer, in the order of [`MfaFactor::ALL`].
    pub(crate) fn offered(&self) -> impl Iterator<Item = MfaFactor> {
        MfaFactor::ALL
            .into_iter()
            .filter(|factor| self.offers(*factor))
    }
}
