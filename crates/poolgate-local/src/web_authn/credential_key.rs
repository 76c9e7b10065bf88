//! The public key of a passkey (RFC 9052 section 7, RFC 9053 section 7.1, RFC 8230 section 4).

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use ciborium::Value;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::ceremony::Refusal;

/// A key of one of the two algorithms that passkeys may have (protocol.md 4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum CredentialKey {
    /// A point of P-256, uncompressed (SEC 1 section 2.3.3).
    Es256(Number),
    Rs256 {
        modulus: Number,
        exponent: Number,
    },
}

/// Bytes of a key, kept in base64url.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number(Vec<u8>);

impl CredentialKey {
    /// Reads the COSE key at the beginning of `data`.
    pub(super) fn from_cose(data: &[u8]) -> Result<Self, Refusal> {
        /// The map is flat; nothing deeper has to be read.
        const DEPTH: usize = 4;
        let malformed = Refusal::Malformed("the public key");
        let key: Value = ciborium::de::from_reader_with_recursion_limit(data, DEPTH)
            .map_err(|_| malformed.clone())?;
        let key = Cose(key.as_map().ok_or_else(|| malformed.clone())?);
        match (key.integer(Cose::KEY_TYPE), key.integer(Cose::ALGORITHM)) {
            // Elliptic curve with two coordinates, ES256, P-256.
            (Some(2), Some(-7)) if key.integer(-1) == Some(1) => key.point().ok_or(malformed),
            // RSA, RS256.
            (Some(3), Some(-257)) => key.rsa().ok_or(malformed),
            (Some(_), Some(_)) => Err(Refusal::Algorithm),
            _ => Err(malformed),
        }
    }

    /// Whether this key signed the message.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Es256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &point.0)
                .verify(message, signature)
                .is_ok(),
            Self::Rs256 { modulus, exponent } => RsaPublicKeyComponents {
                n: &modulus.0,
                e: &exponent.0,
            }
            .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            .is_ok(),
        }
    }
}

/// The map of a COSE key.
struct Cose<'k>(&'k [(Value, Value)]);

impl Cose<'_> {
    const KEY_TYPE: i64 = 1;
    const ALGORITHM: i64 = 3;

    fn get(&self, label: i64) -> Option<&Value> {
        let mut entries = self.0.iter();
        let found = entries.find(|(key, _)| integer(key) == Some(label));
        found.map(|(_, value)| value)
    }

    fn integer(&self, label: i64) -> Option<i64> {
        self.get(label).and_then(integer)
    }

    fn bytes(&self, label: i64) -> Option<&[u8]> {
        self.get(label)?.as_bytes().map(Vec::as_slice)
    }

    fn point(&self) -> Option<CredentialKey> {
        const COORDINATE: usize = 32;
        let (x, y) = (self.bytes(-2)?, self.bytes(-3)?);
        let whole = x.len() == COORDINATE && y.len() == COORDINATE;
        whole.then(|| CredentialKey::Es256(Number([&[4], x, y].concat())))
    }

    fn rsa(&self) -> Option<CredentialKey> {
        Some(CredentialKey::Rs256 {
            modulus: Number(self.bytes(-1)?.to_vec()),
            exponent: Number(self.bytes(-2)?.to_vec()),
        })
    }
}

fn integer(value: &Value) -> Option<i64> {
    value.as_integer()?.try_into().ok()
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text);
        bytes.map(Self).map_err(de::Error::custom)
    }
}
