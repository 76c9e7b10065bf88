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

mod app_clients;
mod attachment;
mod caller;
mod constraints;
mod core;
mod data_directory;
mod envelope;
mod error;
mod federation;
mod functions;
mod hosted;
mod http;
mod journal;
mod model;
mod oidc;
mod operations;
mod outgoing;
mod roles;
mod seed;
mod server;
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
