//! The rules that settings obey, whoever makes or changes them.

pub(super) mod app_client;
pub(super) mod identity_provider;
pub(super) mod oauth;
pub(super) mod passkeys;
pub(super) mod provider_endpoints;
pub(super) mod user_pool;
