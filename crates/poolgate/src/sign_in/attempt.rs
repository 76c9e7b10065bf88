use std::sync::Arc;

use aws_sdk_cognitoidentityprovider::types::{
    DeviceRememberedStatusType, DeviceSecretVerifierConfigType,
};
use getrandom::SysRng;
use poolgate_flow::{Device, DeviceKey, NewDeviceMetadata, Tokens};
use rand_core::UnwrapErr;

use super::off_the_executor;
use crate::error::call_failed;
use crate::store::{SessionKey, StoreError, TokenStore, forget_device};
use crate::{Error, Session, TokenSet, UserPool};

/// What goes with a sign-in from its first call to its last: the pool, and what becomes of the
/// device.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) pool: UserPool,
    pub(super) device_name: String,
    pub(super) remember_device: bool,
    devices: Option<(Arc<dyn TokenStore>, SessionKey)>,
    device: Option<DeviceKey>,
}

impl Attempt {
    pub(crate) fn at(pool: UserPool) -> Self {
        Self {
            pool,
            device_name: "Poolgate".to_owned(),
            remember_device: false,
            devices: None,
            device: None,
        }
    }

    pub(super) fn keep_device_in(&mut self, store: Arc<dyn TokenStore>, user: Option<&str>) {
        self.devices = Some((store, self.pool.session_key(user)));
    }

    /// The device that is kept, from now on the one of this sign-in. A record that cannot be read is
    /// as good as none: the user is asked for the second factor, and a new one takes its place.
    pub(super) async fn load_device(&mut self) -> Result<Option<Device>, Error> {
        let Some((store, key)) = self.devices.clone() else {
            return Ok(None);
        };
        let device = match off_the_executor(move || store.load_device(&key)).await? {
            Err(error @ (StoreError::Corrupt { .. } | StoreError::OtherOwner { .. })) => {
                tracing::warn!(%error, "the remembered device is left out");
                None
            }
            device => device?,
        };
        self.device = device.as_ref().map(|device| device.key.clone());
        Ok(device)
    }

    /// Forgets the device that the service does not take.
    pub(super) async fn forget_device(&self) {
        let Some(((store, key), device)) = self.devices.clone().zip(self.device.clone()) else {
            return;
        };
        let wait = self.pool.lock_wait();
        let forget = move || forget_device(&*store, &key, wait, &device);
        let removed = off_the_executor(forget).await;
        if let Err(error) = removed.and_then(|removed| Ok(removed?)) {
            tracing::warn!(%error, "the forgotten device's record could not be removed");
        }
    }

    /// Verifies the tokens, and sees to the device that came with them.
    pub(super) async fn conclude(&self, tokens: Tokens) -> Result<Session, Error> {
        if tokens.forgotten_device.is_some() {
            self.forget_device().await;
        }
        let new_device = tokens.new_device.clone();
        let tokens = self.pool.verify(tokens.into(), None).await?;
        if let Some(named) = new_device {
            // The user is signed in: a device that cannot be confirmed takes nothing away but the
            // refresh, for which the service wants it confirmed (protocol.md 2.4).
            if let Err(error) = self.confirm(named, &tokens).await {
                tracing::warn!(%error, "the new device is not confirmed");
            }
        }
        Ok(self.pool.begin(tokens))
    }

    async fn confirm(&self, named: NewDeviceMetadata, tokens: &TokenSet) -> Result<(), Error> {
        let register = move || Device::register(named, &mut UnwrapErr(SysRng));
        let (device, verifier) = off_the_executor(register).await?;
        let verifier = DeviceSecretVerifierConfigType::builder()
            .password_verifier(verifier.password_verifier)
            .salt(verifier.salt)
            .build();
        let call = self
            .pool
            .client()
            .confirm_device()
            .access_token(tokens.access_token().expose())
            .device_key(device.key.expose())
            .device_name(&self.device_name)
            .device_secret_verifier_config(verifier);
        let confirmed = call.send().await.map_err(call_failed("ConfirmDevice"))?;
        if confirmed.user_confirmation_necessary && self.remember_device {
            self.remember(&device, tokens).await?;
        }
        let Some((store, key)) = self.devices.clone() else {
            return Ok(());
        };
        let wait = self.pool.lock_wait();
        Ok(off_the_executor(move || store.lock(&key, wait)?.save_device(&device)).await??)
    }

    async fn remember(&self, device: &Device, tokens: &TokenSet) -> Result<(), Error> {
        self.pool
            .client()
            .update_device_status()
            .access_token(tokens.access_token().expose())
            .device_key(device.key.expose())
            .device_remembered_status(DeviceRememberedStatusType::Remembered)
            .send()
            .await
            .map_err(call_failed("UpdateDeviceStatus"))?;
        Ok(())
    }
}
