//! The library against services that answer from a script: good ones, broken ones, hostile ones.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests are tests too, for which clippy.toml allows both"
)]

mod accounts;
mod administration;
mod administration_app_clients;
mod administration_credentials;
mod administration_devices;
mod administration_groups;
mod administration_lists;
mod administration_pool;
mod administration_providers;
#[allow(dead_code, reason = "the tests of the command use more of it")]
#[path = "../../../poolgate-cli/tests/support/browser.rs"]
mod browser;
mod classic_flow;
mod credentials;
mod devices;
mod embedded;
mod hostile;
mod identity_pool;
mod identity_pools;
mod keep_fresh;
mod keys;
mod layers;
mod leaks;
mod local;
#[cfg(feature = "loopback")]
mod loopback;
mod oauth_endpoints;
mod oauth_local;
mod oauth_script;
mod oauth_session;
mod oauth_sign_in;
mod own_attributes;
mod passkey;
mod script;
mod session;
mod shared_store;
mod sign_in;
mod store;
mod tls;
mod token_cache_file;
mod ways_in;
mod world;
