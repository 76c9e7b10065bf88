//! Vectors of whole handshakes.
//!
//! Some of the published a have 1024 bits or 1024 bytes, where [`Client`] draws 256 bits. With
//! those, A and S are computed by a wide exponentiation in the test and all else by the crate.

use crypto_bigint::{U3072, U8192, ctutils::CtEq};
use hmac::Mac;
use zeroize::Zeroizing;

use super::*;
use crate::{
    Client, SessionKey,
    client::{premaster_base, premaster_exponent},
    group::Element,
    server, session_key,
};

#[test]
fn claim_signatures_and_keys() {
    let mut vectors = of_kind("user_srp");
    vectors.extend(of_kind("user_srp_key"));
    vectors.extend(of_kind("device_srp"));
    for vector in &vectors {
        let handshake = Handshake::read(vector);
        let a = handshake.public_value(vector);
        if let Some(expected) = vector["A_hex"].as_str() {
            assert_eq!(a.to_hex(), expected, "{}", vector["id"]);
        }
        let key = handshake.check_key(vector, &a);
        handshake.check_claim(vector, &key);
    }
}

#[test]
fn premaster_secrets() {
    for vector in of_kind("S") {
        let handshake = Handshake::read(&vector);
        let a = handshake.public_value(&vector);
        assert_eq!(a.to_hex(), text(&vector, "A_hex"));
        let u = derivation::scrambling_parameter(&a, &handshake.server).unwrap();
        let expected = Handshake::element(text(&vector["expect"], "S_hex"));
        assert_eq!(handshake.premaster_secret(&u), expected);
        // The same by the crate alone: the key is the one of the expected S.
        let client = Client::with_private_value(Zeroizing::new(u256(text(&vector, "a_hex"))));
        let key = client
            .finish(
                &handshake.identity,
                handshake.password,
                &handshake.salt,
                &handshake.server,
            )
            .unwrap();
        assert_eq!(key.bytes(), SessionKey::derive(&u, &expected).bytes());
    }
}

#[test]
fn credentials_hash() {
    let vectors = of_kind("user_srp");
    let mut checked = 0;
    for vector in vectors
        .iter()
        .filter(|vector| vector["password_hash_hex"].is_string())
    {
        let handshake = Handshake::read(vector);
        let hash = derivation::credentials_hash(&handshake.identity, handshake.password);
        assert_eq!(hash.as_slice(), bytes(text(vector, "password_hash_hex")));
        checked += 1;
    }
    assert_eq!(checked, 1);
}

#[test]
fn server_public_value() {
    for vector in of_kind("server_B") {
        let verifier = Verifier::from_bytes(&bytes(text(&vector, "verifier_hex"))).unwrap();
        let b = u256(text(&vector, "b_hex"));
        let expected = Handshake::element(text(&vector["expect"], "B_hex"));
        assert_eq!(server::public_element(&b, &verifier), expected);
    }
}

/// The inputs of one vector.
struct Handshake<'a> {
    identity: Identity<'a>,
    password: &'a [u8],
    salt: Salt,
    server: PublicValue,
    /// a modulo N - 1, which is the order of the whole group.
    exponent: U3072,
}

impl<'a> Handshake<'a> {
    fn read(vector: &'a Value) -> Self {
        let identity = match vector["pool_id"].as_str() {
            _ if vector["kind"] == "device_srp" => device(vector),
            Some(pool_id) => {
                let (_, pool_name) = pool_id.split_once('_').unwrap();
                Identity::user(pool_name, text(vector, "user_id_for_srp"))
            }
            // Where the pool ends and the user begins makes no difference.
            None => Identity::user("", text(vector, "pool_and_user_concatenated")),
        };
        let order = group::modulus().wrapping_sub(&U3072::ONE).to_nz().unwrap();
        let a = format!("{:0>2048}", text(vector, "a_hex"));
        Self {
            identity,
            password: text(vector, "password").as_bytes(),
            salt: Salt::from_hex(text(vector, "salt_hex")).unwrap(),
            server: public_value(vector, "B_hex"),
            exponent: U8192::from_be_slice(&bytes(&a)).rem_vartime(&order),
        }
    }

