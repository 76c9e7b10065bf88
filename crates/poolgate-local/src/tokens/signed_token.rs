//! A compact JWT (RFC 7519 section 3), taken apart and not yet believed.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::SigningKey;

/// A token whose signature is still to be checked.
pub(crate) struct SignedToken<'a> {
    header: Header,
    claims: Vec<u8>,
    /// Header and claims as they were signed.
    signed: &'a str,
    signature: Vec<u8>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: String,
}

impl<'a> SignedToken<'a> {
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let decode = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).ok();
        Some(Self {
            header: serde_json::from_slice(&decode(header)?).ok()?,
            claims: decode(claims)?,
            signed,
            signature: decode(signature)?,
        })
    }

    /// What it claims, if it claims it in this form.
    pub(crate) fn claims<C: DeserializeOwned>(&self) -> Option<C> {
        serde_json::from_slice(&self.claims).ok()
    }

    /// Whether it names this key.
    pub(crate) fn names(&self, key: &SigningKey) -> bool {
        self.header.alg == key.algorithm().name()
            && key.kid().is_ok_and(|kid| kid == self.header.kid)
    }

    /// Whether it names this key and is signed by it.
    pub(crate) fn is_signed_by(&self, key: &SigningKey) -> bool {
        self.names(key) && key.verifies(self.signed.as_bytes(), &self.signature)
    }
}
