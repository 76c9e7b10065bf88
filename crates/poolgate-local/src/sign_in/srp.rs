//! The proof of a password that is never sent (protocol.md 1).

mod handshake;
mod secret_block;

use std::sync::Arc;

use poolgate_flow::ServiceError;
use poolgate_srp::{PublicValue, Server};

use super::attempt::Attempt;
use super::candidate::Candidate;
use super::conclusion::Proof;
use super::party::Party;
use super::session::{Session, Step, invalid};
use super::spend::Spend;
use super::{AuthResponse, Entrance, Parameters};
use crate::core::Context;
use crate::error::{incorrect_username_or_password, invalid_parameter};
use crate::users::lockout;
use secret_block::SecretBlock;

pub(super) use handshake::{Claim, Handshake, fingerprint};

/// Answers `SRP_A` with the `PASSWORD_VERIFIER` challenge.
///
/// `USER_SRP_AUTH` has no session: its `SECRET_BLOCK` carries the sign-in. A flow that has one gives
/// the step that the session stands at, and the proof is good with that session only (protocol.md
/// 1.2).
pub(super) fn challenge(
    context: &Context<'_>,
    entrance: &Entrance,
    attempt: Attempt,
    client_value: &str,
    step: Option<Step>,
) -> Result<AuthResponse, ServiceError> {
    let client_value = public_value(client_value)?;
    let candidate = Candidate::find(context, entrance, &attempt.username)?;
    let party = Party::of(context, &entrance.app.pool, &candidate, &attempt.username)?;
    let server = Server::start(&mut context.random(), &party.verifier);
    let session =
        step.map(|step| Session::new(context, entrance, attempt.clone(), &party.sub, step));
    let handshake = Handshake::new(&client_value, &server);
    let block = SecretBlock::new(
        context,
        entrance,
        attempt,
        session.as_ref(),
        &party,
        handshake,
    );
    let parameters = [
        ("SALT", party.salt.to_hex()),
        ("SECRET_BLOCK", block.seal(context)?),
        ("SRP_B", server.public_value().to_hex()),
        ("USERNAME", party.user_id_for_srp.clone()),
        ("USER_ID_FOR_SRP", party.user_id_for_srp),
    ];
    let session = session.map(|session| session.seal(context)).transpose()?;
    Ok(AuthResponse::challenge(
        "PASSWORD_VERIFIER",
        session,
        parameters,
    ))
}

/// Checks the answer to `PASSWORD_VERIFIER`.
pub(super) fn prove(
    context: &Context<'_>,
    entrance: &Entrance,
    session: Option<&str>,
    responses: &Parameters,
) -> Result<Proof, ServiceError> {
    let claim = Claim::read(context, responses)?;
    let username = responses.require("USERNAME")?;
    let block = SecretBlock::open(context, &claim.secret_block)
        .filter(|block| block.belongs_to(context, entrance, username))
        .ok_or_else(incorrect_username_or_password)?;
    let spend = spend(context, entrance, &block, session)?;
    let (pool, begun) = (&entrance.app.pool, &block.attempt.username);
    let candidate = Candidate::find(context, entrance, begun)?;
    let party = Party::of(context, pool, &candidate, begun)?;
    let subject = party.subject(pool);
    context.read(|state| {
        lockout::guard(state, subject, context.now())?;
        spend.guard(state)
    })?;
    let proven = block.proves(pool, &party, &claim);
    if let (true, Some(user)) = (proven, &party.user) {
        let fingerprint = block.fingerprint();
        return Ok(Proof {
            user: Arc::clone(user),
            attempt: block.attempt.after(responses).proven_by(fingerprint),
            spend: Some(spend),
        });
    }
    context.write(|transaction| lockout::record_failure(transaction, subject, context.now()))?;
    Err(incorrect_username_or_password())
}

/// What a success uses up: the proof, or the session that it belongs to, which must be there.
fn spend(
    context: &Context<'_>,
    entrance: &Entrance,
    block: &SecretBlock,
    session: Option<&str>,
) -> Result<Spend, ServiceError> {
    let Some(id) = &block.session_id else {
        return Ok(block.spend());
    };
    let session = Session::open(context, entrance, session)?;
    if session.id() == id {
        Ok(session.spend())
    } else {
        Err(invalid())
    }
}

/// A, refused as the service does: its validation message names the member `a` (protocol.md 0).
pub(super) fn public_value(text: &str) -> Result<PublicValue, ServiceError> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(invalid_parameter(format!(
            "1 validation error detected: Value '{text}' at 'a' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: ^[0-9a-fA-F]+$"
        )));
    }
    // Zero modulo N, with which no password is needed, or a number longer than any client's.
    PublicValue::from_hex(text).map_err(|error| invalid_parameter(format!("SRP_A: {error}")))
}
