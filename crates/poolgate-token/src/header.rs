//! The JOSE header of a Cognito token: `{"kid":"…","alg":"RS256"}` (protocol.md 5.1).

use alloc::borrow::Cow;
use alloc::string::String;

use serde_json::{Map, Value};

use crate::error::{Error, Part};
use crate::json::{Members, Object};

/// The parameters of the header that are looked at.
///
/// Those that would bring a key along (`jwk`, `jku`, `x5c`) are not: keys come from the issuer's
/// key set only (RFC 8725 3.10).
#[derive(Default)]
struct Header {
    alg: Option<Value>,
    kid: Option<Value>,
    other: Map<String, Value>,
}

/// Checks the header and gives the id of the key.
pub(crate) fn key_id(header: &[u8]) -> Result<String, Error> {
    let header: Header = Object::parse(header, Part::Header)?;
    match header.alg {
        Some(Value::String(algorithm)) if algorithm == "RS256" => {}
        Some(Value::String(actual)) => {
            return Err(Error::Algorithm {
                actual: Some(actual),
            });
        }
        _ => return Err(Error::Algorithm { actual: None }),
    }
    if header.other.contains_key("crit") {
        return Err(Error::CriticalHeader);
    }
    match header.kid {
        Some(Value::String(key_id)) => Ok(key_id),
        _ => Err(Error::KeyIdMissing),
    }
}

impl Members for Header {
    fn contains(&self, name: &str) -> bool {
        match name {
            "alg" => self.alg.is_some(),
            "kid" => self.kid.is_some(),
            _ => self.other.contains_key(name),
        }
    }

    fn insert(&mut self, name: Cow<'_, str>, value: Value) {
        match &*name {
            "alg" => self.alg = Some(value),
            "kid" => self.kid = Some(value),
            _ => {
                self.other.insert(name.into_owned(), value);
            }
        }
    }
}
