//! A user pool and its settings.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::account_recovery::AccountRecoverySetting;
use super::message_templates::{InviteMessageTemplate, VerificationMessageTemplate};
use super::pool_factors::PoolFactors;
use super::schema::SchemaAttribute;
use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// A user pool.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct UserPool {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) created: UnixTime,
    pub(crate) modified: UnixTime,
    /// Standard and custom attributes, custom ones with their prefix.
    pub(crate) schema: Vec<SchemaAttribute>,
    pub(crate) settings: UserPoolSettings,
    #[serde(default)]
    pub(crate) factors: PoolFactors,
}

/// What the caller of `CreateUserPool` chooses and `DescribeUserPool` repeats, under its wire names.
///
/// Members that the server acts on have types; the others are kept as they came.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct UserPoolSettings {
    pub(crate) policies: Policies,
    pub(crate) deletion_protection: DeletionProtection,
    pub(crate) lambda_config: Object,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) auto_verified_attributes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) alias_attributes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) username_attributes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) username_configuration: Option<UsernameConfiguration>,
    pub(crate) mfa_configuration: MfaConfiguration,
    pub(crate) admin_create_user_config: AdminCreateUserConfig,
    pub(crate) verification_message_template: VerificationMessageTemplate,
    pub(crate) user_attribute_update_settings: UserAttributeUpdateSettings,
    pub(crate) email_configuration: EmailConfiguration,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sms_configuration: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sms_verification_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sms_authentication_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email_verification_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email_verification_subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) device_configuration: Option<DeviceConfiguration>,
    #[serde(skip_serializing_if = "Object::is_empty")]
    pub(crate) user_pool_tags: Object,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_pool_add_ons: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) account_recovery_setting: Option<AccountRecoverySetting>,
    pub(crate) user_pool_tier: UserPoolTier,
}

impl UserPoolSettings {
    /// The texts of verification messages have two names each; the newer one wins (U).
    pub(crate) fn normalized(mut self) -> Self {
        let template = &mut self.verification_message_template;
        unify(
            &mut template.sms_message,
            &mut self.sms_verification_message,
        );
        unify(
            &mut template.email_message,
            &mut self.email_verification_message,
        );
        unify(
            &mut template.email_subject,
            &mut self.email_verification_subject,
        );
        self
    }
}

/// Has the same under both names of a text, if it has any.
fn unify(newer: &mut Option<String>, older: &mut Option<String>) {
    if newer.is_none() {
        newer.clone_from(older);
    } else {
        older.clone_from(newer);
    }
}

/// A JSON object the server only repeats.
pub(crate) type Object = serde_json::Map<String, Value>;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Policies {
    pub(crate) password_policy: PasswordPolicy,
    pub(crate) sign_in_policy: SignInPolicy,
}

/// What a password must have. The default is the one of a pool created without a policy; a policy
/// that was given demands only what it names (protocol.md 9.2).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_excessive_bools, reason = "the service's own members")]
pub(crate) struct PasswordPolicy {
    #[serde(default = "PasswordPolicy::default_length")]
    pub(crate) minimum_length: u32,
    #[serde(default)]
    pub(crate) require_uppercase: bool,
    #[serde(default)]
    pub(crate) require_lowercase: bool,
    #[serde(default)]
    pub(crate) require_numbers: bool,
    #[serde(default)]
    pub(crate) require_symbols: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) password_history_size: Option<u32>,
    #[serde(default = "PasswordPolicy::default_validity")]
    pub(crate) temporary_password_validity_days: u32,
}

impl PasswordPolicy {
    const fn default_length() -> u32 {
        8
    }

    const fn default_validity() -> u32 {
        7
    }

    /// How long a temporary password lives: zero means the default of seven days.
    pub(crate) fn temporary_password_seconds(&self) -> i64 {
        let days = match self.temporary_password_validity_days {
            0 => Self::default_validity(),
            days => days,
        };
        i64::from(days) * 86_400
    }
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            minimum_length: Self::default_length(),
            require_uppercase: true,
            require_lowercase: true,
            require_numbers: true,
            require_symbols: true,
            password_history_size: None,
            temporary_password_validity_days: Self::default_validity(),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SignInPolicy {
    pub(crate) allowed_first_auth_factors: Vec<AuthFactor>,
}

impl SignInPolicy {
    pub(crate) fn allows(&self, factor: AuthFactor) -> bool {
        self.allowed_first_auth_factors.contains(&factor)
    }

