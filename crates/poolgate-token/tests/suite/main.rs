//! Tokens signed with real keys, each check on its own.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failure is how a test speaks"
)]

mod access_token;
mod cache;
mod claims;
mod errors;
mod id_token;
mod issuers;
mod key_sets;
mod robustness;
mod signature;
mod signer;
mod structure;
