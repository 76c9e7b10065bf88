use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use serde_json::Value;

use super::claim_set::{Checked, ClaimSet};
use super::from_claim::Audience;
use super::{ClaimName, Identity, OtherClaims, TokenUse};
use crate::error::Error;

/// The claims of an ID token (protocol.md 5.3): who the user is.
///
/// Times are in seconds since the Unix epoch. Serialised, it has Cognito's names again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct IdClaims {
    /// The user's lasting id, a UUID.
    pub sub: String,
    /// The issuer; it equals [`Verified::issuer`](crate::Verified::issuer).
    pub iss: String,
    /// The app clients the token is for; Cognito names exactly one.
    pub aud: Vec<String>,
    /// Always [`TokenUse::Id`].
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
    /// The id of the event, shared with the access token of the same answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
    /// `cognito:username`: the user's real name in the pool, never an alias.
    #[serde(rename = "cognito:username", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// `cognito:groups`: the user's groups.
    #[serde(rename = "cognito:groups", skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// `cognito:roles`: the role ARNs of these groups.
    #[serde(rename = "cognito:roles", skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// `cognito:preferred_role`: the role ARN of the group of lowest precedence value. Absent when
    /// two such groups have different roles.
    #[serde(
        rename = "cognito:preferred_role",
        skip_serializing_if = "Option::is_none"
    )]
    pub preferred_role: Option<String>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the address was verified; absent when that was never decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    /// The phone number, in E.164 form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// Whether the number was verified; absent when that was never decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number_verified: Option<bool>,
    /// The full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// The family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// The name the user chose, an alias.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_username: Option<String>,
    /// The users of external providers that are linked to this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identities: Vec<Identity>,
    /// The nonce of the authorization request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// The hash that ties the token to its access token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_hash: Option<String>,
    /// All other claims: custom attributes (`custom:…`, always text), `address` (an object),
    /// what a Lambda trigger added, and each descriptive claim above with an unusual type.
    #[serde(flatten)]
    pub other: OtherClaims,
}

impl IdClaims {
    /// A custom attribute, its name without the prefix `custom:`.
    #[must_use]
    pub fn custom(&self, name: &str) -> Option<&Value> {
        self.other.get(&format!("custom:{name}"))
    }

    pub(crate) fn take(checked: Checked, mut claims: ClaimSet) -> Result<Self, Error> {
        let Audience(aud) = claims.required(ClaimName::Aud)?;
        Ok(Self {
            sub: claims.required(ClaimName::Sub)?,
            iss: checked.iss,
            aud,
            token_use: TokenUse::Id,
            exp: checked.exp,
            iat: checked.iat,
            nbf: checked.nbf,
            auth_time: claims.date(ClaimName::AuthTime)?,
            jti: claims.optional(ClaimName::Jti)?,
            origin_jti: claims.optional(ClaimName::OriginJti)?,
            event_id: claims.optional(ClaimName::EventId)?,
            username: claims.optional(ClaimName::IdUsername)?,
            groups: claims.list(ClaimName::Groups)?,
            roles: claims.list(ClaimName::Roles)?,
            preferred_role: claims.optional(ClaimName::PreferredRole)?,
            email: claims.descriptive(ClaimName::Email),
            email_verified: claims.descriptive(ClaimName::EmailVerified),
            phone_number: claims.descriptive(ClaimName::PhoneNumber),
            phone_number_verified: claims.descriptive(ClaimName::PhoneNumberVerified),
            name: claims.descriptive(ClaimName::Name),
            given_name: claims.descriptive(ClaimName::GivenName),
            family_name: claims.descriptive(ClaimName::FamilyName),
            preferred_username: claims.descriptive(ClaimName::PreferredUsername),
            identities: claims
                .descriptive(ClaimName::Identities)
                .unwrap_or_default(),
            nonce: claims.optional(ClaimName::Nonce)?,
            at_hash: claims.optional(ClaimName::AtHash)?,
            other: claims.into_other(),
        })
    }
}
