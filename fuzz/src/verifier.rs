//! Tokens, as the token crate verifies them.

use std::cell::OnceCell;

use poolgate_token::{KeySet, TokenVerifier, dangerous_unverified_claims};
use serde_json::Value;

use crate::server::text;

/// A pool's public keys, and two tokens that were signed with keys nobody has any more.
const FIXTURE: &str = include_str!("fixtures/pool.json");

thread_local! {
    static GENUINE: OnceCell<Genuine> = const { OnceCell::new() };
}

/// What is genuine, and when it was good.
pub(crate) struct Genuine {
    pub(crate) verifier: TokenVerifier,
    pub(crate) access_token: String,
    pub(crate) now: i64,
    id_token: String,
    keys: KeySet,
}

/// Verifies a token, of which `@ACCESS@` and `@ID@` stand for genuine ones.
///
/// # Panics
///
/// If anything but a genuine token is verified, or a genuine one is not.
pub fn verifier(input: &[u8]) {
    if let Ok(input) = std::str::from_utf8(input) {
        with_genuine(|genuine| genuine.verify(input));
    }
}

/// Lends what is genuine.
pub(crate) fn with_genuine(look: impl FnOnce(&Genuine)) {
    GENUINE.with(|genuine| look(genuine.get_or_init(Genuine::new)));
}

impl Genuine {
    fn new() -> Self {
        let fixture: Value = serde_json::from_str(FIXTURE).expect("a sound fixture");
        let pool_id = text(&fixture["poolId"]);
        let verifier = TokenVerifier::builder()
            .user_pool("us-east-1", &pool_id)
            .expect("a sound pool id")
            .app_client(text(&fixture["clientId"]))
            .build();
        Self {
            verifier,
            access_token: text(&fixture["accessToken"]),
            now: fixture["now"].as_i64().expect("a time"),
            id_token: text(&fixture["idToken"]),
            keys: KeySet::from_json(fixture["keySet"].to_string()).expect("a sound key set"),
        }
    }

    fn verify(&self, input: &str) {
        let token = input
            .replace("@ACCESS@", &self.access_token)
            .replace("@ID@", &self.id_token);
        let as_access = self
            .verifier
            .verify_access_token(&token, &self.keys, self.now);
        assert_eq!(
            as_access.is_ok(),
            token == self.access_token,
            "as access token"
        );
        let as_id = self.verifier.verify_id_token(&token, &self.keys, self.now);
        assert_eq!(as_id.is_ok(), token == self.id_token, "as ID token");
        if let Ok(claims) = dangerous_unverified_claims(&token) {
            let _ = claims.expires_at();
        }
    }
}
