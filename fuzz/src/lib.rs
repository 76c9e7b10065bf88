//! What hostile input must never do: panic, or get in without the proof.
//!
//! Each target is a function of bytes that panics when it finds a fault. `cargo fuzz` drives them
//! through `fuzz_targets/`, one line each; the tests in `tests/` drive them on stable, over `seeds/`
//! and over what a property test makes of those.
//!
//! | target | input | must never |
//! |---|---|---|
//! | [`challenge_answers`] | calls of the sign-in operations, one a line | give tokens |
//! | [`replies`] | replies of a service to our client, one a line | go on for ever, or take tokens without a proof |
//! | [`sessions`] | an alteration of a genuine `Session` | go on with the sign-in |
//! | [`server_tokens`] | an access or refresh token | be believed unless genuine |
//! | [`signatures`] | an `Authorization` header | let a signed call through |
//! | [`user_lists`] | a filter and a pagination token, a line each | lead to a page unless genuine |
//! | [`verifier`] | a token, for the token crate | be verified unless genuine |
//! | [`key_sets`] | a JWKS document | – |
//! | [`srp_numbers`] | the numbers and times of SRP | read as what it does not write |
//!
//! `cargo +nightly fuzz run --features libfuzzer <target> fuzz/corpus/<target> fuzz/seeds/<target>`

mod challenge_answers;
mod key_sets;
mod replies;
mod server;
mod server_tokens;
mod sessions;
mod signatures;
mod srp_numbers;
mod user_lists;
mod verifier;

pub use challenge_answers::challenge_answers;
pub use key_sets::key_sets;
pub use replies::replies;
pub use server_tokens::server_tokens;
pub use sessions::sessions;
pub use signatures::signatures;
pub use srp_numbers::srp_numbers;
pub use user_lists::user_lists;
pub use verifier::verifier;
