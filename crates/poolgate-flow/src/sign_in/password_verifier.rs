//! The proof of the password: the answer to `PASSWORD_VERIFIER` (protocol.md 1.1, 1.2 and 1.4).

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use poolgate_srp::{Client, Identity, PublicValue, Salt, Timestamp};

use super::Context;
use crate::{ChallengeName, Error, Parameters, Password, Response};

/// Real blocks have about 1.5 kB; far more is nothing that a client needs to sign.
const SECRET_BLOCK_MAXIMUM: usize = 16 * 1024;

pub(super) fn prove(
    context: &Context,
    client: Client,
    password: &Password,
    response: &Response,
    now: Timestamp,
) -> Result<Parameters, Error> {
    let user_id = parameter(response, "USER_ID_FOR_SRP")?;
    let salt = Salt::from_hex(parameter(response, "SALT")?)?;
    let server = PublicValue::from_hex(parameter(response, "SRP_B")?)?;
    let block = parameter(response, "SECRET_BLOCK")?;

    let identity = Identity::user(context.app.pool_id().name(), user_id);
    let key = client.finish(&identity, password.expose().as_bytes(), &salt, &server)?;
    let timestamp = alloc::format!("{now}");
    let signature = key.claim_signature(&identity, &decode_secret_block(block)?, &timestamp);

    Ok(Parameters::new()
        .with("PASSWORD_CLAIM_SECRET_BLOCK", block)
        .with(
            "PASSWORD_CLAIM_SIGNATURE",
            &BASE64_STANDARD.encode(signature),
        )
        .with("TIMESTAMP", &timestamp))
}

fn parameter<'a>(response: &'a Response, name: &'static str) -> Result<&'a str, Error> {
    response
        .challenge_parameters
        .get(name)
        .map(alloc::string::String::as_str)
        .ok_or(Error::MissingParameter {
            challenge: ChallengeName::PasswordVerifier,
            name,
        })
}

fn decode_secret_block(block: &str) -> Result<alloc::vec::Vec<u8>, Error> {
    let invalid = |reason| Error::InvalidParameter {
        challenge: ChallengeName::PasswordVerifier,
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
