//! `USER_SRP_AUTH`: the proof of a password that is never sent (protocol.md 1).

use base64::prelude::{BASE64_STANDARD, Engine};
use poolgate_flow::ServiceError;
use poolgate_srp::{Identity, PublicValue, Salt, Server, Timestamp, Verifier};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::conclusion::{Spend, first_factor_proven};
use super::simulation::Stranger;
use super::{AuthResponse, Caller, Parameters, Side};
use crate::core::Context;
use crate::error::{self, incorrect_username_or_password, invalid_parameter, user_not_found};
use crate::model::{User, UserPool};
use crate::time::UnixTime;
use crate::users::lockout::{self, Subject};
use crate::users::{directory, password};

/// How far the client's clock may be off, in seconds. The service's tolerance is not documented
/// (protocol.md 1.2, uncertain).
const CLOCK_SKEW: u64 = 5 * 60;

/// Answers `SRP_A` with the `PASSWORD_VERIFIER` challenge; there is no session (protocol.md 1.2).
pub(super) fn challenge(
    context: &Context<'_>,
    caller: &Caller,
    username: &str,
    parameters: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let client_value = public_value(parameters.require("SRP_A")?)?;
    let party = Party::find(context, caller, username)?;
    let server = Server::start(&mut context.random(), &party.verifier);
    let block = SecretBlock {
        id: context.random_uuid().to_string(),
        pool_id: caller.app.pool.id.clone(),
        client_id: caller.app.client.id.clone(),
        side: caller.side,
        username: username.to_owned(),
        user_id_for_srp: party.user_id_for_srp.clone(),
        client_value: client_value.to_hex(),
        server_secret: *server.to_secret_bytes(),
        expires: context
            .now()
            .plus_seconds(caller.app.client.session_seconds()),
    };
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
    caller: &Caller,
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
        .filter(|block| block.belongs_to(context, caller, username))
        .ok_or_else(incorrect_username_or_password)?;
    let party = Party::find(context, caller, &block.username)?;
    let subject = Subject {
        pool_id: &block.pool_id,
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
    let proven = block.proves(&caller.app.pool, &party.verifier, &claim);
    match party.user {
        Some(user) if proven => first_factor_proven(context, caller, &user, Some(block.spend())),
        _ => {
            context.write(|transaction| {
                lockout::record_failure(transaction, subject, context.now())
            })?;
            Err(incorrect_username_or_password())
        }
    }
}

/// The one who has to prove the password, or the stranger who stands in for nobody.
struct Party {
    /// Absent for a stranger, and for a user without a password: no proof can succeed.
    user: Option<std::sync::Arc<User>>,
    sub: String,
    user_id_for_srp: String,
    salt: Salt,
    verifier: Verifier,
}

impl Party {
    fn find(context: &Context<'_>, caller: &Caller, username: &str) -> Result<Self, ServiceError> {
        let pool = &caller.app.pool;
        let user = context.read(|state| directory::find(state, pool, username));
        let Some(user) = user else {
            if caller.app.client.hides_users() {
                let stranger = Stranger::new(context, pool, username)?;
                let sub = stranger.sub.clone();
                return Ok(Self::stranger(stranger, sub));
            }
            return Err(user_not_found());
        };
        let Some(credential) = &user.credential else {
            let stranger = Stranger::new(context, pool, username)?;
            return Ok(Self::stranger(
                Stranger {
                    sub: user.sub.clone(),
                    ..stranger
                },
                user.username.clone(),
            ));
        };
        let (salt, verifier) = password::proof_parameters(credential)?;
        let (sub, user_id_for_srp) = (user.sub.clone(), user.username.clone());
        Ok(Self {
            user: Some(user),
            sub,
            user_id_for_srp,
            salt,
            verifier,
        })
    }

    fn stranger(stranger: Stranger, user_id_for_srp: String) -> Self {
        let Stranger {
            sub,
            salt,
            verifier,
        } = stranger;
        Self {
            user: None,
            sub,
            user_id_for_srp,
            salt,
            verifier,
        }
    }
}

/// What the client sent as its proof.
struct Claim<'a> {
    secret_block: &'a [u8],
    timestamp: &'a str,
    signature: &'a str,
}

/// The server's side of the proof. It travels with the client, sealed: whoever read it could sign
/// in.
#[derive(Serialize, Deserialize)]
struct SecretBlock {
    id: String,
    pool_id: String,
    client_id: String,
    side: Side,
    /// The name as it was given, by which user or stranger is found again.
    username: String,
    user_id_for_srp: String,
    /// A.
    client_value: String,
    /// b.
    server_secret: [u8; Server::SECRET_LENGTH],
    expires: UnixTime,
}

impl SecretBlock {
    fn seal(&self, context: &Context<'_>) -> Result<String, ServiceError> {
        let nonce: [u8; 12] = context.random_bytes();
        let text = serde_json::to_vec(self).map_err(error::internal)?;
        let envelope = &context.envelopes().secret_block;
        let sealed = envelope.seal(nonce, &[], text).map_err(error::internal)?;
        Ok(BASE64_STANDARD.encode([nonce.as_slice(), &sealed].concat()))
    }

    fn open(context: &Context<'_>, sealed: &[u8]) -> Option<Self> {
        let (nonce, sealed) = sealed.split_first_chunk()?;
        let text = context
            .envelopes()
            .secret_block
            .open(*nonce, &[], sealed.to_vec())?;
        serde_json::from_slice(&text).ok()
    }

    /// Whether it was given to this caller, for this user, not too long ago.
    fn belongs_to(&self, context: &Context<'_>, caller: &Caller, username: &str) -> bool {
        let pool = &caller.app.pool;
        self.pool_id == pool.id
            && self.client_id == caller.app.client.id
            && self.side == caller.side
            && context.now() < self.expires
            && self.names(context, pool, username)
    }

    /// Clients answer with `USER_ID_FOR_SRP`, or with the alias they began with.
    fn names(&self, context: &Context<'_>, pool: &UserPool, username: &str) -> bool {
        if username == self.user_id_for_srp || username == self.username {
            return true;
        }
        let user = context.read(|state| directory::find(state, pool, username));
        user.is_some_and(|user| user.username == self.user_id_for_srp)
    }

    fn spend(&self) -> Spend {
        Spend::proof(self.id.clone(), self.expires)
    }

    /// Whether the claim shows knowledge of the password behind this verifier.
    fn proves(&self, pool: &UserPool, verifier: &Verifier, claim: &Claim<'_>) -> bool {
        let check = || {
            let secret = Zeroizing::new(self.server_secret);
            let server = Server::from_secret_bytes(secret.as_slice(), verifier).ok()?;
            let key = server
                .finish(verifier, &PublicValue::from_hex(&self.client_value).ok()?)
                .ok()?;
            let identity = Identity::user(pool.srp_name(), &self.user_id_for_srp);
            let signature = BASE64_STANDARD.decode(claim.signature).ok()?;
            key.verify_claim(&identity, claim.secret_block, claim.timestamp, &signature)
                .ok()
        };
        check().is_some()
    }
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
