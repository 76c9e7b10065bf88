//! A compact JWT (RFC 7519 section 3), taken apart and not yet believed.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::SigningKey;
use crate::trusted_issuer::KeySet;

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
    kid: Option<String>,
    /// Extensions that must be understood (RFC 7515 section 4.1.11): none is.
    crit: Option<IgnoredAny>,
}

impl<'a> SignedToken<'a> {
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let decode = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).ok();
        let header: Header = serde_json::from_slice(&decode(header)?).ok()?;
        if header.crit.is_some() {
            return None;
        }
        Some(Self {
            header,
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
            && key
                .kid()
                .is_ok_and(|kid| Some(kid) == self.header.kid.as_deref())
    }

    /// Whether it names this key and is signed by it.
    pub(crate) fn is_signed_by(&self, key: &SigningKey) -> bool {
        self.names(key) && key.verifies(self.signed.as_bytes(), &self.signature)
    }

    /// Whether one of an issuer's keys signed it.
    pub(crate) fn is_signed_by_one_of(&self, keys: &KeySet) -> bool {
        let Header { alg, kid, .. } = &self.header;
        let text = self.signed.as_bytes();
        keys.verifies(alg, kid.as_deref(), text, &self.signature)
    }
}
