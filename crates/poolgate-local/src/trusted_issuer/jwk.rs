//! One public key (RFC 7517 section 4, RFC 7518 section 6).

use std::fmt;

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RsaPublicKeyComponents,
};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde::Deserialize;
use serde_json::Value;

/// A key, parsed once for each algorithm that it may be used by.
#[derive(Clone)]
pub(super) struct Jwk {
    kid: Option<String>,
    keys: Vec<(&'static str, ParsedPublicKey)>,
}

/// As it is written.
#[derive(Deserialize)]
struct Written {
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    #[serde(flatten)]
    key: Key,
}

#[derive(Deserialize)]
#[serde(tag = "kty")]
enum Key {
    #[serde(rename = "RSA")]
    Rsa { n: String, e: String },
    #[serde(rename = "EC")]
    Ec { crv: String, x: String, y: String },
}

impl Jwk {
    /// Reads a key; nothing if it is of another kind or for another use.
    pub(super) fn parse(value: Value) -> Option<Self> {
        let written: Written = serde_json::from_value(value).ok()?;
        if written.usage.is_some_and(|usage| usage != "sig") {
            return None;
        }
        let mut keys = match &written.key {
            Key::Rsa { n, e } => rsa(n, e)?,
            Key::Ec { crv, x, y } => elliptic(crv, x, y)?,
        };
        if let Some(only) = written.alg {
            keys.retain(|(algorithm, _)| *algorithm == only);
        }
        (!keys.is_empty()).then_some(Self {
            kid: written.kid,
            keys,
        })
    }

    pub(super) fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    pub(super) fn verifies(&self, algorithm: &str, text: &[u8], signature: &[u8]) -> bool {
        self.keys
            .iter()
            .filter(|(known, _)| *known == algorithm)
            .any(|(_, key)| key.verify_sig(text, signature).is_ok())
    }
}

fn rsa(modulus: &str, exponent: &str) -> Option<Vec<(&'static str, ParsedPublicKey)>> {
    // Base64urlUInt has no leading zero octets (RFC 7518 section 2), but some issuers write one.
    let number = |text: &str| {
        let bytes = decode(text)?;
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        Some(bytes[zeros..].to_vec())
    };
    let components = RsaPublicKeyComponents {
        n: number(modulus)?,
        e: number(exponent)?,
    };
    let algorithms = [
        ("RS256", &RSA_PKCS1_2048_8192_SHA256),
        ("RS384", &RSA_PKCS1_2048_8192_SHA384),
        ("RS512", &RSA_PKCS1_2048_8192_SHA512),
    ];
    let parse = |(name, parameters)| {
        let key = components.to_parsed_public_key(parameters).ok()?;
        Some((name, key))
    };
    algorithms.into_iter().map(parse).collect()
}

fn elliptic(curve: &str, x: &str, y: &str) -> Option<Vec<(&'static str, ParsedPublicKey)>> {
    let (name, algorithm, length) = match curve {
        "P-256" => ("ES256", &ECDSA_P256_SHA256_FIXED, 32),
        "P-384" => ("ES384", &ECDSA_P384_SHA384_FIXED, 48),
        _ => return None,
    };
    let (x, y) = (decode(x)?, decode(y)?);
    if x.len() != length || y.len() != length {
        return None;
    }
    // The uncompressed form (SEC 1 section 2.3.3).
    let point = [&[4], x.as_slice(), &y].concat();
    let key = ParsedPublicKey::new(algorithm, &point).ok()?;
    Some(vec![(name, key)])
}

fn decode(text: &str) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(text).ok()
}

impl fmt::Debug for Jwk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Jwk({:?})", self.kid)
    }
}
