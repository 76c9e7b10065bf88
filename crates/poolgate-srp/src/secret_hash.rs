//! How an app client with a secret proves that it has it.

use alloc::string::String;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::Mac;

use crate::keyed_hash::keyed;

/// `SECRET_HASH`: base64 of HMAC-SHA256 under the client secret over user name and client id
/// (protocol.md 1.3).
///
/// `username` is the very `USERNAME` of the same request: what the person typed in `InitiateAuth`,
/// `USER_ID_FOR_SRP` in the answer to the challenge, the real user name in a refresh.
///
/// ```
/// assert_eq!(
///     poolgate_srp::secret_hash("Mess", "age", "secret"),
///     "qnR8UCqJggD55PohusaBNviGoOJ67HC6Btry4qXLVZc=",
/// );
/// ```
#[must_use]
pub fn secret_hash(username: &str, client_id: &str, client_secret: &str) -> String {
    let mac = keyed(client_secret.as_bytes())
        .chain_update(username)
        .chain_update(client_id);
    STANDARD.encode(mac.finalize().into_bytes())
}
