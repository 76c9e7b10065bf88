//! Remembered devices in a sign-in: they stand in for the second factor (protocol.md 2.2).
//!
//! ```text
//!   password proven, DEVICE_KEY named ──► DEVICE_SRP_AUTH ──► DEVICE_PASSWORD_VERIFIER ──► tokens
//! ```

mod proof;
mod secret_block;
mod session;

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::attempt::Attempt;
use super::session::Step;
use super::{AuthResponse, Entrance, Parameters, conclusion};
use crate::app_clients::AppClient;
use crate::core::Context;
use crate::model::{AskedDevice, Device, DeviceIdentity, TokenFamily, User, UserPool};
use crate::state::State;
use crate::users::{devices, directory};

pub(super) use proof::{answer_introduction, answer_proof};
pub(super) use session::open_session;

/// Refuses a `DEVICE_KEY` that the named user has no device for. The client forgets the device and
/// sends the same again without it, so this comes before anything is used up.
pub(super) fn admit(
    context: &Context<'_>,
    entrance: &Entrance,
    username: &str,
    parameters: &Parameters,
) -> Result<(), ServiceError> {
    let pool = &entrance.app.pool;
    let Some(device_key) = parameters.get("DEVICE_KEY") else {
        return Ok(());
    };
    if pool.settings.device_configuration.is_none() {
        return Ok(());
    }
    context.read(|state| match directory::find(state, pool, username) {
        Some(user) => devices::require(state, &user, device_key).map(drop),
        // A stranger has no devices either; where users are not hidden, there is more to say.
        None if entrance.app.client.hides_users() => Err(devices::not_found()),
        None => Ok(()),
    })
}

/// The user's device that the client has named. One that was forgotten meanwhile is like none.
pub(super) fn named(
    state: &State,
    pool: &UserPool,
    attempt: &Attempt,
    user: &User,
) -> Option<Arc<Device>> {
    pool.settings.device_configuration?;
    state.get(&Device::key_of(user, attempt.device_key.as_deref()?))
}

/// Whether the device is asked instead of `second_factor`, if one would be. A device that is
/// confirmed and not remembered changes nothing (protocol.md 2.3).
///
/// Where `ChallengeRequiredOnNewDevice` is off, devices do not replace a second factor; whether
/// the device is asked in addition is not documented, and here it is not (uncertain).
pub(super) fn stands_in(
    state: &State,
    pool: &UserPool,
    attempt: &Attempt,
    user: &User,
    second_factor: bool,
) -> bool {
    let replaces = pool
        .settings
        .device_configuration
        .is_some_and(|configuration| configuration.challenge_required_on_new_device);
    let remembered = named(state, pool, attempt, user).is_some_and(|device| device.remembered);
    remembered && (replaces || !second_factor)
}

/// The device that the tokens are bound to: the one that was named, or one that is yet to be
/// confirmed.
pub(super) fn of_tokens(
    context: &Context<'_>,
    state: &State,
    pool: &UserPool,
    attempt: &Attempt,
    user: &User,
) -> Option<DeviceIdentity> {
    pool.settings.device_configuration?;
    let known = named(state, pool, attempt, user);
    Some(known.map_or_else(
        || devices::random_identity(context),
        |device| device.identity.clone(),
    ))
}

/// The device of new tokens that the client is told of, unless it is one that it named.
pub(super) fn to_be_confirmed(
    context: &Context<'_>,
    user: &User,
    family: &TokenFamily,
) -> Option<DeviceIdentity> {
    let device = family.device.as_ref()?;
    let key = Device::key_of(user, &device.key);
    let known = context.read(|state| state.get::<Device>(&key).is_some());
    (!known).then(|| device.clone())
}

/// Asks the device to prove itself.
pub(super) fn challenge(
    context: &Context<'_>,
    entrance: &Entrance,
    attempt: Attempt,
    user: &User,
) -> Result<AuthResponse, ServiceError> {
    let AppClient { pool, client } = &entrance.app;
    let device_key = attempt.device_key.clone().unwrap_or_default();
    let step = Step::DeviceSrpAuth {
        device_key: device_key.clone(),
    };
    let name = step.challenge_name();
    let proven_by = attempt.proven_by.clone();
    let session = conclusion::session(context, entrance, attempt, user, step)?;
    if let Some(proven_by) = proven_by {
        let asked = AskedDevice {
            pool_id: pool.id.clone(),
            client_id: client.id.clone(),
            sub: user.sub.clone(),
            device_key,
            proven_by,
            session: session.clone(),
            expires: context.now().plus_seconds(client.session_seconds()),
        };
        session::remember(context, asked)?;
    }
    let no_parameters: [(&str, String); 0] = [];
    Ok(AuthResponse::challenge(name, Some(session), no_parameters))
}
