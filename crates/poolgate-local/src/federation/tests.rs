//! Identity pools and STS as a client meets them.

mod get_credentials;
mod get_id;
mod harness;
mod identity_pools;
mod linking;
mod roles;
mod signatures;
mod sts;
