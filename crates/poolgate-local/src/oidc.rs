//! What is published for those who verify tokens: by a user pool (protocol.md 5.1 and 6.6), and by
//! identity pools together (protocol.md 8.4).

use poolgate_flow::ServiceError;
use serde::Serialize;
use serde_json::Value;

use crate::core::Context;
use crate::error;
use crate::federation::open_id_token;
use crate::model::{UserPool, UserPoolDomain};
use crate::tokens;

/// A JWK set (RFC 7517 section 5).
#[derive(Debug, Serialize)]
pub(crate) struct KeySet {
    keys: Vec<Value>,
}

/// The members of OpenID Connect Discovery 1.0 section 3 that the service has, in its order. A pool
/// without a domain lacks the endpoints (protocol.md 6.6, U).
#[derive(Debug, Serialize)]
pub(crate) struct Configuration {
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_endpoint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_session_endpoint: Option<String>,
    id_token_signing_alg_values_supported: [&'static str; 1],
    issuer: String,
    jwks_uri: String,
    response_types_supported: [&'static str; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    revocation_endpoint: Option<String>,
    scopes_supported: [&'static str; 4],
    subject_types_supported: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    token_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: [&'static str; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    userinfo_endpoint: Option<String>,
}

/// The public keys of a pool; made now if it has none yet.
pub(crate) fn key_set(context: &Context<'_>, pool_id: &str) -> Result<KeySet, ServiceError> {
    require_pool(context, pool_id)?;
    let keys = tokens::signing_keys(context, pool_id)?;
    Ok(KeySet {
        keys: vec![keys.id.jwk()?, keys.access.jwk()?],
    })
}

/// Where to find what about a pool.
pub(crate) fn configuration(
    context: &Context<'_>,
    pool_id: &str,
) -> Result<Configuration, ServiceError> {
    require_pool(context, pool_id)?;
    let settings = context.settings();
    let has_domain = context.read(|state| UserPoolDomain::is_of(state, pool_id));
    // Below the issuer, which is reached where the names of domains are not.
    let endpoint = |path| has_domain.then(|| format!("{}/{pool_id}{path}", settings.url));
    Ok(Configuration {
        authorization_endpoint: endpoint("/oauth2/authorize"),
        end_session_endpoint: endpoint("/logout"),
        id_token_signing_alg_values_supported: ["RS256"],
        issuer: tokens::issuer(settings, pool_id),
        // This server's own, whatever the issuer: nobody else has these keys.
        jwks_uri: format!("{}/{pool_id}/.well-known/jwks.json", settings.url),
        response_types_supported: ["code", "token"],
        revocation_endpoint: endpoint("/oauth2/revoke"),
        scopes_supported: ["openid", "email", "phone", "profile"],
        subject_types_supported: ["public"],
        token_endpoint: endpoint("/oauth2/token"),
        token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
        userinfo_endpoint: endpoint("/oauth2/userInfo"),
    })
}

/// The public key of identity pools; made now if there is none yet.
pub(crate) fn identity_key_set(context: &Context<'_>) -> Result<KeySet, ServiceError> {
    let signing = open_id_token::signing_key(context)?;
    Ok(KeySet {
        keys: vec![signing.key.jwk()?],
    })
}

/// The discovery document of identity pools, whose issuer is never this server's URL.
#[derive(Debug, Serialize)]
pub(crate) struct IdentityConfiguration {
    issuer: &'static str,
    jwks_uri: String,
    response_types_supported: [&'static str; 1],
    subject_types_supported: [&'static str; 1],
    id_token_signing_alg_values_supported: [&'static str; 1],
    claims_supported: [&'static str; 6],
}

/// Where to find what about identity pools.
pub(crate) fn identity_configuration(context: &Context<'_>) -> IdentityConfiguration {
    IdentityConfiguration {
        issuer: open_id_token::ISSUER,
        jwks_uri: format!("{}/.well-known/jwks_uri", context.settings().url),
        response_types_supported: ["id_token"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS512"],
        claims_supported: ["sub", "aud", "amr", "exp", "iat", "iss"],
    }
}

fn require_pool(context: &Context<'_>, pool_id: &str) -> Result<(), ServiceError> {
    context
        .read(|state| state.get::<UserPool>(pool_id))
        .map(drop)
        .ok_or_else(|| error::pool_not_found(pool_id))
}
