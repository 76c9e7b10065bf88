//! The devices that a pool keeps of its users (protocol.md 2.3).

use aws_sdk_cognitoidentityprovider::types::DeviceRememberedStatusType;
use poolgate_flow::{DeviceKey, Username};

use super::Administration;
use crate::error::call_failed;
use crate::pages::{Pages, Wanted};
use crate::{DeviceDescription, Error};

impl Administration {
    /// The devices that the pool knows of a user (`AdminListDevices`).
    pub fn devices_of(&self, username: &Username) -> Pages<DeviceDescription> {
        const OPERATION: &str = "AdminListDevices";
        let (administration, username) = (self.clone(), username.clone());
        Pages::new(OPERATION, move |wanted: Wanted| {
            let call = administration
                .client()
                .admin_list_devices()
                .user_pool_id(administration.pool_id())
                .username(username.as_str())
                .set_limit(wanted.size)
                .set_pagination_token(wanted.token);
            async move {
                let page = call.send().await.map_err(call_failed(OPERATION))?;
                Ok(DeviceDescription::page(page.devices, page.pagination_token))
            }
        })
    }

    /// Has the pool take a user's device for a second factor, or no longer
    /// (`AdminUpdateDeviceStatus`).
    pub async fn remember_device(
        &self,
        username: &Username,
        key: &DeviceKey,
        remember: bool,
    ) -> Result<(), Error> {
        let status = if remember {
            DeviceRememberedStatusType::Remembered
        } else {
            DeviceRememberedStatusType::NotRemembered
        };
        self.client()
            .admin_update_device_status()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .device_key(key.expose())
            .device_remembered_status(status)
            .send()
            .await
            .map_err(call_failed("AdminUpdateDeviceStatus"))?;
        Ok(())
    }

    /// Has the pool forget a user's device (`AdminForgetDevice`).
    pub async fn forget_device(&self, username: &Username, key: &DeviceKey) -> Result<(), Error> {
        self.client()
            .admin_forget_device()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .device_key(key.expose())
            .send()
            .await
            .map_err(call_failed("AdminForgetDevice"))?;
        Ok(())
    }
}
