//! The server as its clients meet it: over sockets, across processes and their deaths.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod api;
mod attachments;
mod child;
mod client;
mod confirmation;
mod control;
mod documents;
mod durability;
mod hosted;
mod start;
mod triggers;
mod webhook;
