//! What more than one operation is about: how it is found, shown or taken away.

pub(super) mod client_references;
pub(super) mod device_owner;
pub(super) mod identity_provider;
pub(super) mod resource_server;
pub(super) mod tags;
pub(super) mod user_pool_domain;
