//! The JWS compact serialisation (RFC 7515 7.1) of a Cognito token.

use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::claims::ClaimSet;
use crate::error::{Error, Part};
use crate::header;
use crate::json::Object;

/// The longest token that is looked at, in bytes. The claims that a trigger can add are bounded
/// well below this.
const TOKEN_LIMIT: usize = 64 * 1024;

/// A token taken apart and decoded; nothing in it is trusted yet.
pub(crate) struct CompactToken<'t> {
    pub(crate) key_id: String,
    pub(crate) claims: ClaimSet,
    /// What the signature is over: header and payload as they were sent.
    pub(crate) signed: &'t [u8],
    pub(crate) signature: Vec<u8>,
}

impl<'t> CompactToken<'t> {
    pub(crate) fn parse(token: &'t str) -> Result<Self, Error> {
        let (signed, payload, header, signature) = split(token)?;
        // One buffer does for all three: allocations are a good part of what is not arithmetic.
        let mut decoded = Vec::with_capacity(payload.len().max(signature.len()));
        // The header goes first: a token with `alg: none` has no signature to decode.
        decode(header, Part::Header, &mut decoded)?;
        let key_id = header::key_id(&decoded)?;
        decode(payload, Part::Payload, &mut decoded)?;
        let claims = Object::parse(&decoded, Part::Payload)?;
        decode(signature, Part::Signature, &mut decoded)?;
        Ok(Self {
            key_id,
            claims,
            signed: signed.as_bytes(),
            signature: decoded,
        })
    }
}

/// The claims alone, of a token of any issuer and algorithm.
pub(crate) fn claims(token: &str) -> Result<ClaimSet, Error> {
    let (_, payload, ..) = split(token)?;
    let mut decoded = Vec::with_capacity(payload.len());
    decode(payload, Part::Payload, &mut decoded)?;
    Object::parse(&decoded, Part::Payload)
}

/// Into the signed text, the payload, the header and the signature.
fn split(token: &str) -> Result<(&str, &str, &str, &str), Error> {
    if token.len() > TOKEN_LIMIT {
        return Err(Error::TokenTooLong {
            actual: token.len(),
            limit: TOKEN_LIMIT,
        });
    }
    let wrong = || Error::Segments {
        actual: token.split('.').count(),
    };
    let (signed, signature) = token.rsplit_once('.').ok_or_else(wrong)?;
    let (header, payload) = signed.split_once('.').ok_or_else(wrong)?;
    if payload.contains('.') {
        return Err(wrong());
    }
    Ok((signed, payload, header, signature))
}

/// The engine refuses padding and stray bits in the last character, so each byte string has one
/// text only: a token cannot be altered without breaking its signature.
fn decode(segment: &str, part: Part, decoded: &mut Vec<u8>) -> Result<(), Error> {
    decoded.clear();
    URL_SAFE_NO_PAD
        .decode_vec(segment, decoded)
        .map_err(|_| Error::Encoding { part })
}
