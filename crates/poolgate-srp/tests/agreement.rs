//! Client and server agree exactly when nothing between them was changed.

use getrandom::{SysRng, rand_core::UnwrapErr};
use poolgate_srp::{Client, Error, Identity, PublicValue, Salt, Server, Verifier};
use proptest::prelude::*;

const TIMESTAMP: &str = "Tue Feb 1 03:04:05 UTC 2000";

/// One place between the two sides where something can be changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Place {
    ClientPublicValue,
    /// B as the server keeps it.
    KeptPublicValue,
    Nowhere,
    Password,
    PoolName,
    Salt,
    SecretBlock,
    ServerPublicValue,
    Signature,
    Timestamp,
    UserId,
}

const PLACES: [Place; 11] = [
    Place::ClientPublicValue,
    Place::KeptPublicValue,
    Place::Nowhere,
    Place::Password,
    Place::PoolName,
    Place::Salt,
    Place::SecretBlock,
    Place::ServerPublicValue,
    Place::Signature,
    Place::Timestamp,
    Place::UserId,
];

/// What the sides start from, and where a byte of it is changed on its way.
#[derive(Debug)]
struct Sitting {
    pool_name: String,
    user_id: String,
    password: Vec<u8>,
    salt: String,
    secret_block: Vec<u8>,
    /// Any number: taken modulo the length of what is changed.
    position: usize,
    /// Not 0: what the byte is changed by.
    change: u8,
}

fn sittings() -> impl Strategy<Value = Sitting> {
    (
        "[0-9A-Za-z]{1,55}",
        ".{1,128}",
        prop::collection::vec(any::<u8>(), 1..300),
        "-?[0-9a-fA-F]{1,64}",
        prop::collection::vec(any::<u8>(), 1..1500),
        any::<usize>(),
        1u8..,
    )
        .prop_map(
            |(pool_name, user_id, password, salt, secret_block, position, change)| Sitting {
                pool_name,
                user_id,
                password,
                salt,
                secret_block,
                position,
                change,
            },
        )
}

impl Sitting {
    fn change_bytes(&self, bytes: &[u8]) -> Vec<u8> {
        let mut changed = bytes.to_vec();
        let position = self.position % changed.len();
        changed[position] ^= self.change;
        changed
    }

    /// Another text of the same length, with one digit, or letter, exchanged.
    fn change_text(&self, text: &str) -> String {
        let position = self.position % text.chars().count();
        let exchange = |(at, letter)| match letter {
            _ if at != position => letter,
            '1' => '2',
            _ => '1',
        };
        text.chars().enumerate().map(exchange).collect()
    }

    fn public_value(&self, value: &PublicValue, changed: bool) -> Result<PublicValue, Error> {
        let text = value.to_hex();
        let text = if changed {
            self.change_text(&text)
        } else {
            text
        };
        PublicValue::from_hex(&text)
    }

    /// A whole sign-in with a change at `place`.
    fn sign_in(&self, place: Place) -> Result<(), Error> {
        let mut rng = UnwrapErr(SysRng);
        let identity = Identity::user(&self.pool_name, &self.user_id);
        let salt = Salt::from_hex(&self.salt)?;
        let verifier = Verifier::from_password(&identity, &self.password, &salt);
        let client = Client::start(&mut rng);
        let server = Server::start(&mut rng, &verifier);
        let a = self.public_value(client.public_value(), place == Place::ClientPublicValue)?;
        let b = self.public_value(server.public_value(), place == Place::ServerPublicValue)?;

        let (pool_name, user_id) = (
            self.change_text(&self.pool_name),
            self.change_text(&self.user_id),
        );
        let other_identity = match place {
            Place::PoolName => Identity::user(&pool_name, &self.user_id),
            Place::UserId => Identity::user(&self.pool_name, &user_id),
            _ => identity,
        };
        let password = match place {
            Place::Password => self.change_bytes(&self.password),
            _ => self.password.clone(),
        };
        let other_salt = match place {
            // One digit more in front: another number, whatever the digits are.
            Place::Salt => Salt::from_hex(&format!("1{}", self.salt.replace('-', "")))?,
            _ => salt,
        };
        let key = client.finish(&other_identity, &password, &other_salt, &b)?;
        let signature = key.claim_signature(&other_identity, &self.secret_block, TIMESTAMP);
        let signature = match place {
            Place::Signature => self.change_bytes(&signature),
            _ => signature.to_vec(),
        };

        let secret_block = match place {
            Place::SecretBlock => self.change_bytes(&self.secret_block),
            _ => self.secret_block.clone(),
        };
        let timestamp = match place {
            Place::Timestamp => self.change_text(TIMESTAMP),
            _ => TIMESTAMP.to_owned(),
        };
        let changed = place == Place::KeptPublicValue;
        let kept_b = self.public_value(server.public_value(), changed)?;
        let state = server.to_secret_bytes();
        Server::from_secret_bytes(state.as_slice(), kept_b)?
            .finish(&verifier, &a)?
            .verify_claim(&identity, &secret_block, &timestamp, &signature)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn only_an_unchanged_handshake_succeeds(sitting in sittings()) {
        for place in PLACES {
            let expected = match place {
                Place::Nowhere => Ok(()),
                _ => Err(Error::InvalidClaim),
            };
            prop_assert_eq!(sitting.sign_in(place), expected, "{:?}", place);
        }
    }

    #[test]
    fn a_verifier_knows_its_password_only(sitting in sittings()) {
        let identity = Identity::user(&sitting.pool_name, &sitting.user_id);
        let salt = Salt::from_hex(&sitting.salt).unwrap();
        let verifier = Verifier::from_password(&identity, &sitting.password, &salt);
        let kept = Verifier::from_bytes(verifier.to_bytes().as_slice()).unwrap();
        prop_assert!(kept.matches_password(&identity, &sitting.password, &salt));
        let other = sitting.change_bytes(&sitting.password);
        prop_assert!(!kept.matches_password(&identity, &other, &salt));
    }
}

#[test]
fn a_cut_or_lengthened_signature_is_refused() {
    let mut rng = UnwrapErr(SysRng);
    let identity = Identity::user("ABC", "demo");
    let salt = Salt::random(&mut rng);
    let verifier = Verifier::from_password(&identity, b"password", &salt);
    let client = Client::start(&mut rng);
    let server = Server::start(&mut rng, &verifier);
    let a = client.public_value().clone();
    let key = client
        .finish(&identity, b"password", &salt, server.public_value())
        .unwrap();
    let mut signature = key.claim_signature(&identity, b"block", TIMESTAMP).to_vec();
    signature.push(0);
    let key = server.finish(&verifier, &a).unwrap();
    for length in 0..=signature.len() {
        let accepted = key.verify_claim(&identity, b"block", TIMESTAMP, &signature[..length]);
        let expected = if length == 32 {
            Ok(())
        } else {
            Err(Error::InvalidClaim)
        };
        assert_eq!(accepted, expected, "{length}");
    }
}

#[test]
fn no_two_handshakes_share_a_public_value() {
    let mut rng = UnwrapErr(SysRng);
    let verifier = Verifier::from_password(
        &Identity::user("ABC", "demo"),
        b"password",
        &Salt::random(&mut rng),
    );
    let mut values: Vec<String> = (0..8)
        .flat_map(|_| {
            let client = Client::start(&mut rng).public_value().to_hex();
            [
                client,
                Server::start(&mut rng, &verifier).public_value().to_hex(),
            ]
        })
        .collect();
    values.sort();
    values.dedup();
    assert_eq!(values.len(), 16);
}
