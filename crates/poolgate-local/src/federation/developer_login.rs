//! The logins of a developer's users, by name or by a token of the service (protocol.md 8.1).

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde_json::Map;

use super::error::{expired_token, invalid_token, unsupported_provider};
use super::open_id_token::{self, OpenIdClaims, TokenFault};
use super::{Login, LoginKind};
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::IdentityPool;

/// A user whom the developer names.
pub(super) fn of_name(
    pool: &IdentityPool,
    provider: &str,
    user: &str,
) -> Result<Login, ServiceError> {
    // The length that the model gives a user's identifier everywhere but among the logins.
    const LONGEST: usize = 1024;
    if user.chars().count() > LONGEST {
        return Err(invalid_parameter(format!(
            "A developer user identifier has at most {LONGEST} characters."
        )));
    }
    Ok(of_user(pool, provider, user))
}

fn of_user(pool: &IdentityPool, provider: &str, user: &str) -> Login {
    Login {
        provider: provider.to_owned(),
        subject: user.to_owned(),
        audience: String::new(),
        claims: Map::new(),
        method: method_prefix(pool, provider) + user,
        tags: BTreeMap::new(),
        kind: LoginKind::Developer,
    }
}

/// The user whom a token of the service was given to.
pub(super) fn of_token(
    context: &Context<'_>,
    pool: &IdentityPool,
    token: &str,
) -> Result<Login, ServiceError> {
    let claims = open_id_token::verify(context, token).map_err(|fault| match fault {
        TokenFault::Forged => invalid_token("Couldn't verify signed token."),
        TokenFault::Expired(expires) => expired_token(context.now().seconds(), expires),
    })?;
    let provider = pool.settings.developer_provider_name.as_deref();
    let provider = provider
        .filter(|_| claims.aud == pool.id)
        .ok_or_else(unsupported_provider)?;
    // The token of the classic flow names no developer's user: it is for STS alone.
    let user = user_of(pool, provider, &claims).ok_or_else(unsupported_provider)?;
    Ok(Login {
        tags: claims.tags.tags(),
        kind: LoginKind::DeveloperToken {
            identity_id: claims.sub.clone(),
            expires: claims.exp,
        },
        ..of_user(pool, provider, user)
    })
}

fn user_of<'a>(pool: &IdentityPool, provider: &str, claims: &'a OpenIdClaims) -> Option<&'a str> {
    let prefix = method_prefix(pool, provider);
    claims
        .amr
        .iter()
        .find_map(|method| method.strip_prefix(&prefix))
}

/// What precedes the user in `amr`; the pool's id begins with the Region.
fn method_prefix(pool: &IdentityPool, provider: &str) -> String {
    format!("{provider}:{}:", pool.id)
}
