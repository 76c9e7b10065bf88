//! The devices that a pool keeps of a user (protocol.md 2.3).

use std::time::SystemTime;

use aws_sdk_cognitoidentityprovider::types::{DeviceRememberedStatusType, DeviceType};
use poolgate_flow::DeviceKey;

use super::Session;
use crate::Error;
use crate::error::call_failed;
use crate::service_clock::system_time;

/// The service gives at most this many at a time.
const PAGE: i32 = 60;
/// Nobody has this many devices; a service that gives one page after the other is not believed.
const MOST_PAGES: usize = 100;

/// What the pool knows of a device.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeviceDescription {
    /// `<region>_<uuid>`.
    pub key: DeviceKey,
    /// The name that it was confirmed with.
    pub name: Option<String>,
    /// Whether the pool takes it for a second factor; `None` if it does not say.
    pub remembered: Option<bool>,
    /// The address that it last signed in from.
    pub last_ip_used: Option<String>,
    /// When it was first seen.
    pub created: Option<SystemTime>,
    /// When it last signed in.
    pub last_authenticated: Option<SystemTime>,
}

impl Session {
    /// All devices that the pool knows of the user (`ListDevices`).
    pub async fn devices(&self) -> Result<Vec<DeviceDescription>, Error> {
        let tokens = self.fresh_tokens().await?;
        let mut devices = Vec::new();
        let mut next = None;
        for _ in 0..MOST_PAGES {
            let page = self
                .pool()
                .client()
                .list_devices()
                .access_token(tokens.access_token().expose())
                .limit(PAGE)
                .set_pagination_token(next)
                .send()
                .await
                .map_err(call_failed("ListDevices"))?;
            devices.extend(
                page.devices
                    .unwrap_or_default()
                    .into_iter()
                    .filter_map(DeviceDescription::from_sdk),
            );
            next = page.pagination_token;
            if next.is_none() {
                break;
            }
        }
        Ok(devices)
    }

    /// What the pool knows of one device (`GetDevice`).
    pub async fn device(&self, key: &DeviceKey) -> Result<DeviceDescription, Error> {
        const OPERATION: &str = "GetDevice";
        let tokens = self.fresh_tokens().await?;
        let output = self
            .pool()
            .client()
            .get_device()
            .access_token(tokens.access_token().expose())
            .device_key(key.expose())
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        let device = output.device.and_then(DeviceDescription::from_sdk);
        device.ok_or(Error::MissingMember {
            operation: OPERATION,
            member: "Device",
        })
    }

    /// Has the pool take a device for a second factor, or no longer (`UpdateDeviceStatus`).
    pub async fn remember_device(&self, key: &DeviceKey, remember: bool) -> Result<(), Error> {
        let status = if remember {
            DeviceRememberedStatusType::Remembered
        } else {
            DeviceRememberedStatusType::NotRemembered
        };
        let tokens = self.fresh_tokens().await?;
        self.pool()
            .client()
            .update_device_status()
            .access_token(tokens.access_token().expose())
            .device_key(key.expose())
            .device_remembered_status(status)
            .send()
            .await
            .map_err(call_failed("UpdateDeviceStatus"))?;
        Ok(())
    }

    /// Has the pool forget a device (`ForgetDevice`). If it is this session's, the session cannot
    /// be refreshed any more (protocol.md 2.4), and the device that a store keeps is no good:
    /// [`TokenStore::remove_device`](crate::TokenStore::remove_device).
    pub async fn forget_device(&self, key: &DeviceKey) -> Result<(), Error> {
        let tokens = self.fresh_tokens().await?;
        self.pool()
            .client()
            .forget_device()
            .access_token(tokens.access_token().expose())
            .device_key(key.expose())
            .send()
            .await
            .map_err(call_failed("ForgetDevice"))?;
        Ok(())
    }
}

impl DeviceDescription {
    /// `None` for a device without a key, which nothing could be done with.
    pub(crate) fn from_sdk(device: DeviceType) -> Option<Self> {
        let attributes = device.device_attributes.unwrap_or_default();
        let attribute = |name: &str| {
            let attribute = attributes.iter().find(|attribute| attribute.name == name)?;
            attribute.value.clone()
        };
        let remembered = attribute("dev:device_remembered_status");
        Some(Self {
            key: device.device_key?.into(),
            name: attribute("device_name"),
            remembered: remembered.map(|status| status == "remembered"),
            last_ip_used: attribute("last_ip_used"),
            created: system_time(device.device_create_date),
            last_authenticated: system_time(device.device_last_authenticated_date),
        })
    }
}
