//! The logins of a call: each is a provider's name and that provider's token.

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde_json::{Map, Value};

use super::developer_login;
use super::error::unsupported_provider;
use super::id_token::IdToken;
use super::{open_id_token, outside_login, provider};
use crate::core::Context;
use crate::model::{CognitoIdentityProvider, Identity, IdentityPool};

/// A login that was verified.
#[derive(Debug)]
pub(crate) struct Login {
    /// The provider by the service's own name for it, whichever name the caller used.
    pub(crate) provider: String,
    /// Who it is at the provider.
    pub(crate) subject: String,
    /// Whom the token was issued to: an app client, if there is a token.
    pub(crate) audience: String,
    /// What the token claims.
    pub(crate) claims: Map<String, Value>,
    /// The login in the service's words, as the last of `amr` has it (protocol.md 8.4).
    pub(crate) method: String,
    /// Tags that came along with it.
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) kind: LoginKind,
}

/// How an identity is found by a login.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum LoginKind {
    /// By a provider and its subject. It may be linked.
    Public,
    /// By the name that the pool's developer has for somebody and vouches for. It may be linked.
    Developer,
    /// By a token that was given to a developer's user: it speaks for this identity, and for no
    /// other that the user may have got since.
    DeveloperToken {
        identity_id: String,
        /// When the token ends, in seconds since the epoch.
        expires: i64,
    },
}

impl Login {
    pub(super) fn is_developer(&self) -> bool {
        self.kind != LoginKind::Public
    }

    /// When the proof ends that came with the login, where a new one must not outlive it.
    pub(crate) fn expires(&self) -> Option<i64> {
        match self.kind {
            LoginKind::DeveloperToken { expires, .. } => Some(expires),
            LoginKind::Public | LoginKind::Developer => None,
        }
    }

    /// The name under which the identity is found that it is linked to.
    pub(super) fn identity_name(&self, pool_id: &str) -> String {
        if self.is_developer() {
            Identity::name_of_developer_login(pool_id, &self.subject)
        } else {
            Identity::name_of_login(pool_id, &self.provider, &self.subject)
        }
    }
}

/// Verifies every login of a call; one bad login spoils them all.
pub(crate) fn verify(
    context: &Context<'_>,
    pool: &IdentityPool,
    logins: &BTreeMap<String, String>,
) -> Result<Vec<Login>, ServiceError> {
    logins
        .iter()
        .map(|(provider, token)| verify_one(context, pool, provider, token))
        .collect()
}

/// The same for a call that the pool's developer signed: one login is a user's name and no token.
pub(crate) fn verify_for_developer(
    context: &Context<'_>,
    pool: &IdentityPool,
    logins: &BTreeMap<String, String>,
) -> Result<Vec<Login>, ServiceError> {
    let developer = pool.settings.developer_provider_name.as_deref();
    let logins: Vec<Login> = logins
        .iter()
        .map(|(provider, token)| {
            if developer == Some(provider.as_str()) {
                developer_login::of_name(pool, provider, token)
            } else {
                verify_one(context, pool, provider, token)
            }
        })
        .collect::<Result<_, _>>()?;
    if logins
        .iter()
        .any(|login| login.kind == LoginKind::Developer)
    {
        Ok(logins)
    } else {
        Err(unsupported_provider())
    }
}

fn verify_one(
    context: &Context<'_>,
    pool: &IdentityPool,
    provider: &str,
    token: &str,
) -> Result<Login, ServiceError> {
    if provider == open_id_token::PROVIDER {
        return developer_login::of_token(context, pool, token);
    }
    match provider::user_pool_id(context.settings(), provider) {
        Some(pool_id) => user_pool_login(context, pool, pool_id, token),
        None => outside_login::verify(context, pool, provider, token),
    }
}

fn user_pool_login(
    context: &Context<'_>,
    pool: &IdentityPool,
    pool_id: &str,
    token: &str,
) -> Result<Login, ServiceError> {
    let settings = context.settings();
    let token = IdToken::verify(context, pool_id, token)?;
    let accepts = |known: &&CognitoIdentityProvider| {
        provider::user_pool_id(settings, &known.provider_name) == Some(pool_id)
            && known.client_id == token.client_id()
    };
    let mut known = pool.settings.cognito_identity_providers.iter().flatten();
    let known = known.find(accepts).ok_or_else(unsupported_provider)?;
    if known.server_side_token_check {
        token.check_active(context, pool_id)?;
    }
    let provider = provider::of_user_pool(pool_id);
    Ok(Login {
        method: format!("{provider}:CognitoSignIn:{}", token.subject()),
        provider,
        subject: token.subject().to_owned(),
        audience: token.client_id().to_owned(),
        claims: token.into_claims(),
        tags: BTreeMap::new(),
        kind: LoginKind::Public,
    })
}
