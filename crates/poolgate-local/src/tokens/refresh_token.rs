//! Refresh tokens: opaque, in the shape of the service's own (protocol.md 5.5).

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::error;
use crate::model::TokenFamily;
use crate::state::Transaction;
use crate::time::UnixTime;

/// `{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}`: the first of five parts of every one.
const HEADER: &str = "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ";

/// The length of the second part, where the service has a key encrypted by RSA. Ours is random: the
/// third to fifth part are sealed under the server's own key, and bound to the first two.
const KEY_LENGTH: usize = 256;
const TAG_LENGTH: usize = 16;

/// What a refresh token says to its server.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RefreshToken {
    pub(crate) pool_id: String,
    pub(crate) client_id: String,
    pub(crate) origin_jti: String,
    /// The how manieth refresh token of its family it is.
    pub(crate) number: u32,
    pub(crate) expires: UnixTime,
}

impl RefreshToken {
    /// The token of this number in a family.
    pub(crate) fn of(family: &TokenFamily, number: u32) -> Self {
        Self {
            pool_id: family.pool_id.clone(),
            client_id: family.client_id.clone(),
            origin_jti: family.origin_jti.clone(),
            number,
            expires: family.refresh_expires,
        }
    }

    /// The token on the wire.
    pub(crate) fn seal(&self, context: &Context<'_>) -> Result<String, ServiceError> {
        let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        let bound = format!("{HEADER}.{}", encode(&context.random_bytes::<KEY_LENGTH>()));
        let nonce = context.random_bytes();
        let text = serde_json::to_vec(self).map_err(error::internal)?;
        let envelope = &context.envelopes().refresh_token;
        let sealed = envelope
            .seal(nonce, bound.as_bytes(), text)
            .map_err(error::internal)?;
        let (ciphertext, tag) = sealed.split_at(sealed.len().saturating_sub(TAG_LENGTH));
        Ok(format!(
            "{bound}.{}.{}.{}",
            encode(&nonce),
            encode(ciphertext),
            encode(tag)
        ))
    }

    /// Reads a token that this server sealed.
    pub(crate) fn open(context: &Context<'_>, token: &str) -> Option<Self> {
        let [header, key, nonce, ciphertext, tag] = parts(token)?;
        if header != HEADER {
            return None;
        }
        let decode = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).ok();
        let bound = &token[..header.len() + 1 + key.len()];
        let sealed = [decode(ciphertext)?, decode(tag)?].concat();
        let nonce = decode(nonce)?.try_into().ok()?;
        let text = context
            .envelopes()
            .refresh_token
            .open(nonce, bound.as_bytes(), sealed)?;
        serde_json::from_slice(&text).ok()
    }
}

/// Revokes every token that descends from the same sign-in.
pub(crate) fn revoke_family(
    context: &Context<'_>,
    token: &RefreshToken,
) -> Result<(), ServiceError> {
    context.write(|transaction| {
        let key = TokenFamily::key_of(&token.pool_id, &token.origin_jti);
        revoke(transaction, &key);
        Ok(())
    })
}

/// Revokes every token of the family with this key, if it is still there.
pub(crate) fn revoke(transaction: &mut Transaction<'_>, key: &str) {
    if let Some(family) = transaction.get::<TokenFamily>(key) {
        let mut family = TokenFamily::clone(&family);
        family.revoked = true;
        transaction.put(family);
    }
}

/// Whether it has the three parts of a signed JWT, as access and ID tokens have.
pub(crate) fn is_signed_token(token: &str) -> bool {
    token.split('.').count() == 3
}

fn parts(token: &str) -> Option<[&str; 5]> {
    let mut parts = token.split('.');
    let five = [
        parts.next()?,
        parts.next()?,
        parts.next()?,
        parts.next()?,
        parts.next()?,
    ];
    parts.next().is_none().then_some(five)
}
