//! `USER_SRP_AUTH`: the proof of a password that is never sent (protocol.md 1).

mod party;
mod secret_block;

use base64::prelude::{BASE64_STANDARD, Engine};
use poolgate_flow::ServiceError;
use poolgate_srp::{PublicValue, Server, Timestamp};

use super::conclusion::first_factor_proven;
use super::{AuthResponse, Entrance, Parameters};
use crate::core::Context;
use crate::error::{incorrect_username_or_password, invalid_parameter};
use crate::users::lockout::{self, Subject};
use party::Party;
use secret_block::{Claim, SecretBlock};

/// How far the client's clock may be off, in seconds. The service's tolerance is not documented
/// (protocol.md 1.2, uncertain).
const CLOCK_SKEW: u64 = 5 * 60;

/// Answers `SRP_A` with the `PASSWORD_VERIFIER` challenge; there is no session (protocol.md 1.2).
pub(super) fn challenge(
    context: &Context<'_>,
    entrance: &Entrance,
    username: &str,
    parameters: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let client_value = public_value(parameters.require("SRP_A")?)?;
    let party = Party::find(context, entrance, username)?;
    let server = Server::start(&mut context.random(), &party.verifier);
    let block = SecretBlock::new(context, entrance, username, &party, &client_value, &server);
    let parameters = [
        ("SALT", party.salt.to_hex()),
        ("SECRET_BLOCK", block.seal(context)?),
        ("SRP_B", server.public_value().to_hex()),
        ("USERNAME", party.user_id_for_srp.clone()),
        ("USER_ID_FOR_SRP", party.user_id_for_srp),
    ];
    Ok(AuthResponse::challenge(
        "PASSWORD_VERIFIER",
        None,
        parameters,
    ))
}

/// Checks the answer to `PASSWORD_VERIFIER` and goes on with what comes after the password.
pub(super) fn verify(
    context: &Context<'_>,
    entrance: &Entrance,
    username: &str,
    responses: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let sealed = responses.require("PASSWORD_CLAIM_SECRET_BLOCK")?;
    let signature = responses.require("PASSWORD_CLAIM_SIGNATURE")?;
    let timestamp = responses.require("TIMESTAMP")?;
    require_current(context, timestamp)?;
    let sealed = BASE64_STANDARD
        .decode(sealed)
        .map_err(|_| incorrect_username_or_password())?;
    let block = SecretBlock::open(context, &sealed)
        .filter(|block| block.belongs_to(context, entrance, username))
        .ok_or_else(incorrect_username_or_password)?;
    let party = Party::find(context, entrance, block.username())?;
    let subject = Subject {
        pool_id: &entrance.app.pool.id,
        sub: &party.sub,
    };
    context.read(|state| {
        lockout::guard(state, subject, context.now())?;
        block.spend().guard(state)
    })?;
    let claim = Claim {
        secret_block: &sealed,
        timestamp,
        signature,
    };
    let proven = block.proves(&entrance.app.pool, &party, &claim);
    if let (true, Some(user)) = (proven, &party.user) {
        return first_factor_proven(context, entrance, user, Some(block.spend()));
    }
    context.write(|transaction| lockout::record_failure(transaction, subject, context.now()))?;
    Err(incorrect_username_or_password())
}

/// A, refused as the service does: its validation message names the member `a` (protocol.md 0).
fn public_value(text: &str) -> Result<PublicValue, ServiceError> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(invalid_parameter(format!(
            "1 validation error detected: Value '{text}' at 'a' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: ^[0-9a-fA-F]+$"
        )));
    }
    // Zero modulo N, with which no password is needed, or a number longer than any client's.
    PublicValue::from_hex(text).map_err(|error| invalid_parameter(format!("SRP_A: {error}")))
}

fn require_current(context: &Context<'_>, timestamp: &str) -> Result<(), ServiceError> {
    let Ok(claimed) = timestamp.parse::<Timestamp>() else {
        return Err(invalid_parameter(
            "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.",
        ));
    };
    if claimed.unix().abs_diff(context.now().seconds()) > CLOCK_SKEW {
        return Err(incorrect_username_or_password());
    }
    Ok(())
}
