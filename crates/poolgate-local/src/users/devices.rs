//! The devices of users, in pools that track them (protocol.md 2).

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use crate::core::Context;
use crate::model::{Device, DeviceConfiguration, DeviceIdentity, User, UserPool};
use crate::state::{State, Transaction};

/// The pool's settings, or the refusal of a pool that does not track devices.
pub(crate) fn require_tracking(pool: &UserPool) -> Result<DeviceConfiguration, ServiceError> {
    pool.settings.device_configuration.ok_or_else(|| {
        let message = "The user pool does not track devices: it has no device configuration.";
        ServiceError::new(ErrorCode::InvalidUserPoolConfiguration, message)
    })
}

/// The user's device with this key, or the error by which clients know to forget theirs.
pub(crate) fn require(
    state: &State,
    user: &User,
    device_key: &str,
) -> Result<Arc<Device>, ServiceError> {
    state
        .get(&Device::key_of(user, device_key))
        .ok_or_else(not_found)
}

/// Nobody has this device, or somebody else.
pub(crate) fn not_found() -> ServiceError {
    ServiceError::new(ErrorCode::ResourceNotFound, "Device does not exist.")
}

/// Names for a device that has none yet.
pub(crate) fn random_identity(context: &Context<'_>) -> DeviceIdentity {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let region = &context.settings().region;
    DeviceIdentity {
        key: format!("{region}_{}", context.random_uuid()),
        // The form of the service's own (protocol.md 2.1).
        group_key: format!("-{}", context.random_text(8, ALPHABET)),
    }
}

/// Changes whether a device can stand in for a second factor.
pub(crate) fn set_remembered(
    context: &Context<'_>,
    user: &User,
    device_key: &str,
    remembered: bool,
) -> Result<(), ServiceError> {
    context.write(|transaction| {
        let device = require(transaction.state(), user, device_key)?;
        transaction.put(Device {
            remembered,
            modified: context.now(),
            ..Device::clone(&device)
        });
        Ok(())
    })
}

/// Forgets one device.
pub(crate) fn forget(
    context: &Context<'_>,
    user: &User,
    device_key: &str,
) -> Result<(), ServiceError> {
    context.write(|transaction| {
        require(transaction.state(), user, device_key)?;
        transaction.delete::<Device>(&Device::key_of(user, device_key));
        Ok(())
    })
}

/// Forgets all devices of a user who goes.
pub(crate) fn forget_all(transaction: &mut Transaction<'_>, user: &User) {
    let prefix = Device::prefix_of(user);
    let devices = transaction.state().devices.range(&prefix, None);
    let keys: Vec<String> = devices.map(|(key, _)| key.to_owned()).collect();
    for key in keys {
        transaction.delete::<Device>(&key);
    }
}
