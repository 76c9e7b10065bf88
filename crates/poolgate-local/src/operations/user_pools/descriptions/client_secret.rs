//! A client secret as its operations show it.

use serde::Serialize;

use crate::model::{AppClientSecret, ClientSecret};
use crate::time::UnixTime;

/// A client secret; the value only where it was generated just now (protocol.md 9.5).
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "the service's own members")]
pub(crate) struct ClientSecretDescription {
    client_secret_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret_value: Option<ClientSecret>,
    client_secret_create_date: UnixTime,
}

impl ClientSecretDescription {
    pub(crate) fn of(secret: &AppClientSecret) -> Self {
        Self {
            client_secret_id: secret.id.clone(),
            client_secret_value: None,
            client_secret_create_date: secret.created,
        }
    }

    pub(crate) fn generated(secret: &AppClientSecret) -> Self {
        Self {
            client_secret_value: Some(secret.value.clone()),
            ..Self::of(secret)
        }
    }
}
