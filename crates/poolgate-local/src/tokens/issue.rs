//! Issuing the tokens of a sign-in or a refresh.

use std::sync::Arc;

use aws_lc_rs::digest;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use poolgate_flow::ServiceError;
use serde::Serialize;

use super::claims::{ADMIN_SCOPE, AccessClaims, IdClaims, OAUTH_VERSION, attribute_claims};
use super::group_claims::GroupClaims;
use super::{RefreshToken, SigningAlgorithm, SigningKey, issuer};
use crate::core::Context;
use crate::model::{DeviceIdentity, Grant, SigningKeys, TokenFamily, User, UserPoolClient};
use crate::users::groups;

/// Tokens on the wire.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AuthenticationResult {
    pub(crate) access_token: String,
    /// Seconds the access token lives.
    pub(crate) expires_in: i64,
    pub(crate) token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refresh_token: Option<String>,
    /// Of every sign-in by API, and where `openid` was granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_device_metadata: Option<NewDeviceMetadata>,
}

/// A device that the client may confirm.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct NewDeviceMetadata {
    device_key: String,
    device_group_key: String,
}

impl AuthenticationResult {
    /// Tells the client of a device that is not confirmed yet.
    pub(crate) fn with_new_device(mut self, device: Option<DeviceIdentity>) -> Self {
        self.new_device_metadata = device.map(|device| NewDeviceMetadata {
            device_key: device.key,
            device_group_key: device.group_key,
        });
        self
    }
}

/// Signs an access and an ID token of a family, and seals the refresh token of this number, if one
/// is due. The `nonce` is that of the authorization request, and goes into its first ID token only
/// (OpenID Connect Core 12.2).
pub(crate) fn issue(
    context: &Context<'_>,
    user: &User,
    client: &UserPoolClient,
    family: &TokenFamily,
    refresh_number: Option<u32>,
    nonce: Option<&str>,
) -> Result<AuthenticationResult, ServiceError> {
    let keys = signing_keys(context, &user.pool_id)?;
    // Read anew for every event, refreshes too (protocol.md 5.5).
    let groups = context.read(|state| groups::of_user(state, &user.pool_id, &user.sub));
    let groups = GroupClaims::of(&groups);
    let access = access_claims(context, user, client, family, &groups);
    let access_token = keys.access.sign(&access)?;
    let grant = family.grant.as_ref();
    let id_token = if grant.is_none_or(|grant| grant.has("openid")) {
        let id = IdClaims {
            nonce,
            at_hash: grant.map(|_| at_hash(&access_token)),
            ..id_claims(context, user, client, &access, groups, grant)
        };
        Some(keys.id.sign(&id)?)
    } else {
        None
    };
    let refresh_token = refresh_number
        .map(|number| RefreshToken::of(family, number).seal(context))
        .transpose()?;
    Ok(AuthenticationResult {
        access_token,
        expires_in: client.access_token_seconds(),
        token_type: "Bearer",
        refresh_token,
        id_token,
        new_device_metadata: None,
    })
}

/// The pool's keys, made now if it has none yet.
pub(crate) fn signing_keys(
    context: &Context<'_>,
    pool_id: &str,
) -> Result<Arc<SigningKeys>, ServiceError> {
    if let Some(keys) = context.read(|state| state.get::<SigningKeys>(pool_id)) {
        return Ok(keys);
    }
    let keys = SigningKeys {
        pool_id: pool_id.to_owned(),
        id: SigningKey::generate(SigningAlgorithm::Rs256)?,
        access: SigningKey::generate(SigningAlgorithm::Rs256)?,
    };
    context.write(|transaction| {
        // Whoever was first meanwhile has set the pool's keys for good.
        Ok(transaction
            .get::<SigningKeys>(pool_id)
            .unwrap_or_else(|| transaction.put(keys)))
    })
}

fn access_claims(
    context: &Context<'_>,
    user: &User,
    client: &UserPoolClient,
    family: &TokenFamily,
    groups: &GroupClaims<'_>,
) -> AccessClaims {
    let issued_at = context.now().seconds();
    let grant = family.grant.as_ref();
    // Tokens of the implicit flow name no origin (protocol.md 5.2): theirs is the event.
    let (origin_jti, event_id) = if family.is_implicit() {
        (None, family.origin_jti.clone())
    } else {
        let event_id = context.random_uuid().to_string();
        (Some(family.origin_jti.clone()), event_id)
    };
    AccessClaims {
        sub: user.sub.clone(),
        groups: groups.names(),
        iss: issuer(context.settings(), &user.pool_id),
        client_id: client.id.clone(),
        version: grant.map(|_| OAUTH_VERSION),
        aud: grant.and_then(|grant| grant.resource.clone()),
        origin_jti,
        event_id,
        token_use: "access".to_owned(),
        scope: grant.map_or_else(|| ADMIN_SCOPE.to_owned(), Grant::scope),
        auth_time: family.authenticated.seconds(),
        exp: issued_at.saturating_add(client.access_token_seconds()),
        iat: issued_at,
        jti: context.random_uuid().to_string(),
        username: user.username.clone(),
        device_key: family.device.as_ref().map(|device| device.key.clone()),
    }
}

/// The ID token of the same event as this access token.
fn id_claims<'a>(
    context: &Context<'_>,
    user: &'a User,
    client: &'a UserPoolClient,
    access: &'a AccessClaims,
    groups: GroupClaims<'a>,
    grant: Option<&Grant>,
) -> IdClaims<'a> {
    IdClaims {
        sub: &user.sub,
        groups,
        iss: &access.iss,
        username: &user.username,
        origin_jti: access.origin_jti.as_deref(),
        nonce: None,
        at_hash: None,
        aud: &client.id,
        event_id: &access.event_id,
        token_use: "id",
        auth_time: access.auth_time,
        exp: access.iat.saturating_add(client.id_token_seconds()),
        iat: access.iat,
        jti: context.random_uuid().to_string(),
        attributes: attribute_claims(user, client, grant),
    }
}

/// The left half of the access token's digest (OpenID Connect Core 3.1.3.6), which binds both tokens
/// together.
fn at_hash(access_token: &str) -> String {
    let digest = digest::digest(&digest::SHA256, access_token.as_bytes());
    let (left, _) = digest.as_ref().split_at(digest.as_ref().len() / 2);
    BASE64_URL_SAFE_NO_PAD.encode(left)
}
