//! The logins of a call: each is a provider's name and that provider's token.

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde_json::{Map, Value};

use super::error::unsupported_provider;
use super::id_token::IdToken;
use super::provider;
use crate::core::Context;
use crate::model::{CognitoIdentityProvider, IdentityPool};

/// A login that was verified.
#[derive(Debug)]
pub(crate) struct Login {
    /// The provider by the service's own name for it, whichever name the caller used.
    pub(crate) provider: String,
    /// Who it is at the provider.
    pub(crate) subject: String,
    /// The app client.
    pub(crate) client_id: String,
    /// What the token claims.
    pub(crate) claims: Map<String, Value>,
}

/// Verifies every login of a call; one bad login spoils them all.
///
/// Only user pools of this server can vouch for anybody here: to verify another provider's token
/// takes a call to that provider.
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

fn verify_one(
    context: &Context<'_>,
    pool: &IdentityPool,
    provider: &str,
    token: &str,
) -> Result<Login, ServiceError> {
    let settings = context.settings();
    let pool_id = provider::user_pool_id(settings, provider).ok_or_else(unsupported_provider)?;
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
    Ok(Login {
        provider: provider::of_user_pool(pool_id),
        subject: token.subject().to_owned(),
        client_id: token.client_id().to_owned(),
        claims: token.into_claims(),
    })
}
