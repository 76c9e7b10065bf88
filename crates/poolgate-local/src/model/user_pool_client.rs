//! An app client of a user pool.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// An app client.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct UserPoolClient {
    pub(crate) id: String,
    pub(crate) pool_id: String,
    pub(crate) name: String,
    /// The oldest first; none for a public client. Each is as good as the other.
    pub(crate) secrets: Vec<AppClientSecret>,
    pub(crate) created: UnixTime,
    pub(crate) modified: UnixTime,
    pub(crate) settings: ClientSettings,
}

/// A secret that an app client has.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AppClientSecret {
    pub(crate) id: String,
    pub(crate) value: ClientSecret,
    pub(crate) created: UnixTime,
}

/// A client secret; shown by Describe, so it is kept as it is.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ClientSecret(pub(crate) String);

impl fmt::Debug for ClientSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// What the caller of `CreateUserPoolClient` chooses, under its wire names; an absent member stays
/// absent in every answer (protocol.md 9.3).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct ClientSettings {
    pub(crate) refresh_token_validity: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) access_token_validity: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id_token_validity: Option<u32>,
    pub(crate) token_validity_units: TokenValidityUnits,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) read_attributes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) write_attributes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) explicit_auth_flows: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) supported_identity_providers: Option<Vec<String>>,
    #[serde(rename = "CallbackURLs", skip_serializing_if = "Option::is_none")]
    pub(crate) callback_urls: Option<Vec<String>>,
    #[serde(rename = "LogoutURLs", skip_serializing_if = "Option::is_none")]
    pub(crate) logout_urls: Option<Vec<String>>,
    #[serde(rename = "DefaultRedirectURI", skip_serializing_if = "Option::is_none")]
    pub(crate) default_redirect_uri: Option<String>,
    #[serde(rename = "AllowedOAuthFlows", skip_serializing_if = "Option::is_none")]
    pub(crate) allowed_oauth_flows: Option<Vec<String>>,
    #[serde(rename = "AllowedOAuthScopes", skip_serializing_if = "Option::is_none")]
    pub(crate) allowed_oauth_scopes: Option<Vec<String>>,
    #[serde(rename = "AllowedOAuthFlowsUserPoolClient")]
    pub(crate) allowed_oauth_flows_user_pool_client: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) analytics_configuration: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) prevent_user_existence_errors: Option<PreventUserExistenceErrors>,
    pub(crate) enable_token_revocation: bool,
    pub(crate) enable_propagate_additional_user_context_data: bool,
    /// Minutes a sign-in session lives, 3 to 15.
    pub(crate) auth_session_validity: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refresh_token_rotation: Option<RefreshTokenRotation>,
}

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            refresh_token_validity: 30,
            access_token_validity: None,
            id_token_validity: None,
            token_validity_units: TokenValidityUnits::default(),
            read_attributes: None,
            write_attributes: None,
            explicit_auth_flows: None,
            supported_identity_providers: None,
            callback_urls: None,
            logout_urls: None,
            default_redirect_uri: None,
            allowed_oauth_flows: None,
            allowed_oauth_scopes: None,
            allowed_oauth_flows_user_pool_client: false,
            analytics_configuration: None,
            prevent_user_existence_errors: None,
            enable_token_revocation: true,
            enable_propagate_additional_user_context_data: false,
            auth_session_validity: 3,
            refresh_token_rotation: None,
        }
    }
}

