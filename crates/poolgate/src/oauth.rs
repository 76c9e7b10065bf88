//! Sign-in in the browser, and the OAuth 2.0 endpoints of a user pool's domain.
//!
//! ```text
//!  UserPool ── browser_sign_in ──► BrowserSignIn ── begin ──► Authorization ── url() ──► browser
//!                                                                  │                        │
//!                                                  Session ◄── complete ◄── Callback ◄──────┘
//! ```
//!
//! A [`Session`](crate::Session) that begins so is one like any other, but it refreshes and revokes
//! at the domain's endpoints: what it may do are the scopes that were granted. With the feature
//! `loopback`, a `LoopbackReceiver` waits on this machine for the browser to come back. What machines
//! need without any user are [`ClientCredentials`] and [`MachineTokens`].
//!
//! # What it sees to
//!
//! - The code is bound to this program by PKCE, the answer to this sign-in by `state`, the ID token
//!   to both by `nonce`: 256 random bits each, compared in constant time.
//! - Both tokens are verified in full before anyone sees them, `at_hash` where the ID token has it.
//! - What spends a code or a refresh token is sent once.

mod authorization;
mod browser_sign_in;
mod callback;
mod client_authentication;
mod client_credentials;
mod discovery;
mod domain;
mod endpoint;
mod logout;
#[cfg(feature = "loopback")]
mod loopback;
mod machine_token;
mod machine_token_cache;
mod machine_tokens;
mod prompt;
mod redirect_uri;
mod refresh;
mod refusal;
mod revocation;
mod scopes;
mod token_endpoint;
mod unguessable;
mod user_info;

pub use authorization::Authorization;
pub use browser_sign_in::BrowserSignIn;
pub use callback::Callback;
pub use client_credentials::ClientCredentials;
pub use domain::Domain;
#[cfg(feature = "loopback")]
pub use loopback::{LoopbackReceiver, WaitingBrowser};
pub use machine_token::MachineToken;
pub use machine_token_cache::MachineTokenCache;
pub(crate) use machine_token_cache::MachineTokenRecord;
pub use machine_tokens::MachineTokens;
pub use prompt::Prompt;
pub use redirect_uri::RedirectUri;
pub use refusal::Refusal;
pub use user_info::UserInfo;
