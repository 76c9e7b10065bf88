//! The cryptography behind RS256, chosen at compile time.
//!
//! aws-lc-rs wins when both features are on: ring is the default, so whoever turned the other one
//! on, asked for it. Features are unified over a whole program, which is why having both must work.

#[cfg(feature = "aws-lc-rs")]
mod aws_lc_rs;
#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
mod ring;

#[cfg(feature = "aws-lc-rs")]
pub(crate) use aws_lc_rs::{PublicKey, sha256};
#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
pub(crate) use ring::{PublicKey, sha256};

#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
compile_error!("poolgate-token needs the feature `ring` (default) or `aws-lc-rs`");

/// The name of the cryptography this build verifies with: `ring` or `aws-lc-rs`.
///
/// Both come to the same verdicts. aws-lc-rs is used when both features are on.
pub const BACKEND: &str = if cfg!(feature = "aws-lc-rs") {
    "aws-lc-rs"
} else {
    "ring"
};
