//! A passkey of a user, and one that is being made.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};
use crate::time::UnixTime;
use crate::web_authn::CredentialKey;

/// A passkey.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct WebAuthnCredential {
    pub(crate) pool_id: String,
    pub(crate) sub: String,
    /// In base64url, as it is on the wire.
    pub(crate) id: String,
    pub(crate) key: CredentialKey,
    /// How often the authenticator has signed; zero for one that does not count.
    pub(crate) sign_count: u32,
    pub(crate) relying_party_id: String,
    pub(crate) attachment: Option<String>,
    pub(crate) transports: Vec<String>,
    pub(crate) created: UnixTime,
}

impl WebAuthnCredential {
    /// What the keys of all passkeys of a user begin with.
    pub(crate) fn prefix_of(pool_id: &str, sub: &str) -> String {
        format!("{pool_id}/{sub}/")
    }

    pub(crate) fn key_of(pool_id: &str, sub: &str, id: &str) -> String {
        Self::prefix_of(pool_id, sub) + id
    }

    /// What a passkey of a pool is found by.
    pub(crate) fn index(pool_id: &str, id: &str) -> String {
        format!("{pool_id}/{id}")
    }

    /// The id on the wire.
    pub(crate) fn encoded(id: &[u8]) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(id)
    }
}

impl Entity for WebAuthnCredential {
    const TABLE: &'static str = "web_authn_credentials";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.sub, &self.id)
    }

    /// No two users of a pool have the same (Web Authentication Level 3, section 7.1).
    fn names(&self) -> Vec<String> {
        vec![Self::index(&self.pool_id, &self.id)]
    }

    fn table(state: &State) -> &Table<Self> {
        &state.web_authn_credentials
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.web_authn_credentials
    }
}

/// A passkey that a user was asked to make; a user makes one at a time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct WebAuthnRegistration {
    pub(crate) pool_id: String,
    pub(crate) sub: String,
    /// The app client whose token asked for it.
    pub(crate) client_id: String,
    pub(crate) relying_party_id: String,
    /// In base64url.
    pub(crate) challenge: String,
    pub(crate) expires: UnixTime,
}

impl WebAuthnRegistration {
    pub(crate) fn key_of(pool_id: &str, sub: &str) -> String {
        format!("{pool_id}/{sub}")
    }
}

impl Entity for WebAuthnRegistration {
    const TABLE: &'static str = "web_authn_registrations";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.sub)
    }

    fn expires(&self) -> Option<UnixTime> {
        Some(self.expires)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.web_authn_registrations
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.web_authn_registrations
    }
}
