//! One file a command.

pub(crate) mod account;
pub(crate) mod clients;
pub(crate) mod completions;
pub(crate) mod confirm;
pub(crate) mod credential_process;
pub(crate) mod device;
pub(crate) mod domains;
pub(crate) mod exec;
pub(crate) mod groups;
pub(crate) mod identities;
pub(crate) mod identity_pools;
pub(crate) mod local_inbox;
pub(crate) mod local_serve;
pub(crate) mod login;
pub(crate) mod logout;
pub(crate) mod man;
pub(crate) mod mfa;
pub(crate) mod password;
pub(crate) mod pools;
pub(crate) mod profile;
pub(crate) mod providers;
pub(crate) mod resource_servers;
pub(crate) mod sign_up;
pub(crate) mod status;
pub(crate) mod token;
pub(crate) mod users;
