//! One RSA key that signs one kind of token.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the crypto library makes and uses keys with its own randomness only"
)]

use std::fmt;
use std::sync::OnceLock;

use aws_lc_rs::digest;
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair, ParsedPublicKey, RsaKeyPair};
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine};
use poolgate_flow::ServiceError;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::json;
use zeroize::Zeroizing;

use super::SigningAlgorithm;
use crate::error;

/// A 2048-bit RSA key (protocol.md 5.1). It is parsed when first used: a server with a thousand
/// pools starts as fast as one with none.
#[derive(Deserialize)]
#[serde(from = "Stored")]
pub(crate) struct SigningKey {
    algorithm: SigningAlgorithm,
    pkcs8: Zeroizing<Vec<u8>>,
    parsed: OnceLock<Option<Parsed>>,
}

struct Parsed {
    pair: RsaKeyPair,
    public: ParsedPublicKey,
    kid: String,
    /// The encoded header with its dot.
    header: String,
}

impl SigningKey {
    /// Generates a key, which takes about 40 ms.
    pub(crate) fn generate(algorithm: SigningAlgorithm) -> Result<Self, ServiceError> {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(error::internal)?;
        let pkcs8 = pair.as_der().map_err(error::internal)?;
        Ok(Self {
            algorithm,
            pkcs8: Zeroizing::new(pkcs8.as_ref().to_vec()),
            parsed: OnceLock::new(),
        })
    }

    /// How it signs.
    pub(crate) fn algorithm(&self) -> SigningAlgorithm {
        self.algorithm
    }

    /// The signed compact form of these claims.
    pub(crate) fn sign(&self, claims: &impl Serialize) -> Result<String, ServiceError> {
        let claims = serde_json::to_vec(claims).map_err(error::internal)?;
        let mut token = self.parsed()?.header.clone();
        BASE64_URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let signature = self.sign_bytes(token.as_bytes())?;
        token.push('.');
        BASE64_URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }

    /// The signature of this text.
    pub(crate) fn sign_bytes(&self, text: &[u8]) -> Result<Vec<u8>, ServiceError> {
        let pair = &self.parsed()?.pair;
        let mut signature = vec![0; pair.public_modulus_len()];
        let (encoding, random) = (self.algorithm.encoding(), SystemRandom::new());
        pair.sign(encoding, &random, text, &mut signature)
            .map_err(error::internal)?;
        Ok(signature)
    }

    /// The public part as an `RSAPublicKey` in DER (RFC 8017 section A.1.1).
    pub(crate) fn public_key(&self) -> Result<&[u8], ServiceError> {
        Ok(self.parsed()?.pair.public_key().as_ref())
    }

    /// Whether this key signed that text.
    pub(crate) fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        self.parsed()
            .is_ok_and(|parsed| parsed.public.verify_sig(text, signature).is_ok())
    }

    /// The key's id, which is the digest of its public part.
    pub(crate) fn kid(&self) -> Result<&str, ServiceError> {
        Ok(&self.parsed()?.kid)
    }

    /// The public part as a JWK (RFC 7517), members in the service's order.
    pub(crate) fn jwk(&self) -> Result<serde_json::Value, ServiceError> {
        let parsed = self.parsed()?;
        let public = parsed.pair.public_key();
        let number = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        Ok(json!({
            "alg": self.algorithm.name(),
            "e": number(public.exponent().big_endian_without_leading_zero()),
            "kid": parsed.kid,
            "kty": "RSA",
            "n": number(public.modulus().big_endian_without_leading_zero()),
            "use": "sig",
        }))
    }

    fn parsed(&self) -> Result<&Parsed, ServiceError> {
        self.parsed
            .get_or_init(|| Parsed::new(self.algorithm, &self.pkcs8))
            .as_ref()
            .ok_or_else(|| error::internal("the stored signing key is damaged"))
    }
}

impl Parsed {
    fn new(algorithm: SigningAlgorithm, pkcs8: &[u8]) -> Option<Self> {
        let pair = RsaKeyPair::from_pkcs8(pkcs8).ok()?;
        let public = pair.public_key().as_ref();
        let kid = BASE64_STANDARD.encode(digest::digest(&digest::SHA256, public));
        let header = BASE64_URL_SAFE_NO_PAD.encode(algorithm.header(&kid));
        let public = ParsedPublicKey::new(algorithm.verification(), public).ok()?;
        Some(Self {
            pair,
            public,
            kid,
            header: header + ".",
        })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SigningKey([redacted])")
    }
}

/// The key as it is kept.
#[derive(Deserialize)]
struct Stored {
    #[serde(default)]
    algorithm: SigningAlgorithm,
    pkcs8: String,
}

impl From<Stored> for SigningKey {
    /// Damaged text gives an empty key, which is refused when it is used.
    fn from(stored: Stored) -> Self {
        let pkcs8 = Zeroizing::new(BASE64_STANDARD.decode(stored.pkcs8).unwrap_or_default());
        Self {
            algorithm: stored.algorithm,
            pkcs8,
            parsed: OnceLock::new(),
        }
    }
}

impl Serialize for SigningKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut stored = serializer.serialize_struct("Stored", 2)?;
        stored.serialize_field("algorithm", &self.algorithm)?;
        stored.serialize_field("pkcs8", &BASE64_STANDARD.encode(&self.pkcs8))?;
        stored.end()
    }
}
