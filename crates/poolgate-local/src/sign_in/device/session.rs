//! The session of a device's challenge, which a client may leave out.
//!
//! pycognito sends none with either answer, and signs in at the service all the same (uncertain:
//! protocol.md 2.2 has a session in both). So the server finds again where the sign-in stands, for
//! the client that has proven the password and for no other: pycognito repeats the A of that proof,
//! which only it knows.

use poolgate_flow::ServiceError;

use super::secret_block::DeviceSecretBlock;
use crate::core::Context;
use crate::model::AskedDevice;
use crate::sign_in::session::Session;
use crate::sign_in::srp::{self, Claim};
use crate::sign_in::{Entrance, Parameters};
use crate::users::directory;

/// Opens the session that was given, or else, for a device's challenge, the one that was not.
pub(in crate::sign_in) fn open_session(
    context: &Context<'_>,
    entrance: &Entrance,
    challenge: &str,
    given: Option<&str>,
    responses: &Parameters,
) -> Result<Session, ServiceError> {
    let missing = match (given, challenge) {
        (None, "DEVICE_SRP_AUTH") => asked(context, entrance, responses),
        (None, "DEVICE_PASSWORD_VERIFIER") => Claim::read(context, responses)
            .ok()
            .and_then(|claim| DeviceSecretBlock::open(context, &claim.secret_block))
            .map(|block| block.session),
        _ => None,
    };
    Session::open(context, entrance, given.or(missing.as_deref()))
}

/// Remembers the session of a device that is asked.
pub(super) fn remember(context: &Context<'_>, asked: AskedDevice) -> Result<(), ServiceError> {
    context.write(|transaction| {
        transaction.forget_expired::<AskedDevice>(context.now());
        transaction.put(asked);
        Ok(())
    })
}

fn asked(context: &Context<'_>, entrance: &Entrance, responses: &Parameters) -> Option<String> {
    let pool = &entrance.app.pool;
    let (username, device_key) = (responses.get("USERNAME")?, responses.get("DEVICE_KEY")?);
    let client_value = srp::public_value(responses.get("SRP_A")?).ok()?;
    context.read(|state| {
        let user = directory::find(state, pool, username)?;
        let client_id = &entrance.app.client.id;
        let key = AskedDevice::key_of(&pool.id, &user.sub, device_key, client_id);
        let asked = state.get::<AskedDevice>(&key)?;
        (asked.proven_by == srp::fingerprint(&client_value)).then(|| asked.session.clone())
    })
}
