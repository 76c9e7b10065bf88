//! `SECRET_BLOCK`: the server's side of the proof, on its way through the client (protocol.md 1.2).

use base64::prelude::{BASE64_STANDARD, Engine};
use poolgate_flow::ServiceError;
use poolgate_srp::Identity;
use serde::{Deserialize, Serialize};

use super::handshake::{Claim, Handshake};
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
    handshake: Handshake,
    expires: UnixTime,
}

impl SecretBlock {
    pub(super) fn new(
        context: &Context<'_>,
        entrance: &Entrance,
        attempt: Attempt,
        session: Option<&Session>,
        party: &Party,
        handshake: Handshake,
    ) -> Self {
        Self {
            id: context.random_uuid().to_string(),
            pool_id: entrance.app.pool.id.clone(),
            client_id: entrance.app.client.id.clone(),
            side: entrance.side,
            attempt,
            session_id: session.map(|session| session.id().to_owned()),
            user_id_for_srp: party.user_id_for_srp.clone(),
            handshake,
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

    /// What tells the client that began the proof from any other.
    pub(super) fn fingerprint(&self) -> String {
        self.handshake.fingerprint()
    }

    /// Whether the claim shows knowledge of the party's password.
    pub(super) fn proves(&self, pool: &UserPool, party: &Party, claim: &Claim<'_>) -> bool {
        let identity = Identity::user(pool.srp_name(), &self.user_id_for_srp);
        let proven = self.handshake.is_proven(&identity, &party.verifier, claim);
        // Meanwhile the name may have become another user's.
        proven && party.user_id_for_srp == self.user_id_for_srp
    }
}
