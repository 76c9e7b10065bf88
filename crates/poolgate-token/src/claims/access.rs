use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::claim_set::{Checked, ClaimSet};
use super::from_claim::Audience;
use super::{ClaimName, OtherClaims, Scopes, TokenUse};
use crate::error::Error;

/// The claims of an access token (protocol.md 5.2): what its holder may do.
///
/// Times are in seconds since the Unix epoch. Serialised, it has Cognito's names again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AccessClaims {
    /// The user's lasting id, a UUID; of a machine (`client_credentials`) the app client's id.
    pub sub: String,
    /// The issuer; it equals [`Verified::issuer`](crate::Verified::issuer).
    pub iss: String,
    /// The app client that signed in.
    pub client_id: String,
    /// The resource servers the token is bound to (RFC 8707); empty without such a binding.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aud: Vec<String>,
    /// Always [`TokenUse::Access`].
    pub token_use: TokenUse,
    /// From when on the token is not accepted.
    pub exp: i64,
    /// When the token was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iat: Option<i64>,
    /// From when on the token is accepted. Cognito does not send it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
    /// When the user proved who they are; kept by a refresh.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
    /// The token's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jti: Option<String>,
    /// The id that all tokens of one sign-in share, by which they are revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin_jti: Option<String>,
    /// The id of the event, shared with the ID token of the same answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
    /// The user's real name in the pool, never an alias; absent for a machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// `cognito:groups`: the user's groups.
    #[serde(rename = "cognito:groups", skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// What was granted.
    #[serde(skip_serializing_if = "Scopes::is_empty")]
    pub scope: Scopes,
    /// The remembered device that the user signed in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_key: Option<String>,
    /// 2 in tokens of the OAuth endpoints, absent in those of an API sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// All other claims: `acr`, `amr`, `act`, and what a Lambda trigger added.
    #[serde(flatten)]
    pub other: OtherClaims,
}

impl AccessClaims {
    pub(crate) fn take(checked: Checked, mut claims: ClaimSet) -> Result<Self, Error> {
        Ok(Self {
            sub: claims.required(ClaimName::Sub)?,
            iss: checked.iss,
            client_id: claims.required(ClaimName::ClientId)?,
            aud: claims
                .optional(ClaimName::Aud)?
                .map(|Audience(aud)| aud)
                .unwrap_or_default(),
            token_use: TokenUse::Access,
            exp: checked.exp,
            iat: checked.iat,
            nbf: checked.nbf,
            auth_time: claims.date(ClaimName::AuthTime)?,
            jti: claims.optional(ClaimName::Jti)?,
            origin_jti: claims.optional(ClaimName::OriginJti)?,
            event_id: claims.optional(ClaimName::EventId)?,
            username: claims.optional(ClaimName::Username)?,
            groups: claims.list(ClaimName::Groups)?,
            scope: claims.optional(ClaimName::Scope)?.unwrap_or_default(),
            device_key: claims.optional(ClaimName::DeviceKey)?,
            version: claims.optional(ClaimName::Version)?,
            other: claims.into_other(),
        })
    }
}
