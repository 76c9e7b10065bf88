//! Amazon Cognito's SRP-6a: prove to a user pool that one knows a password without sending it,
//! and check such a proof as the service does.
//!
//! Cognito calls it `USER_SRP_AUTH`. It is the protocol of [RFC 5054] with a group, a padding, a
//! key derivation and a proof of its own, so a general SRP library cannot speak it. This crate has
//! both sides: [`Client`] for whoever signs in, [`Verifier`] and [`Server`] for an emulator of the
//! service.
//!
//! # What it is not
//!
//! It sends nothing and knows no JSON: the *names* of parameters below are Cognito's, moving them
//! is the caller's work. It reads no clock and draws no randomness of its own: both are arguments.
//! It needs `alloc`, not `std`.
//!
//! # The handshake
//!
//! | client | wire | server |
//! |---|---|---|
//! | | | keeps per user: salt, [`Verifier`] v = g^x |
//! | [`Client::start`]: a random, A = g^a | `USERNAME`, `SRP_A` → | |
//! | | ← `USER_ID_FOR_SRP`, `SALT`, `SRP_B`, `SECRET_BLOCK` | [`Server::start`]: b random, B = k·v + g^b |
//! | [`Client::finish`]: u = H(A, B), S = (B − k·g^x)^(a + u·x) | | |
//! | [`SessionKey::claim_signature`] | `PASSWORD_CLAIM_SIGNATURE`, `PASSWORD_CLAIM_SECRET_BLOCK`, `TIMESTAMP` → | |
//! | | | [`Server::finish`]: u = H(A, B), S = (A·v^u)^b |
//! | | ← tokens, or `NotAuthorizedException` | [`SessionKey::verify_claim`] |
//!
//! | symbol | what it is |
//! |---|---|
//! | N, g | the 3072-bit safe prime of RFC 3526, and 2 |
//! | H | SHA-256 |
//! | pad | a number as the shortest big-endian two's complement bytes, Java's `BigInteger.toByteArray()` |
//! | k | the multiplier parameter, H(pad(N) ‖ pad(g)) |
//! | a, A | the client's private and public value |
//! | b, B | the server's private and public value |
//! | u | the scrambling parameter, H(pad(A) ‖ pad(B)) |
//! | x | the private key, H(pad(salt) ‖ H(pool name ‖ user id ‖ ":" ‖ password)) |
//! | v | the password verifier, g^x |
//! | S | the premaster secret |
//! | key | HKDF-SHA256(salt = pad(u), input = pad(S), info = "Caldera Derived Key"), 16 bytes |
//! | claim | HMAC-SHA256(key, pool name ‖ user id ‖ secret block ‖ timestamp) |
//!
//! # Both sides in one program
//!
//! ```
//! use getrandom::{SysRng, rand_core::UnwrapErr};
//! use poolgate_srp::{Client, Identity, PublicValue, Salt, Server, Timestamp, Verifier};
//!
//! let mut rng = UnwrapErr(SysRng);
//! // `USER_ID_FOR_SRP` of a user in the pool `us-east-1_ABC`.
//! let identity = Identity::user("ABC", "a2c2e290-6d0f-4a08-a5ca-f0162935f3a6");
//!
//! // Sign-up: the server keeps these two and forgets the password.
//! let salt = Salt::random(&mut rng);
//! let verifier = Verifier::from_password(&identity, b"correct horse", &salt);
//!
//! // InitiateAuth carries A to the server, the challenge carries B back.
//! let client = Client::start(&mut rng);
//! let srp_a = client.public_value().to_hex();
//! let server = Server::start(&mut rng, &verifier);
//! let srp_b = server.public_value().to_hex();
//! // The server's state leaves with the challenge, B too. Encrypt it, this example does not.
//! let secret_block = server.to_secret_bytes();
//!
//! // The client answers the challenge.
//! let key = client.finish(
//!     &identity,
//!     b"correct horse",
//!     &Salt::from_hex(&salt.to_hex())?,
//!     &PublicValue::from_hex(&srp_b)?,
//! )?;
//! let timestamp = Timestamp::from_unix(949_374_245).to_string();
//! let signature = key.claim_signature(&identity, secret_block.as_slice(), &timestamp);
//!
//! // RespondToAuthChallenge: the server takes up its state and checks the claim.
//! let server = Server::from_secret_bytes(secret_block.as_slice(), PublicValue::from_hex(&srp_b)?)?;
//! let key = server.finish(&verifier, &PublicValue::from_hex(&srp_a)?)?;
//! key.verify_claim(&identity, secret_block.as_slice(), &timestamp, &signature)?;
//! # Ok::<(), poolgate_srp::Error>(())
//! ```
//!
//! # Secrets
//!
//! What is computed with a secret takes the same time whatever the secret is. Two lengths show, as
//! the protocol has them hashed: that of the password, and that of pad(S), which follows from the
//! leading bits of S. Types that hold a secret are wiped when they are dropped and print as
//! `[redacted]`; copies that the arithmetic leaves on the stack or in registers are not wiped.
//!
//! Lengths are bounded before any work is done: [`PublicValue::MAXIMUM_DIGITS`],
//! [`Salt::MAXIMUM_DIGITS`]. A password may be any bytes of any length.
//!
//! [RFC 5054]: https://www.rfc-editor.org/rfc/rfc5054

#![no_std]
// The list is in clippy.toml; what a test needs, it may draw.
#![cfg_attr(not(test), deny(clippy::disallowed_methods, clippy::disallowed_types))]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod client;
mod derivation;
mod error;
mod group;
mod hex;
mod identity;
mod keyed_hash;
mod padding;
mod public_value;
mod salt;
mod secret_hash;
mod server;
mod session_key;
mod timestamp;
#[cfg(test)]
mod vectors;
mod verifier;

pub use client::Client;
pub use error::{Error, Number};
pub use identity::Identity;
pub use public_value::PublicValue;
pub use salt::Salt;
pub use secret_hash::secret_hash;
pub use server::Server;
pub use session_key::SessionKey;
pub use timestamp::Timestamp;
pub use verifier::Verifier;
