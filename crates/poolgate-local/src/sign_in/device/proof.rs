//! The device's proof: the same protocol as a user's, with the device's own password.

use std::sync::Arc;

use poolgate_flow::ServiceError;
use poolgate_srp::{Identity, Server};

use super::secret_block::DeviceSecretBlock;
use crate::core::Context;
use crate::error::incorrect_username_or_password;
use crate::model::{Device, User};
use crate::sign_in::conclusion::{settle, sign_in};
use crate::sign_in::session::{Session, Step, invalid};
use crate::sign_in::srp::{self, Claim, Handshake};
use crate::sign_in::{AuthResponse, Entrance, Parameters};
use crate::state::State;
use crate::users::lockout::{self, Subject};
use crate::users::{devices, password};

/// Answers the `SRP_A` of `DEVICE_SRP_AUTH` with `DEVICE_PASSWORD_VERIFIER`.
pub(in crate::sign_in) fn answer_introduction(
    context: &Context<'_>,
    entrance: &Entrance,
    session: &Session,
    user: &Arc<User>,
    responses: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let client_value = srp::public_value(responses.require("SRP_A")?)?;
    let device_key = device_key(session, responses)?;
    let device = context.read(|state| remembered(state, user, device_key))?;
    let (salt, verifier) = password::proof_parameters(&device.credential)?;
    let server = Server::start(&mut context.random(), &verifier);
    let step = Step::DevicePasswordVerifier {
        device_key: device_key.to_owned(),
    };
    let next = Session::new(context, entrance, session.attempt.clone(), &user.sub, step);
    let sealed = next.seal(context)?;
    let block = DeviceSecretBlock {
        session_id: next.id().to_owned(),
        session: sealed.clone(),
        handshake: Handshake::new(&client_value, &server),
    };
    context.write(|transaction| session.spend().commit(transaction, context.now()))?;
    let parameters = [
        ("DEVICE_KEY", device_key.to_owned()),
        ("SALT", salt.to_hex()),
        ("SECRET_BLOCK", block.seal(context)?),
        ("SRP_B", server.public_value().to_hex()),
        ("USERNAME", user.username.clone()),
    ];
    let name = next.step.challenge_name();
    Ok(AuthResponse::challenge(name, Some(sealed), parameters))
}

/// Checks the answer to `DEVICE_PASSWORD_VERIFIER`.
pub(in crate::sign_in) fn answer_proof(
    context: &Context<'_>,
    entrance: &Entrance,
    session: &Session,
    user: &Arc<User>,
    responses: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let claim = Claim::read(context, responses)?;
    let device_key = device_key(session, responses)?;
    let subject = Subject::of(user);
    let device = context.read(|state| {
        lockout::guard(state, subject, context.now())?;
        remembered(state, user, device_key)
    })?;
    if !is_proof(context, session, &device, &claim)? {
        context
            .write(|transaction| lockout::record_failure(transaction, subject, context.now()))?;
        return Err(incorrect_username_or_password());
    }
    sign_in(context, entrance, session, |transaction| {
        let user = settle(context, transaction, user, Some(session.spend()))?;
        let device = remembered(transaction.state(), &user, device_key)?;
        transaction.put(Device {
            authenticated: context.now(),
            ..Device::clone(&device)
        });
        Ok(user)
    })
}

/// The device that the session is about, if the answer names it too.
fn device_key<'s>(session: &'s Session, responses: &Parameters) -> Result<&'s str, ServiceError> {
    let named = responses.require("DEVICE_KEY")?;
    match &session.step {
        Step::DeviceSrpAuth { device_key } | Step::DevicePasswordVerifier { device_key }
            if device_key == named =>
        {
            Ok(device_key)
        }
        _ => Err(invalid()),
    }
}

/// The device, unless it was forgotten since it was asked.
fn remembered(state: &State, user: &User, device_key: &str) -> Result<Arc<Device>, ServiceError> {
    let device = devices::require(state, user, device_key)?;
    if device.remembered {
        Ok(device)
    } else {
        Err(devices::not_found())
    }
}

/// Whether the claim shows knowledge of the device's password, in this session.
fn is_proof(
    context: &Context<'_>,
    session: &Session,
    device: &Device,
    claim: &Claim<'_>,
) -> Result<bool, ServiceError> {
    let (_, verifier) = password::proof_parameters(&device.credential)?;
    let identity = Identity::device(&device.identity.group_key, &device.identity.key);
    let block = DeviceSecretBlock::open(context, &claim.secret_block)
        .filter(|block| block.session_id == session.id());
    Ok(block.is_some_and(|block| block.handshake.is_proven(&identity, &verifier, claim)))
}