    /// Whether a code can replace the password.
    pub(crate) fn allows_codes(&self) -> bool {
        self.allows(AuthFactor::EmailOtp) || self.allows(AuthFactor::SmsOtp)
    }
}

impl Default for SignInPolicy {
    fn default() -> Self {
        Self {
            allowed_first_auth_factors: vec![AuthFactor::Password],
        }
    }
}

/// What a sign-in may begin with, and what `GetUserAuthFactors` lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum AuthFactor {
    EmailOtp,
    Password,
    SmsOtp,
    SoftwareToken,
    WebAuthn,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum DeletionProtection {
    Active,
    #[default]
    Inactive,
}

/// Whether devices are tracked: any value says so, even one that is false throughout (protocol.md
/// 2.3).
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct DeviceConfiguration {
    /// Remembered devices replace the second factor.
    pub(crate) challenge_required_on_new_device: bool,
    /// Devices are remembered only once the user says so, rather than at once.
    pub(crate) device_only_remembered_on_user_prompt: bool,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UsernameConfiguration {
    pub(crate) case_sensitive: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum MfaConfiguration {
    #[default]
    Off,
    On,
    Optional,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct AdminCreateUserConfig {
    pub(crate) allow_admin_create_user_only: bool,
    pub(crate) unused_account_validity_days: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) invite_message_template: Option<InviteMessageTemplate>,
}

impl Default for AdminCreateUserConfig {
    fn default() -> Self {
        Self {
            allow_admin_create_user_only: false,
            unused_account_validity_days: 7,
            invite_message_template: None,
        }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct UserAttributeUpdateSettings {
    attributes_require_verification_before_update: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct EmailConfiguration {
    email_sending_account: String,
    #[serde(flatten)]
    sender: Object,
}

impl Default for EmailConfiguration {
    fn default() -> Self {
        Self {
            email_sending_account: "COGNITO_DEFAULT".to_owned(),
            sender: Object::new(),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum UserPoolTier {
    #[default]
    Essentials,
    Lite,
    Plus,
}

impl UserPool {
    /// The Amazon Resource Name, in the account and Region that the server plays.
    pub(crate) fn arn(&self, region: &str, account_id: &str) -> String {
        format!(
            "arn:aws:cognito-idp:{region}:{account_id}:userpool/{}",
            self.id
        )
    }

    /// The part of the id after the first underscore, which enters the SRP hashes (protocol.md 1.1).
    pub(crate) fn srp_name(&self) -> &str {
        self.id
            .split_once('_')
            .map_or(self.id.as_str(), |(_, name)| name)
    }

    /// Whether usernames that differ in case only are different; API default true (protocol.md 9.1).
    pub(crate) fn is_case_sensitive(&self) -> bool {
        self.settings
            .username_configuration
            .is_none_or(|configuration| configuration.case_sensitive)
    }

    /// Whether a code goes to new addresses of this kind.
    pub(crate) fn verifies(&self, attribute: &str) -> bool {
        let verified = self.settings.auto_verified_attributes.as_deref();
        verified.is_some_and(|verified| verified.iter().any(|name| name == attribute))
    }

    /// Whether users keep their old address until the new one is verified (protocol.md 9.2).
    pub(crate) fn requires_verification_before_update(&self, attribute: &str) -> bool {
        let settings = &self.settings.user_attribute_update_settings;
        let waiting = &settings.attributes_require_verification_before_update;
        waiting.iter().any(|name| name == attribute)
    }

    /// The attribute of this name, custom ones with their prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<&SchemaAttribute> {
        self.schema.iter().find(|attribute| attribute.name == name)
    }
}

impl Entity for UserPool {
    const TABLE: &'static str = "user_pools";

    fn key(&self) -> String {
        self.id.clone()
    }

    fn table(state: &State) -> &Table<Self> {
        &state.user_pools
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.user_pools
    }
}
