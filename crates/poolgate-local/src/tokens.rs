//! Tokens: signed, sealed, checked, revoked (protocol.md 5).

mod access_token;
mod certificate;
mod claims;
mod family;
mod group_claims;
mod issue;
mod machine_token;
mod refresh_token;
mod signed_token;
mod signing_algorithm;
mod signing_key;

pub(crate) use access_token::{Bearer, authenticate, authorize};
pub(crate) use certificate::signing_certificate;
pub(crate) use claims::attribute_claims;
pub(crate) use family::{GrantType, begin_family, begin_granted_family};
pub(crate) use issue::{AuthenticationResult, issue, signing_keys};
pub(crate) use machine_token::machine_token;
pub(crate) use refresh_token::{RefreshToken, is_signed_token, revoke, revoke_family};
pub(crate) use signed_token::SignedToken;
pub(crate) use signing_algorithm::SigningAlgorithm;
pub(crate) use signing_key::SigningKey;

use crate::core::Settings;

/// The `iss` of a pool's tokens.
pub(crate) fn issuer(settings: &Settings, pool_id: &str) -> String {
    format!("{}/{pool_id}", settings.issuer_base())
}