    fn element(digits: &str) -> Element {
        Element::new(&U3072::from_be_slice(&bytes(&format!("{digits:0>768}"))))
    }

    fn public_value(&self, vector: &Value) -> PublicValue {
        let a = text(vector, "a_hex");
        let wide = Element::new(&U3072::from_u8(2)).pow(&self.exponent);
        if a.len() <= 64 {
            let client = Client::with_private_value(Zeroizing::new(u256(a)));
            assert!(client.public_value().element().ct_eq(&wide).to_bool());
        }
        PublicValue::from_element(&wide)
    }

    /// S, by `base^a · base^(u·x)`.
    fn premaster_secret(&self, u: &U256) -> Element {
        let x = derivation::private_key(&self.identity, self.password, &self.salt);
        let base = premaster_base(&self.server, &x);
        let scrambled = group::power(&base, &*premaster_exponent(&U256::ZERO, u, &x));
        base.pow(&self.exponent).mul(&scrambled)
    }

    /// Every intermediate value that the vector has, and the key they lead to.
    fn check_key(&self, vector: &Value, a: &PublicValue) -> SessionKey {
        let expect = &vector["expect"];
        let u = derivation::scrambling_parameter(a, &self.server).unwrap();
        let x = derivation::private_key(&self.identity, self.password, &self.salt);
        let premaster_secret = self.premaster_secret(&u);
        let key = SessionKey::derive(&u, &premaster_secret);
        if let Some(expected) = expect["u_hex"].as_str() {
            assert_eq!(u, u256(expected));
        }
        if let Some(expected) = expect["x_hex"].as_str() {
            assert_eq!(*x, u256(expected));
        }
        if let Some(expected) = expect["S_hex"].as_str() {
            assert_eq!(premaster_secret, Self::element(expected));
        }
        if let Some(expected) = expect["key_hex"].as_str() {
            assert_eq!(key.bytes(), bytes(expected));
        }
        if let Some(expected) = expect["key_b64"].as_str() {
            assert_eq!(STANDARD.encode(key.bytes()), expected);
        }
        key
    }

    fn check_claim(&self, vector: &Value, key: &SessionKey) {
        self.check_claim_under_the_text_of_the_key(vector, key);
        let expected = vector["expect"]["signature_b64"]
            .as_str()
            .or_else(|| vector["signature_with_real_key_computed_here"].as_str());
        let Some(expected) = expected else {
            assert_eq!(vector["kind"], "user_srp_key", "{}", vector["id"]);
            return;
        };
        let expected = STANDARD.decode(expected).unwrap();
        let secret_block = STANDARD.decode(text(vector, "secret_block_b64")).unwrap();
        let timestamp = text(vector, "timestamp");
        let signature = key.claim_signature(&self.identity, &secret_block, timestamp);
        assert_eq!(signature.as_slice(), expected, "{}", vector["id"]);
        assert_eq!(
            key.verify_claim(&self.identity, &secret_block, timestamp, &expected),
            Ok(())
        );
    }

    /// The published M1 of amplify-android's test is keyed with the base64 text of the key: no
    /// proof that Cognito accepts, but one that the right message is signed.
    fn check_claim_under_the_text_of_the_key(&self, vector: &Value, key: &SessionKey) {
        let Some(expected) = vector["m1_with_key_being_ascii_of_key_b64"].as_str() else {
            return;
        };
        let key = STANDARD.encode(key.bytes());
        let secret_block = STANDARD.decode(text(vector, "secret_block_b64")).unwrap();
        let timestamp = text(vector, "timestamp");
        let claim = session_key::claim(key.as_bytes(), &self.identity, &secret_block, timestamp);
        let signature = claim.finalize().into_bytes();
        assert_eq!(STANDARD.encode(signature), expected);
    }
}