impl ClientSettings {
    /// A refresh token validity of zero means the default (protocol.md 5.4).
    pub(crate) fn normalized(mut self) -> Self {
        if self.refresh_token_validity == 0 {
            self.refresh_token_validity = Self::default().refresh_token_validity;
        }
        self
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum PreventUserExistenceErrors {
    Enabled,
    Legacy,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(clippy::struct_field_names, reason = "the service's own members")]
pub(crate) struct TokenValidityUnits {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) access_token: Option<TimeUnit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id_token: Option<TimeUnit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refresh_token: Option<TimeUnit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TimeUnit {
    Days,
    Hours,
    Minutes,
    Seconds,
}

impl TimeUnit {
    pub(crate) const fn seconds(self) -> i64 {
        match self {
            Self::Days => 86_400,
            Self::Hours => 3_600,
            Self::Minutes => 60,
            Self::Seconds => 1,
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RefreshTokenRotation {
    pub(crate) feature: Feature,
    #[serde(default)]
    pub(crate) retry_grace_period_seconds: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Feature {
    Disabled,
    Enabled,
}

impl UserPoolClient {
    /// The primary key of a client.
    pub(crate) fn key_of(pool_id: &str, id: &str) -> String {
        format!("{pool_id}/{id}")
    }

    /// The secret that descriptions show: the oldest.
    pub(crate) fn secret(&self) -> Option<&ClientSecret> {
        self.secrets.first().map(|secret| &secret.value)
    }

    /// Seconds an access token lives: one hour unless the client says otherwise (protocol.md 5.4).
    pub(crate) fn access_token_seconds(&self) -> i64 {
        let units = &self.settings.token_validity_units;
        lifetime(
            self.settings.access_token_validity,
            units.access_token,
            (1, TimeUnit::Hours),
        )
    }

    /// Seconds an ID token lives.
    pub(crate) fn id_token_seconds(&self) -> i64 {
        let units = &self.settings.token_validity_units;
        lifetime(
            self.settings.id_token_validity,
            units.id_token,
            (1, TimeUnit::Hours),
        )
    }

    /// Seconds a refresh token lives; zero means thirty days.
    pub(crate) fn refresh_token_seconds(&self) -> i64 {
        let value = self.settings.refresh_token_validity;
        let unit = self.settings.token_validity_units.refresh_token;
        match value {
            0 => 30 * TimeUnit::Days.seconds(),
            value => lifetime(Some(value), unit, (30, TimeUnit::Days)),
        }
    }

    /// Seconds between one step of a sign-in and the next.
    pub(crate) fn session_seconds(&self) -> i64 {
        i64::from(self.settings.auth_session_validity) * 60
    }

    /// Whether an attribute of the user may be shown to this client. A client without a list reads
    /// everything but developer attributes (protocol.md 9.1).
    pub(crate) fn may_read(&self, attribute: &str) -> bool {
        permits(self.settings.read_attributes.as_deref(), attribute)
    }

    /// Whether this client may set an attribute; the verified flags are never a client's to set.
    pub(crate) fn may_write(&self, attribute: &str) -> bool {
        !matches!(attribute, "email_verified" | "phone_number_verified")
            && permits(self.settings.write_attributes.as_deref(), attribute)
    }

    /// Whether unknown users must look like known ones (protocol.md 7.3).
    pub(crate) fn hides_users(&self) -> bool {
        self.settings.prevent_user_existence_errors == Some(PreventUserExistenceErrors::Enabled)
    }

    /// The rotation setting, if it is on.
    pub(crate) fn rotation(&self) -> Option<&RefreshTokenRotation> {
        let rotation = self.settings.refresh_token_rotation.as_ref();
        rotation.filter(|rotation| rotation.feature == Feature::Enabled)
    }
}

fn permits(list: Option<&[String]>, attribute: &str) -> bool {
    !attribute.starts_with("dev:")
        && list.is_none_or(|list| list.iter().any(|permitted| permitted == attribute))
}

fn lifetime(value: Option<u32>, unit: Option<TimeUnit>, default: (u32, TimeUnit)) -> i64 {
    i64::from(value.unwrap_or(default.0)) * unit.unwrap_or(default.1).seconds()
}

impl Entity for UserPoolClient {
    const TABLE: &'static str = "user_pool_clients";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.id)
    }

    /// Client ids are unique on the whole server: the public operations give nothing else.
    fn names(&self) -> Vec<String> {
        vec![self.id.clone()]
    }

    fn table(state: &State) -> &Table<Self> {
        &state.user_pool_clients
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.user_pool_clients
    }
}
