//! SRP.
#![no_std]

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
