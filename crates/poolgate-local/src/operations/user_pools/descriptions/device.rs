//! A device as operations show it, `DeviceType` (protocol.md 2.3).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::model::{Attribute, Device, User};
use crate::operations::page::Page;
use crate::state::{Order, State};
use crate::time::UnixTime;

/// A device.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "the service's own members")]
pub(crate) struct DeviceDescription {
    device_key: String,
    device_attributes: Vec<Attribute>,
    device_create_date: UnixTime,
    device_last_modified_date: UnixTime,
    device_last_authenticated_date: UnixTime,
}

impl DeviceDescription {
    /// The service has an attribute `last_ip_used` too, which this server does not know.
    pub(crate) fn of(context: &Context<'_>, user: &User, device: &Device) -> Self {
        let settings = context.settings();
        let key = &device.identity.key;
        let owner = format!("{}.{}", user.username, user.pool_id);
        let arn = format!(
            "arn:aws:cognito-idp:{}:{}:owner/{owner}/device/{key}",
            settings.region, settings.account_id
        );
        let attributes = [
            ("device_status", Some("valid".to_owned())),
            ("device_name", device.name.clone()),
            ("dev:device_arn", Some(arn)),
            ("dev:device_owner", Some(owner)),
            (
                "dev:device_remembered_status",
                Some(RememberedStatus::of(device).as_str().to_owned()),
            ),
            ("dev:device_sdk", Some("aws-sdk-unknown-unknown".to_owned())),
        ];
        let attribute = |(name, value): (&str, Option<String>)| {
            let name = name.to_owned();
            value.map(|value| Attribute { name, value })
        };
        Self {
            device_key: key.clone(),
            device_attributes: attributes.into_iter().filter_map(attribute).collect(),
            device_create_date: device.created,
            device_last_modified_date: device.modified,
            device_last_authenticated_date: device.authenticated,
        }
    }
}

/// `DeviceRememberedStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RememberedStatus {
    NotRemembered,
    Remembered,
}

impl RememberedStatus {
    fn of(device: &Device) -> Self {
        if device.remembered {
            Self::Remembered
        } else {
            Self::NotRemembered
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::NotRemembered => "not_remembered",
            Self::Remembered => "remembered",
        }
    }
}

/// A page of a user's devices.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeviceList {
    devices: Vec<DeviceDescription>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pagination_token: Option<String>,
}

impl DeviceList {
    pub(crate) fn of(
        context: &Context<'_>,
        user: &User,
        page: &Page<'_>,
    ) -> Result<Self, ServiceError> {
        let show = |_: &State, device: &Device| Some(DeviceDescription::of(context, user, device));
        let prefix = Device::prefix_of(user);
        let (devices, pagination_token) = page.of(context, (Order::Keys, &prefix), show)?;
        Ok(Self {
            devices,
            pagination_token,
        })
    }
}
