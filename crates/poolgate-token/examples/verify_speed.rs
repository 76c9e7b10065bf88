//! How fast tokens are verified, beside the bare signature check of the same cryptography.
//!
//! Prints one line of JSON, for `cargo xtask bench`. The two take turns in short rounds, and the
//! fastest round of each counts: what else the machine does can only make a round slower.

#![allow(clippy::unwrap_used, reason = "a benchmark has nobody to report to")]
#![allow(clippy::disallowed_methods, reason = "it measures time")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use poolgate_token::{BACKEND, KeySet, TokenVerifier};
use serde_json::json;

const ROUNDS: usize = 1000;
const CALLS_PER_ROUND: u32 = 50;
const NOW: i64 = 1_700_000_060;

fn main() {
    let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let token = access_token(&pair);
    let keys = key_set(&pair);
    let verifier = TokenVerifier::builder()
        .user_pool("eu-west-1", "eu-west-1_ExamplE01")
        .unwrap()
        .app_client("1example23456789")
        .build();
    let raw = raw::Verification::new(&pair, &token);

    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(per_call(|| {
            black_box(
                verifier
                    .verify_access_token(black_box(&token), &keys, NOW)
                    .unwrap(),
            );
        }));
        bare.push(per_call(|| raw.run()));
    }
    let (ours, bare) = (fastest(&ours), fastest(&bare));
    let report = json!({
        "benchmark": "verify_access_token",
        "backend": BACKEND,
        "token_bytes": token.len(),
        "verify_microseconds": ours * 1e6,
        "raw_microseconds": bare * 1e6,
        "verify_per_second": 1.0 / ours,
        "raw_per_second": 1.0 / bare,
        "ratio": ours / bare,
    });
    println!("{report}");
}

/// Seconds for one call, of one round.
fn per_call(mut call: impl FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..CALLS_PER_ROUND {
        call();
    }
    Duration::as_secs_f64(&start.elapsed()) / f64::from(CALLS_PER_ROUND)
}

fn fastest(seconds: &[f64]) -> f64 {
    seconds.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The access token of an API sign-in of a user in two groups, as Cognito issues it.
fn access_token(pair: &KeyPair) -> String {
    let claims = json!({
        "sub": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        "cognito:groups": ["readers", "writers"],
        "iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_ExamplE01",
        "client_id": "1example23456789",
        "origin_jti": "11111111-2222-4333-8444-555555555555",
        "event_id": "66666666-7777-4888-9999-000000000000",
        "token_use": "access",
        "scope": "aws.cognito.signin.user.admin",
        "auth_time": 1_700_000_000,
        "exp": 1_700_003_600,
        "iat": 1_700_000_000,
        "jti": "12121212-3434-4565-8787-909090909090",
        "username": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
    });
    let header = json!({ "kid": "dGhlIGtleSBvZiB0aGUgYmVuY2htYXJrIHRlc3RzIQ", "alg": "RS256" });
    let encode = |text: String| URL_SAFE_NO_PAD.encode(text);
    let signed = format!(
        "{}.{}",
        encode(header.to_string()),
        encode(claims.to_string())
    );
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        signed.as_bytes(),
        &mut signature,
    )
    .unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn key_set(pair: &KeyPair) -> KeySet {
    let public = pair.public_key();
    let number = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let key = json!({
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": "dGhlIGtleSBvZiB0aGUgYmVuY2htYXJrIHRlc3RzIQ",
        "n": number(public.modulus().big_endian_without_leading_zero()),
        "e": number(public.exponent().big_endian_without_leading_zero()),
    });
    KeySet::from_json(json!({ "keys": [key] }).to_string()).unwrap()
}

/// The signature check alone, of a token taken apart beforehand.
mod raw {
    use super::{Engine, KeyPair, URL_SAFE_NO_PAD, black_box};
    use aws_lc_rs::signature::KeyPair as _;

    #[cfg(feature = "aws-lc-rs")]
    use aws_lc_rs::signature::{ParsedPublicKey as Key, RsaPublicKeyComponents};
    #[cfg(not(feature = "aws-lc-rs"))]
    use ring::signature::RsaPublicKeyComponents;
    #[cfg(not(feature = "aws-lc-rs"))]
    type Key = RsaPublicKeyComponents<Vec<u8>>;

    pub(super) struct Verification {
        key: Key,
        signed: Vec<u8>,
        signature: Vec<u8>,
    }

    impl Verification {
        pub(super) fn new(pair: &KeyPair, token: &str) -> Self {
            let (signed, signature) = token.rsplit_once('.').unwrap();
            let public = pair.public_key();
            let components = RsaPublicKeyComponents {
                n: public.modulus().big_endian_without_leading_zero().to_vec(),
                e: public.exponent().big_endian_without_leading_zero().to_vec(),
            };
            Self {
                key: parse(&components),
                signed: signed.as_bytes().to_vec(),
                signature: URL_SAFE_NO_PAD.decode(signature).unwrap(),
            }
        }

        #[cfg(feature = "aws-lc-rs")]
        pub(super) fn run(&self) {
            self.key
                .verify_sig(black_box(&self.signed), black_box(&self.signature))
                .unwrap();
        }

        #[cfg(not(feature = "aws-lc-rs"))]
        pub(super) fn run(&self) {
            let algorithm = &ring::signature::RSA_PKCS1_2048_8192_SHA256;
            self.key
                .verify(
                    algorithm,
                    black_box(&self.signed),
                    black_box(&self.signature),
                )
                .unwrap();
        }
    }

    #[cfg(feature = "aws-lc-rs")]
    fn parse(components: &RsaPublicKeyComponents<Vec<u8>>) -> Key {
        let algorithm = &aws_lc_rs::signature::RSA_PKCS1_2048_8192_SHA256;
        components.to_parsed_public_key(algorithm).unwrap()
    }

    #[cfg(not(feature = "aws-lc-rs"))]
    fn parse(components: &RsaPublicKeyComponents<Vec<u8>>) -> Key {
        components.clone()
    }
}
