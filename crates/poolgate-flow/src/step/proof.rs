//! The proofs of SRP: the answers to `PASSWORD_VERIFIER` and to `DEVICE_PASSWORD_VERIFIER`
//! (protocol.md 1.1, 1.2, 1.4 and 2.2).

use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use poolgate_srp::{Client, Identity, PublicValue, Salt, Timestamp};

use super::{Expecting, Step, Waiting};
use crate::sign_in::Context;
use crate::{ChallengeName, Error, Failure, Parameters, Password, Response};

/// Real blocks have about 1.5 kB; far more is nothing that a client needs to sign.
const SECRET_BLOCK_MAXIMUM: usize = 16 * 1024;

/// Proves the user's password.
pub(super) fn of_password(
    mut context: Context,
    client: Client,
    password: &Password,
    response: Response,
    now: Timestamp,
) -> Result<Step, Failure> {
    let name = ChallengeName::PasswordVerifier;
    context.learn_user_id(&response);
    let user_id = parameter(&response, &name, "USER_ID_FOR_SRP")?;
    let identity = Identity::user(context.app.pool_id().name(), user_id);
    let secret = password.expose().as_bytes();
    let responses = prove(&identity, client, secret, &response, &name, now)?;
    let request = context.respond(name, response.session, responses);
    let (waiting, request) = Waiting::for_reply_to(request, context, Expecting::Outcome);
    Ok(Step::Send(waiting, request))
}

/// Proves the device's password.
pub(super) fn of_device(
    context: Context,
    client: Client,
    response: Response,
    now: Timestamp,
) -> Result<Step, Failure> {
    let name = match (&response.challenge_name, &context.device) {
        (Some(name @ ChallengeName::DevicePasswordVerifier), Some(_)) => name.clone(),
        (Some(other), _) => return Err(Error::UnexpectedChallenge(other.clone()).into()),
        (None, _) => return Err(Error::UnprovenSignIn.into()),
    };
    let Some(device) = &context.device else {
        return Err(Error::UnexpectedChallenge(name).into());
    };
    let secret = device.password.expose().as_bytes();
    let responses = prove(&device.identity(), client, secret, &response, &name, now)?;
    let request = context.respond(name, response.session, responses);
    let (waiting, request) = Waiting::for_reply_to(request, context, Expecting::DeviceOutcome);
    Ok(Step::Send(waiting, request))
}

fn prove(
    identity: &Identity<'_>,
    client: Client,
    secret: &[u8],
    response: &Response,
    challenge: &ChallengeName,
    now: Timestamp,
) -> Result<Parameters, Error> {
    let salt = Salt::from_hex(parameter(response, challenge, "SALT")?)?;
    let server = PublicValue::from_hex(parameter(response, challenge, "SRP_B")?)?;
    let block = parameter(response, challenge, "SECRET_BLOCK")?;

    let key = client.finish(identity, secret, &salt, &server)?;
    let timestamp = alloc::format!("{now}");
    let signature = key.claim_signature(
        identity,
        &decode_secret_block(block, challenge)?,
        &timestamp,
    );

    Ok(Parameters::new()
        .with("PASSWORD_CLAIM_SECRET_BLOCK", block)
        .with(
            "PASSWORD_CLAIM_SIGNATURE",
            &BASE64_STANDARD.encode(signature),
        )
        .with("TIMESTAMP", &timestamp))
}

fn parameter<'a>(
    response: &'a Response,
    challenge: &ChallengeName,
    name: &'static str,
) -> Result<&'a str, Error> {
    let value = response.challenge_parameters.get(name);
    value.map(String::as_str).ok_or(Error::MissingParameter {
        challenge: challenge.clone(),
        name,
    })
}

fn decode_secret_block(block: &str, challenge: &ChallengeName) -> Result<Vec<u8>, Error> {
    let invalid = |reason| Error::InvalidParameter {
        challenge: challenge.clone(),
        name: "SECRET_BLOCK",
        reason,
    };
    if block.len() > SECRET_BLOCK_MAXIMUM {
        return Err(invalid("it has more than 16 KiB"));
    }
    BASE64_STANDARD
        .decode(block)
        .map_err(|_| invalid("it is not base64"))
}
