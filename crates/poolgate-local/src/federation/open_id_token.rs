//! The tokens that identity pools issue (protocol.md 8.4).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::Login;
use crate::core::Context;
use crate::model::{Identity, OpenIdSigningKey};
use crate::tokens::{SignedToken, SigningAlgorithm, SigningKey};

/// The `iss` of every pool's tokens, whatever URL the server is reached at.
pub(crate) const ISSUER: &str = "https://cognito-identity.amazonaws.com";

/// The issuer as a provider: what a login with such a token goes by.
pub(crate) const PROVIDER: &str = "cognito-identity.amazonaws.com";

/// What a token says of an identity.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct OpenIdClaims {
    /// The identity.
    pub(crate) sub: String,
    /// Its pool.
    pub(crate) aud: String,
    /// `unauthenticated`; or `authenticated` and two words for each login.
    pub(crate) amr: Vec<String>,
    iss: String,
    #[serde(rename = "https://cognito-identity.amazonaws.com/identity-pool-arn")]
    identity_pool_arn: String,
    #[serde(
        rename = "https://aws.amazon.com/tags",
        default,
        skip_serializing_if = "TagClaim::is_empty"
    )]
    pub(crate) tags: TagClaim,
    pub(crate) exp: i64,
    iat: i64,
}

/// Tags for the session of whoever assumes a role with the token.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct TagClaim {
    principal_tags: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(crate) transitive_tag_keys: BTreeSet<String>,
}

impl TagClaim {
    fn is_empty(&self) -> bool {
        self.principal_tags.is_empty()
    }

    /// Each tag has one value, in a list.
    pub(crate) fn tags(&self) -> BTreeMap<String, String> {
        self.principal_tags
            .iter()
            .filter_map(|(key, values)| Some((key.clone(), values.first()?.clone())))
            .collect()
    }
}

impl From<BTreeMap<String, String>> for TagClaim {
    fn from(tags: BTreeMap<String, String>) -> Self {
        Self {
            principal_tags: tags
                .into_iter()
                .map(|(key, value)| (key, vec![value]))
                .collect(),
            transitive_tag_keys: BTreeSet::new(),
        }
    }
}

/// Signs a token for an identity that these logins were proven for; it lives `lifetime` seconds.
pub(crate) fn issue(
    context: &Context<'_>,
    identity: &Identity,
    logins: &[Login],
    tags: BTreeMap<String, String>,
    lifetime: i64,
) -> Result<String, ServiceError> {
    let settings = context.settings();
    let issued = context.now().seconds();
    let claims = OpenIdClaims {
        sub: identity.id.clone(),
        aud: identity.pool_id.clone(),
        amr: authentication_methods(logins),
        iss: ISSUER.to_owned(),
        identity_pool_arn: format!(
            "arn:aws:cognito-identity:{}:{}:identitypool/{}",
            settings.region, settings.account_id, identity.pool_id
        ),
        tags: tags.into(),
        exp: issued.saturating_add(lifetime),
        iat: issued,
    };
    signing_key(context)?.key.sign(&claims)
}

pub(super) fn authentication_methods(logins: &[Login]) -> Vec<String> {
    if logins.is_empty() {
        return vec!["unauthenticated".to_owned()];
    }
    let methods = logins
        .iter()
        .flat_map(|login| [login.provider.clone(), login.method.clone()]);
    ["authenticated".to_owned()]
        .into_iter()
        .chain(methods)
        .collect()
}

/// What is wrong with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenFault {
    /// It was never issued here, or not in this form.
    Forged,
    /// It ended at this time, in seconds since the epoch.
    Expired(i64),
}

/// Verifies a token: signature, issuer, expiry. Its audience is for the caller to judge.
pub(crate) fn verify(context: &Context<'_>, token: &str) -> Result<OpenIdClaims, TokenFault> {
    let token = SignedToken::parse(token).ok_or(TokenFault::Forged)?;
    let key: Option<Arc<OpenIdSigningKey>> = context.read(|state| state.get(OpenIdSigningKey::KEY));
    if !key.is_some_and(|key| token.is_signed_by(&key.key)) {
        return Err(TokenFault::Forged);
    }
    let claims: OpenIdClaims = token.claims().ok_or(TokenFault::Forged)?;
    if claims.iss != ISSUER {
        return Err(TokenFault::Forged);
    }
    if claims.exp <= context.now().seconds() {
        return Err(TokenFault::Expired(claims.exp));
    }
    Ok(claims)
}

/// The service's key, made now if there is none yet.
pub(crate) fn signing_key(context: &Context<'_>) -> Result<Arc<OpenIdSigningKey>, ServiceError> {
    let known = context.read(|state| state.get::<OpenIdSigningKey>(OpenIdSigningKey::KEY));
    if let Some(key) = known {
        return Ok(key);
    }
    let key = OpenIdSigningKey {
        key: SigningKey::generate(SigningAlgorithm::Rs512)?,
    };
    context.write(|transaction| {
        // Whoever was first meanwhile has set the key for good.
        Ok(transaction
            .get::<OpenIdSigningKey>(OpenIdSigningKey::KEY)
            .unwrap_or_else(|| transaction.put(key)))
    })
}
