//! The access token of an application that acts for itself (protocol.md 5.2).

use poolgate_flow::ServiceError;
use serde::Serialize;

use super::claims::OAUTH_VERSION;
use super::{issuer, signing_keys};
use crate::core::Context;
use crate::model::{Grant, UserPoolClient};

/// The claims of such a token: of no user, and of no family that could be refreshed.
#[derive(Serialize)]
struct MachineClaims<'a> {
    sub: &'a str,
    token_use: &'static str,
    scope: String,
    auth_time: i64,
    iss: String,
    exp: i64,
    iat: i64,
    version: u8,
    jti: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<&'a str>,
    client_id: &'a str,
}

/// Signs an access token for the client itself.
pub(crate) fn machine_token(
    context: &Context<'_>,
    client: &UserPoolClient,
    grant: &Grant,
) -> Result<String, ServiceError> {
    let keys = signing_keys(context, &client.pool_id)?;
    let issued_at = context.now().seconds();
    keys.access.sign(&MachineClaims {
        sub: &client.id,
        token_use: "access",
        scope: grant.scope(),
        auth_time: issued_at,
        iss: issuer(context.settings(), &client.pool_id),
        exp: issued_at.saturating_add(client.access_token_seconds()),
        iat: issued_at,
        version: OAUTH_VERSION,
        jti: context.random_uuid().to_string(),
        aud: grant.resource.as_deref(),
        client_id: &client.id,
    })
}
