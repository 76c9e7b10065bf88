//! Identity pools and STS as a client meets them.

mod get_credentials;
mod get_id;
mod harness;
mod identities;
mod identity_pool_changes;
mod identity_pools;
mod linking;
mod principal_tag_maps;
mod roles;
mod signatures;
mod sts;
