//! Which device this one is.

use poolgate::{DeviceKey, Session};

use crate::failure::{Failure, Kind};
use crate::session;
use crate::user::User;

/// The key of the device that is kept here; else of the one that the session was given to.
pub(super) fn key(user: &User, session: &Session) -> Result<Option<DeviceKey>, Failure> {
    let kept =
        session::store(user.profile())?.load_device(&session::key(user.profile(), &user.name))?;
    let key = kept.map(|device| device.key);
    Ok(key.or_else(|| session.tokens().device_key().map(DeviceKey::from)))
}

/// The key that was typed, or that of this device.
pub(super) fn or_typed(
    typed: Option<&str>,
    user: &User,
    session: &Session,
) -> Result<DeviceKey, Failure> {
    if let Some(typed) = typed {
        return Ok(typed.into());
    }
    key(user, session)?.ok_or_else(|| {
        Failure::new(Kind::Other, "the pool has given this device no key").hint(format_args!(
            "Those that it knows: poolgate device list {}",
            user.profile().flags()
        ))
    })
}
