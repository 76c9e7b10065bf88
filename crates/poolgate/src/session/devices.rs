//! The devices that a pool keeps of a user (protocol.md 2.3).

use std::time::SystemTime;

use aws_sdk_cognitoidentityprovider::types::{DeviceRememberedStatusType, DeviceType};
use poolgate_flow::{DeviceKey, ErrorCode};

use super::Session;
use crate::Error;
use crate::error::call_failed;
use crate::pages::{Page, Pages, Wanted};
use crate::service_clock::system_time;

/// The service gives at most this many at a time.
const PAGE: u16 = 60;

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
        const OPERATION: &str = "ListDevices";
        let (client, tokens) = (self.pool().client().clone(), self.fresh_tokens().await?);
        let pages = Pages::new(OPERATION, move |wanted: Wanted| {
            let call = client
                .list_devices()
                .access_token(tokens.access_token().expose())
                .set_limit(wanted.size)
                .set_pagination_token(wanted.token);
            async move {
                let page = call.send().await.map_err(call_failed(OPERATION))?;
                Ok(DeviceDescription::page(page.devices, page.pagination_token))
            }
        });
        pages.page_size(PAGE).all().await
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

    /// Has the pool forget a device (`ForgetDevice`), and with it the store that keeps this session.
    /// If it is this session's device, the session cannot be refreshed any more (protocol.md 2.4).
    pub async fn forget_device(&self, key: &DeviceKey) -> Result<(), Error> {
        let tokens = self.fresh_tokens().await?;
        let call = self
            .pool()
            .client()
            .forget_device()
            .access_token(tokens.access_token().expose())
            .device_key(key.expose());
        let outcome = call.send().await.map_err(call_failed("ForgetDevice"));
        // The service first: a record that is gone here would leave a device there that nobody can
        // use. What it does not know is of no use here either.
        let is_gone = match &outcome {
            Ok(_) => true,
            Err(error) => error.code() == Some(&ErrorCode::ResourceNotFound),
        };
        if is_gone && let Some(kept) = self.inner.kept() {
            kept.forget_device(key.clone()).await?;
        }
        outcome.map(|_| ())
    }
}

impl DeviceDescription {
    pub(crate) fn page(devices: Option<Vec<DeviceType>>, next_token: Option<String>) -> Page<Self> {
        let devices = devices.unwrap_or_default().into_iter();
        Page {
            items: devices.filter_map(Self::from_sdk).collect(),
            next_token,
        }
    }

    /// `None` for a device without a key, which nothing could be done with.
    fn from_sdk(device: DeviceType) -> Option<Self> {
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
