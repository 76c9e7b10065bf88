//! Issuing the tokens of a sign-in or a refresh.

use std::sync::Arc;

use poolgate_flow::ServiceError;
use serde::Serialize;

use super::claims::{ADMIN_SCOPE, AccessClaims, IdClaims, attribute_claims};
use super::group_claims::GroupClaims;
use super::{RefreshToken, SigningAlgorithm, SigningKey, issuer};
use crate::core::Context;
use crate::model::{DeviceIdentity, SigningKeys, TokenFamily, User, UserPoolClient};
use crate::state::Transaction;
use crate::users::groups;

/// Tokens on the wire.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AuthenticationResult {
    access_token: String,
    /// Seconds the access token lives.
    expires_in: i64,
    token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    id_token: String,
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

/// Begins the family of a new sign-in and puts it in place.
pub(crate) fn begin_family(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    user: &User,
    client: &UserPoolClient,
    device: Option<DeviceIdentity>,
) -> Arc<TokenFamily> {
    transaction.forget_expired::<TokenFamily>(context.now());
    let refresh_expires = context.now().plus_seconds(client.refresh_token_seconds());
    transaction.put(TokenFamily {
        pool_id: user.pool_id.clone(),
        origin_jti: context.random_uuid().to_string(),
        sub: user.sub.clone(),
        client_id: client.id.clone(),
        authenticated: context.now(),
        refresh_expires,
        // Access and ID tokens may outlive the refresh token they were last made from.
        expires: refresh_expires.plus_seconds(longest_token_seconds(client)),
        sign_outs: user.sign_outs,
        revoked: false,
        issued: 1,
        usable: [(1, None)].into(),
        device,
    })
}

/// Signs an access and an ID token of a family, and seals the refresh token of this number, if one
/// is due.
pub(crate) fn issue(
    context: &Context<'_>,
    user: &User,
    client: &UserPoolClient,
    family: &TokenFamily,
    refresh_number: Option<u32>,
) -> Result<AuthenticationResult, ServiceError> {
    let keys = signing_keys(context, &user.pool_id)?;
    // Read anew for every event, refreshes too (protocol.md 5.5).
    let groups = context.read(|state| groups::of_user(state, &user.pool_id, &user.sub));
    let groups = GroupClaims::of(&groups);
    let access = access_claims(context, user, client, family, &groups);
    let id = id_claims(context, user, client, &access, groups);
    let refresh_token = refresh_number
        .map(|number| RefreshToken::of(family, number).seal(context))
        .transpose()?;
    Ok(AuthenticationResult {
        access_token: keys.access.sign(&access)?,
        expires_in: client.access_token_seconds(),
        token_type: "Bearer",
        refresh_token,
        id_token: keys.id.sign(&id)?,
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
    AccessClaims {
        sub: user.sub.clone(),
        groups: groups.names(),
        iss: issuer(context.settings(), &user.pool_id),
        client_id: client.id.clone(),
        origin_jti: family.origin_jti.clone(),
        event_id: context.random_uuid().to_string(),
        token_use: "access".to_owned(),
        scope: ADMIN_SCOPE.to_owned(),
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
) -> IdClaims<'a> {
    IdClaims {
        sub: &user.sub,
        groups,
        iss: &access.iss,
        username: &user.username,
        origin_jti: &access.origin_jti,
        aud: &client.id,
        event_id: &access.event_id,
        token_use: "id",
        auth_time: access.auth_time,
        exp: access.iat.saturating_add(client.id_token_seconds()),
        iat: access.iat,
        jti: context.random_uuid().to_string(),
        attributes: attribute_claims(user, client),
    }
}

fn longest_token_seconds(client: &UserPoolClient) -> i64 {
    client.access_token_seconds().max(client.id_token_seconds())
}
