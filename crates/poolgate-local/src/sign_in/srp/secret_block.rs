//! `SECRET_BLOCK`: the server's side of the proof, on its way through the client (protocol.md 1.2).

use base64::prelude::{BASE64_STANDARD, Engine};
use poolgate_flow::ServiceError;
use poolgate_srp::{Identity, PublicValue, Server};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::core::Context;
use crate::model::UserPool;
use crate::sign_in::attempt::Attempt;
use crate::sign_in::party::Party;
use crate::sign_in::session::Session;
use crate::sign_in::spend::Spend;
use crate::sign_in::{Entrance, Side};
use crate::time::UnixTime;
use crate::users::directory;

/// The server's side of the proof. It travels with the client, sealed: whoever read it could sign
/// in.
#[derive(Serialize, Deserialize)]
pub(super) struct SecretBlock {
    id: String,
    pool_id: String,
    client_id: String,
    side: Side,
    /// The sign-in; by its name user or stranger is found again.
    pub(super) attempt: Attempt,
    /// The session that must come back with the proof, in the flows that have one.
    pub(super) session_id: Option<String>,
    user_id_for_srp: String,
    /// A.
    client_value: String,
    /// B, which would cost a power to compute anew.
    server_value: String,
    /// b.
    server_secret: [u8; Server::SECRET_LENGTH],
    expires: UnixTime,
}

impl SecretBlock {
    pub(super) fn new(
        context: &Context<'_>,
        entrance: &Entrance,
        attempt: Attempt,
        session: Option<&Session>,
        party: &Party,
        (client_value, server): (&PublicValue, &Server),
    ) -> Self {
        Self {
            id: context.random_uuid().to_string(),
            pool_id: entrance.app.pool.id.clone(),
            client_id: entrance.app.client.id.clone(),
            side: entrance.side,
            attempt,
            session_id: session.map(|session| session.id().to_owned()),
            user_id_for_srp: party.user_id_for_srp.clone(),
            client_value: client_value.to_hex(),
            server_value: server.public_value().to_hex(),
            server_secret: *server.to_secret_bytes(),
            expires: context
                .now()
                .plus_seconds(entrance.app.client.session_seconds()),
        }
    }

    pub(super) fn seal(&self, context: &Context<'_>) -> Result<String, ServiceError> {
        let envelope = &context.envelopes().secret_block;
        Ok(BASE64_STANDARD.encode(envelope.seal_record(context.random_bytes(), self)?))
    }

    pub(super) fn open(context: &Context<'_>, sealed: &[u8]) -> Option<Self> {
        context.envelopes().secret_block.open_record(sealed)
    }

    /// Whether it was given at this entrance, for this user, not too long ago; where there is a
    /// session, its end counts, which has words of its own.
    pub(super) fn belongs_to(
        &self,
        context: &Context<'_>,
        entrance: &Entrance,
        username: &str,
    ) -> bool {
        let pool = &entrance.app.pool;
        self.pool_id == pool.id
            && self.client_id == entrance.app.client.id
            && self.side == entrance.side
            && (self.session_id.is_some() || context.now() < self.expires)
            && self.names(context, pool, username)
    }

    /// Clients answer with `USER_ID_FOR_SRP`, or with the alias they began with.
    fn names(&self, context: &Context<'_>, pool: &UserPool, username: &str) -> bool {
        if username == self.user_id_for_srp || username == self.attempt.username {
            return true;
        }
        let user = context.read(|state| directory::find(state, pool, username));
        user.is_some_and(|user| user.username == self.user_id_for_srp)
    }

    pub(super) fn spend(&self) -> Spend {
        Spend::proof(self.id.clone(), self.expires)
    }

    /// Whether the claim shows knowledge of the party's password.
    pub(super) fn proves(&self, pool: &UserPool, party: &Party, claim: &Claim<'_>) -> bool {
        let check = || {
            let secret = Zeroizing::new(self.server_secret);
            let server_value = PublicValue::from_hex(&self.server_value).ok()?;
            let server = Server::from_secret_bytes(secret.as_slice(), server_value).ok()?;
            let client_value = PublicValue::from_hex(&self.client_value).ok()?;
            let key = server.finish(&party.verifier, &client_value).ok()?;
            let identity = Identity::user(pool.srp_name(), &self.user_id_for_srp);
            let signature = BASE64_STANDARD.decode(claim.signature).ok()?;
            key.verify_claim(&identity, claim.secret_block, claim.timestamp, &signature)
                .ok()
        };
        // Meanwhile the name may have become another user's.
        check().is_some() && party.user_id_for_srp == self.user_id_for_srp
    }
}

/// What the client sent as its proof.
pub(super) struct Claim<'a> {
    /// Decoded, as it is signed.
    pub(super) secret_block: &'a [u8],
    pub(super) timestamp: &'a str,
    pub(super) signature: &'a str,
}
