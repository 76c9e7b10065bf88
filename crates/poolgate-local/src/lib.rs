//! An embedded Amazon Cognito that checks every proof for real.
//!
//! It answers the user pool API (`cognito-idp`), the identity pool API (`cognito-identity`), the STS
//! calls that its own credentials need, and the OAuth 2.0 endpoints and sign-in pages of the pools'
//! domains, on one port, from memory or from a data directory. A
//! wrong SRP proof, a reused session or a revoked token is refused as the service refuses it, with
//! the service's own texts.
//!
//! It is not a place for real users: whoever reaches the port may call it, the `/_poolgate/` paths
//! show every code it would have sent, and nothing here talks to AWS.
//!
//! ```text
//!        HTTP shell (sockets, time-outs, clock)     Attachment, Seed
//!                │ Request, now, randomness              │
//!                ▼                                       ▼
//!   Core::handle ──► constraints ──► table of operations ──► Response
//!                                       │ read / write   └──► triggers ──► Functions, over HTTP
//!                                       ▼
//!                     State (memory) ──► Journal (redb) ──► reply
//! ```

// The core gets time, randomness and environment as arguments and does no I/O; clippy.toml has the
// list. What a test needs, it may draw.
#![cfg_attr(not(test), deny(clippy::disallowed_methods, clippy::disallowed_types))]
// What a library has to say is an error, or a line for `tracing`.
#![deny(clippy::print_stderr, clippy::print_stdout)]

mod app_clients;
mod caller;
mod constraints;
mod core;
mod envelope;
mod error;
mod federation;
mod hosted;
mod model;
mod oidc;
mod operations;
mod roles;
mod seed;
mod sign_in;
mod signature_v4;
mod state;
mod time;
mod tokens;
mod triggers;
mod trust;
mod trusted_issuer;
mod users;
mod web_authn;
mod wire;

// The shell, which does what the core must not.
#[expect(clippy::disallowed_methods)]
mod attachment;
#[expect(clippy::disallowed_methods)]
mod data_directory;
#[expect(clippy::disallowed_methods)]
mod functions;
#[expect(clippy::disallowed_methods, clippy::disallowed_types)]
mod http;
#[expect(clippy::disallowed_methods)]
mod journal;
#[expect(clippy::disallowed_methods)]
mod outgoing;
#[expect(clippy::disallowed_methods, clippy::disallowed_types)]
mod server;

pub use crate::attachment::{Attachment, AttachmentBuilder, AttachmentError};
pub use crate::caller::AccessKey;
pub use crate::core::{Core, IssuerForm, Settings};
pub use crate::functions::{FunctionAddress, Functions, InvalidFunctionAddress};
pub use crate::roles::{InvalidRoles, Role};
pub use crate::seed::{Seed, SeedError};
pub use crate::server::{Data, RunningServer, Server, ServerBuilder, StartError};
pub use crate::time::UnixTime;
pub use crate::trust::Trust;
pub use crate::trusted_issuer::{InvalidTrustedIssuer, TrustedIssuer};
pub use crate::wire::{Request, Response};
