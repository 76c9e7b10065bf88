//! Identity pools: from the tokens of a login to an identity, a role and AWS credentials
//! (protocol.md 8).

pub(crate) mod credentials;
pub(crate) mod error;
mod id_token;
mod identities;
mod login;
pub(crate) mod provider;
mod role;
mod role_arn;
#[cfg(test)]
mod tests;

pub(crate) use identities::{identity_for, identity_of_logins, reachable};
pub(crate) use login::{Login, verify};
pub(crate) use role::choose;
pub(crate) use role_arn::RoleArn;
