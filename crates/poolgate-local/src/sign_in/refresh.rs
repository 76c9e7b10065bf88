//! New tokens for a refresh token (protocol.md 5.5).

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use crate::app_clients::{AppClient, check_secret_hash};
use crate::core::Context;
use crate::error::{not_authorized, password_reset_required, user_disabled, user_not_found};
use crate::model::{Device, TokenFamily, User, UserStatus};
use crate::state::{State, Transaction};
use crate::time::UnixTime;
use crate::tokens::{self, AuthenticationResult, RefreshToken};

/// What an operation knows of rotation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rotation<'a> {
    /// `GetTokensFromRefreshToken` rotates if the client says so; it has checked the raw secret.
    Supported,
    /// The old flow refuses a client that rotates. Its secret hash is made with the user's real
    /// name, which only the token tells (protocol.md 1.3).
    Unsupported { secret_hash: Option<&'a str> },
}

/// Issues new tokens of the same family; attributes and groups are read anew.
///
/// Whoever presents a token that was exchanged before may have stolen it, and so may whoever
/// exchanged it: the whole family ends (RFC 9700 section 4.14.2).
pub(crate) fn refresh(
    context: &Context<'_>,
    app: &AppClient,
    token: &str,
    device_key: Option<&str>,
    rotation: Rotation<'_>,
) -> Result<AuthenticationResult, ServiceError> {
    let token = RefreshToken::open(context, token)
        .filter(|token| token.client_id == app.client.id)
        .ok_or_else(invalid)?;
    let result = exchange(context, app, &token, device_key, rotation);
    if let Err(error) = &result
        && error.code == ErrorCode::RefreshTokenReuse
    {
        tokens::revoke_family(context, &token)?;
    }
    result
}

fn exchange(
    context: &Context<'_>,
    app: &AppClient,
    token: &RefreshToken,
    device_key: Option<&str>,
    rotation: Rotation<'_>,
) -> Result<AuthenticationResult, ServiceError> {
    if let (Rotation::Unsupported { .. }, Some(_)) = (rotation, app.client.rotation()) {
        let message =
            "Refresh token rotation is enabled for this client: use GetTokensFromRefreshToken.";
        return Err(ServiceError::new(ErrorCode::UnsupportedOperation, message));
    }
    let (family, user) = context.read(|state| current(state, token, context.now()))?;
    if let Rotation::Unsupported { secret_hash } = rotation {
        check_secret_hash(&app.client, &user.username, secret_hash)?;
    }
    require_device(context, app, &family, &user, device_key)?;
    let Some(setting) = app.client.rotation() else {
        return tokens::issue(context, &user, &app.client, &family, None, None);
    };
    let grace = i64::from(setting.retry_grace_period_seconds);
    let (family, user) = context.write(|transaction| rotate(context, transaction, token, grace))?;
    let number = Some(family.issued);
    tokens::issue(context, &user, &app.client, &family, number, None)
}

/// Where the pool tracks devices, the one of the sign-in must be named, and be confirmed by now
/// (protocol.md 2.4).
fn require_device(
    context: &Context<'_>,
    app: &AppClient,
    family: &TokenFamily,
    user: &User,
    device_key: Option<&str>,
) -> Result<(), ServiceError> {
    // Browsers have no device keys: what an application was granted is refreshed without (U).
    if app.pool.settings.device_configuration.is_none() || family.grant.is_some() {
        return Ok(());
    }
    let own = family.device.as_ref().map(|device| device.key.as_str());
    let confirmed = |key| {
        let key = Device::key_of(user, key);
        context.read(|state| state.get::<Device>(&key).is_some())
    };
    match device_key {
        Some(key) if own == Some(key) && confirmed(key) => Ok(()),
        _ => Err(invalid()),
    }
}

/// Marks the token as exchanged and counts its successor.
///
/// Each token may be exchanged once, and again until its grace period ends, so that a client that
/// lost the answer, or two that share the token, can go on.
fn rotate(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    token: &RefreshToken,
    grace: i64,
) -> Result<(Arc<TokenFamily>, Arc<User>), ServiceError> {
    let (family, user) = current(transaction.state(), token, context.now())?;
    let mut family = TokenFamily::clone(&family);
    family.exchange(token.number, context.now(), grace);
    Ok((transaction.put(family), user))
}

/// The family and the user of a token that still works.
fn current(
    state: &State,
    token: &RefreshToken,
    now: UnixTime,
) -> Result<(Arc<TokenFamily>, Arc<User>), ServiceError> {
    if token.expires <= now {
        return Err(not_authorized("Refresh Token has expired"));
    }
    let family = state
        .get::<TokenFamily>(&TokenFamily::key_of(&token.pool_id, &token.origin_jti))
        .ok_or_else(invalid)?;
    let user = state.get::<User>(&User::key_of(&family.pool_id, &family.sub));
    let user = user.ok_or_else(user_not_found)?;
    if family.is_revoked(&user) {
        return Err(not_authorized("Refresh Token has been revoked"));
    }
    if !user.enabled {
        return Err(user_disabled());
    }
    if user.status == UserStatus::ResetRequired {
        return Err(password_reset_required());
    }
    if !family.is_usable(token.number, now) {
        let message = "Refresh token was already used.";
        return Err(ServiceError::new(ErrorCode::RefreshTokenReuse, message));
    }
    Ok((family, user))
}

fn invalid() -> ServiceError {
    not_authorized("Invalid Refresh Token")
}
