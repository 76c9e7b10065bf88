//! Identity pools: from the tokens of a login to an identity, a role and AWS credentials
//! (protocol.md 8).

pub(crate) mod credentials;
mod developer_login;
pub(crate) mod error;
mod id_token;
mod identities;
pub(crate) mod linking;
mod login;
pub(crate) mod open_id_token;
mod outside_login;
pub(crate) mod principal_tags;
pub(crate) mod provider;
mod role;
mod role_arn;
#[cfg(test)]
mod tests;
pub(crate) mod trust;

pub(crate) use identities::{identity_for, identity_of_logins, reachable};
pub(crate) use login::{Login, LoginKind, verify, verify_for_developer};
pub(crate) use role::choose;
pub(crate) use role_arn::RoleArn;
