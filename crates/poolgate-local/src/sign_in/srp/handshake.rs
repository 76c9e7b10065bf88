//! A proof under way: what the server puts aside, and what the client claims.

use aws_lc_rs::digest::{SHA256, digest};
use base64::prelude::{BASE64_STANDARD, Engine};
use poolgate_flow::ServiceError;
use poolgate_srp::{Identity, PublicValue, Server, Timestamp, Verifier};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::core::Context;
use crate::error::{incorrect_username_or_password, invalid_parameter};
use crate::sign_in::Parameters;

/// How far the client's clock may be off, in seconds. The service's tolerance is not documented
/// (protocol.md 1.2, uncertain).
const CLOCK_SKEW: u64 = 5 * 60;

/// The server's side, which leaves with the challenge. Whoever read it could sign in.
#[derive(Serialize, Deserialize)]
pub(in crate::sign_in) struct Handshake {
    /// A.
    client_value: String,
    /// B, which would cost a power to compute anew.
    server_value: String,
    /// b.
    server_secret: [u8; Server::SECRET_LENGTH],
}

impl Handshake {
    pub(in crate::sign_in) fn new(client_value: &PublicValue, server: &Server) -> Self {
        Self {
            client_value: client_value.to_hex(),
            server_value: server.public_value().to_hex(),
            server_secret: *server.to_secret_bytes(),
        }
    }

    /// What tells the client that began this from any other.
    pub(in crate::sign_in) fn fingerprint(&self) -> String {
        hash(&self.client_value)
    }

    /// Whether the claim shows knowledge of the password behind the verifier.
    pub(in crate::sign_in) fn is_proven(
        &self,
        identity: &Identity<'_>,
        verifier: &Verifier,
        claim: &Claim<'_>,
    ) -> bool {
        let check = || {
            let secret = Zeroizing::new(self.server_secret);
            let server_value = PublicValue::from_hex(&self.server_value).ok()?;
            let server = Server::from_secret_bytes(secret.as_slice(), server_value).ok()?;
            let client_value = PublicValue::from_hex(&self.client_value).ok()?;
            let key = server.finish(verifier, &client_value).ok()?;
            let signature = BASE64_STANDARD.decode(claim.signature).ok()?;
            key.verify_claim(identity, &claim.secret_block, claim.timestamp, &signature)
                .ok()
        };
        check().is_some()
    }
}

/// The fingerprint of whoever sends this A, which nobody else knows.
pub(in crate::sign_in) fn fingerprint(client_value: &PublicValue) -> String {
    hash(&client_value.to_hex())
}

/// Short, since it travels in a session, which has a bound.
fn hash(client_value: &str) -> String {
    BASE64_STANDARD.encode(digest(&SHA256, client_value.as_bytes()))
}

/// What the client sent as its proof.
pub(in crate::sign_in) struct Claim<'a> {
    /// Decoded, as it is signed.
    pub(in crate::sign_in) secret_block: Vec<u8>,
    timestamp: &'a str,
    signature: &'a str,
}

impl<'a> Claim<'a> {
    /// Reads it from an answer, which must not be old.
    pub(in crate::sign_in) fn read(
        context: &Context<'_>,
        responses: &'a Parameters,
    ) -> Result<Self, ServiceError> {
        let secret_block = responses.require("PASSWORD_CLAIM_SECRET_BLOCK")?;
        let signature = responses.require("PASSWORD_CLAIM_SIGNATURE")?;
        let timestamp = responses.require("TIMESTAMP")?;
        require_current(context, timestamp)?;
        let secret_block = BASE64_STANDARD
            .decode(secret_block)
            .map_err(|_| incorrect_username_or_password())?;
        Ok(Self {
            secret_block,
            timestamp,
            signature,
        })
    }
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
