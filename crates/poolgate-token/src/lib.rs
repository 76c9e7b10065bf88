//! Amazon Cognito's ID and access tokens: parsed and verified completely.
//!
//! A token is good when its form, its issuer, its signature, its times, its use and its app client
//! are. This crate checks them all, cannot be made to forget one silently, and names the one that
//! failed with what it expected and what it found.
//!
//! ```text
//!  token ──► TokenVerifier::inspect ──► UnverifiedToken ── issuer, key id ──► KeySetCache::decide
//!                 structure, issuer            │                                 │    │     │
//!                                              │                   Use(keys) ◄───┘  Fetch  Refuse
//!                                              ▼                       │              │
//!                            verify_id / verify_access(keys, now) ◄────┘   the caller fetches,
//!                                signature, claims                         tells the cache,
//!                                              │                           and asks again
//!                                              ▼
//!                           Verified<IdClaims> / Verified<AccessClaims>
//! ```
//!
//! # What it does not do
//!
//! It has no socket, no clock and no random numbers. It does not fetch keys: the caller does, when
//! [`KeySetCache`] says so. It does not issue tokens, and it does not parse refresh tokens, which
//! are encrypted for Cognito alone. It cannot see that a token was revoked; only Cognito can.
//!
//! # One pool
//!
//! ```
//! use poolgate_token::{Error, KeySet, TokenVerifier};
//!
//! fn user_of(access_token: &str, jwks: &str, now: i64) -> Result<String, Error> {
//!     let verifier = TokenVerifier::builder()
//!         .user_pool("eu-west-1", "eu-west-1_ExamplE")?
//!         .app_client("1example23456789")
//!         .build();
//!     let keys = KeySet::from_json(jwks)?;
//!     let verified = verifier.verify_access_token(access_token, &keys, now)?;
//!     Ok(verified.claims.sub)
//! }
//!
//! assert!(matches!(
//!     user_of("no.token", r#"{"keys": [{"kty": "RSA", "kid": "1"}]}"#, 1_700_000_000),
//!     Err(Error::Segments { actual: 2 })
//! ));
//! ```
//!
//! A program makes the verifier and the key set once, not for each token: with the keys parsed,
//! verifying costs little more than the RSA operation.
//!
//! # Several pools, and keys that change
//!
//! [`TokenVerifier::inspect`] tells the issuer first, [`KeySetCache`] what to do about its keys.
//! The result says which issuer and which app client matched.
//!
//! # Features
//!
//! * `ring` (default): RS256 and SHA-256 by ring. The crate is then `no_std` with `alloc`.
//! * `aws-lc-rs`: by aws-lc-rs, which is faster and needs `std`. It wins when both are on; which one
//!   a build has is [`BACKEND`].
//!
//! RS256 is the one algorithm (protocol.md 5.1): there is no setting for another.

#![no_std]
// The list is in clippy.toml; what a test needs, it may draw.
#![cfg_attr(not(test), deny(clippy::disallowed_methods, clippy::disallowed_types))]

extern crate alloc;

mod backend;
mod claims;
mod compact;
mod error;
mod header;
mod issuer;
mod json;
mod key_set;
mod key_set_cache;
mod unverified_claims;
mod verifier;

pub use backend::BACKEND;
pub use claims::{AccessClaims, IdClaims, Identity, Scopes, TokenUse, Verified};
pub use error::{Error, ErrorKind, KeyDefect, Part};
pub use issuer::Issuer;
pub use key_set::KeySet;
pub use key_set_cache::{CachePolicy, Decision, KeySetCache, Refusal};
pub use unverified_claims::{UnverifiedClaims, dangerous_unverified_claims};
pub use verifier::{
    IdTokenBinding, NeedsAppClient, NeedsIssuer, Ready, TokenVerifier, TokenVerifierBuilder,
    UnverifiedToken,
};
