//! What hostile input must never do: panic, or get in without the proof.
//!
//! Each target is a function of bytes that panics when it finds a fault. `cargo fuzz` drives them
//! through `fuzz_targets/`, one line each; the tests in `tests/` drive them on stable, over `seeds/`
//! and over what a property test makes of those.
//!
//! | target | input | must never |
//! |---|---|---|
//! | [`authorization_queries`] | the query of a page or of the authorization endpoint | lead a browser to a stranger |
//! | [`callbacks`] | the URL that a browser comes back with | answer a sign-in without its `state` |
//! | [`challenge_answers`] | calls of the sign-in operations, one a line | give tokens |
//! | [`page_forms`] | a form of a page, its path and its step first | sign anybody in |
//! | [`replies`] | replies of a service to our client, one a line | go on for ever, or take tokens without a proof |
//! | [`sessions`] | an alteration of a genuine `Session` | go on with the sign-in |
//! | [`server_tokens`] | an access or refresh token | be believed unless genuine |
//! | [`signatures`] | an `Authorization` header | let a signed call through |
//! | [`token_forms`] | a form for the token endpoint | give tokens |
//! | [`user_lists`] | a filter and a pagination token, a line each | lead to a page unless genuine |
//! | [`verifier`] | a token, for the token crate | be verified unless genuine |
//! | [`key_sets`] | a JWKS document | – |
//! | [`srp_numbers`] | the numbers and times of SRP | read as what it does not write |
//!
//! `cargo +nightly fuzz run --features libfuzzer <target> fuzz/corpus/<target> fuzz/seeds/<target>`

mod authorization_queries;
mod callbacks;
mod challenge_answers;
mod domain;
mod key_sets;
mod page_forms;
mod progress;
mod replies;
mod server;
mod server_tokens;
mod sessions;
mod signatures;
mod srp_numbers;
mod token_forms;
mod user_lists;
mod verifier;

pub use authorization_queries::authorization_queries;
pub use callbacks::callbacks;
pub use challenge_answers::challenge_answers;
pub use key_sets::key_sets;
pub use page_forms::page_forms;
pub use replies::replies;
pub use server_tokens::server_tokens;
pub use sessions::sessions;
pub use signatures::signatures;
pub use srp_numbers::srp_numbers;
pub use token_forms::token_forms;
pub use user_lists::user_lists;
pub use verifier::verifier;
