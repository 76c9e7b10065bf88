//! An authenticator in software, which can be made to lie (Web Authentication Level 3).

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD as BASE64URL, Engine};
use ciborium::{Value as Cbor, cbor};
use serde_json::{Value, json};

use super::super::harness::text;

/// One authenticator with one passkey.
pub(super) struct Authenticator {
    pub(super) id: Vec<u8>,
    key: Key,
    /// How often it has signed; one that is zero does not count.
    pub(super) count: u32,
    /// Presence and verification of the user.
    pub(super) flags: u8,
}

enum Key {
    Ecdsa(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

impl Authenticator {
    pub(super) fn new() -> Self {
        Self::with_key(Key::Ecdsa(
            EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(),
        ))
    }

    pub(super) fn with_rsa() -> Self {
        Self::with_key(Key::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap()))
    }

    fn with_key(key: Key) -> Self {
        let id = digest(&SHA256, &key.public()).as_ref().to_vec();
        Self {
            id,
            key,
            count: 0,
            flags: 0b101,
        }
    }

    /// `RegistrationResponseJSON` for these options.
    pub(super) fn create(&mut self, options: &Value, origin: &str) -> Value {
        let client_data = client_data("webauthn.create", options, origin);
        let key = self.key.cose();
        self.attest(&text(&options["rp"]["id"]), &client_data, &key)
    }

    /// The same with whatever key, for whatever relying party.
    pub(super) fn attest(&mut self, relying_party: &str, client_data: &str, key: &Cbor) -> Value {
        let mut data = self.data(relying_party, 1 << 6);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        ciborium::into_writer(key, &mut data).unwrap();
        let object = cbor!({ "fmt" => "none", "attStmt" => {}, "authData" => Cbor::Bytes(data) });
        let mut attestation = Vec::new();
        ciborium::into_writer(&object.unwrap(), &mut attestation).unwrap();
        json!({
            "id": BASE64URL.encode(&self.id), "rawId": BASE64URL.encode(&self.id),
            "type": "public-key", "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": BASE64URL.encode(client_data),
                "attestationObject": BASE64URL.encode(attestation),
                "transports": ["internal"],
            },
        })
    }

    /// `AuthenticationResponseJSON` for these options.
    pub(super) fn get(&mut self, options: &Value, origin: &str, user: &str) -> Value {
        let data = self.data(&text(&options["rpId"]), 0);
        let client_data = client_data("webauthn.get", options, origin);
        let message = [
            data.as_slice(),
            digest(&SHA256, client_data.as_bytes()).as_ref(),
        ]
        .concat();
        json!({
            "id": BASE64URL.encode(&self.id), "rawId": BASE64URL.encode(&self.id),
            "type": "public-key", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": BASE64URL.encode(client_data),
                "authenticatorData": BASE64URL.encode(data),
                "signature": BASE64URL.encode(self.key.sign(&message)),
                "userHandle": BASE64URL.encode(user),
            },
        })
    }

    fn data(&self, relying_party: &str, flags: u8) -> Vec<u8> {
        let mut data = digest(&SHA256, relying_party.as_bytes()).as_ref().to_vec();
        data.push(self.flags | flags);
        data.extend(self.count.to_be_bytes());
        data
    }
}

pub(super) fn client_data(kind: &str, options: &Value, origin: &str) -> String {
    let data = json!({
        "type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": false,
    });
    data.to_string()
}

impl Key {
    fn public(&self) -> Vec<u8> {
        match self {
            Self::Ecdsa(pair) => pair.public_key().as_ref().to_vec(),
            Self::Rsa(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    fn cose(&self) -> Cbor {
        match self {
            Self::Ecdsa(_) => {
                let point = self.public();
                cose(
                    &[(1, 2.into()), (3, (-7).into()), (-1, 1.into())],
                    &[(-2, &point[1..33]), (-3, &point[33..])],
                )
            }
            Self::Rsa(pair) => {
                let key = pair.public_key();
                cose(
                    &[(1, 3.into()), (3, (-257).into())],
                    &[
                        (-1, key.modulus().big_endian_without_leading_zero()),
                        (-2, key.exponent().big_endian_without_leading_zero()),
                    ],
                )
            }
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Ecdsa(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .unwrap();
                signature
            }
        }
    }
}

/// A COSE key with these numbers and bytes.
pub(super) fn cose(numbers: &[(i64, i64)], bytes: &[(i64, &[u8])]) -> Cbor {
    let numbers = numbers
        .iter()
        .map(|(label, value)| (Cbor::from(*label), Cbor::from(*value)));
    let bytes = bytes
        .iter()
        .map(|(label, value)| (Cbor::from(*label), Cbor::Bytes(value.to_vec())));
    Cbor::Map(numbers.chain(bytes).collect())
}
