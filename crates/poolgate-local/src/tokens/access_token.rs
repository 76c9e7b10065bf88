//! Operations authorised by an access token.

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::SignedToken;
use super::claims::{ADMIN_SCOPE, AccessClaims};
use crate::core::Context;
use crate::error::{not_authorized, password_reset_required, user_not_found};
use crate::model::{SigningKeys, TokenFamily, User, UserStatus};

/// Who calls: the user of a valid access token, and the family it comes from.
#[derive(Debug)]
pub(crate) struct Bearer {
    pub(crate) user: Arc<User>,
    pub(crate) family: Arc<TokenFamily>,
    scope: String,
}

impl Bearer {
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|granted| granted == scope)
    }
}

/// Checks an access token as the service does before a token-authorised operation: signature,
/// expiry, revocation, scope (protocol.md 5.6 and 7.2).
pub(crate) fn authorize(context: &Context<'_>, token: &str) -> Result<Bearer, ServiceError> {
    let bearer = authenticate(context, token)?;
    if !bearer.has_scope(ADMIN_SCOPE) {
        return Err(not_authorized("Access Token does not have required scopes"));
    }
    Ok(bearer)
}

/// The same, whatever scopes the token has.
pub(crate) fn authenticate(context: &Context<'_>, token: &str) -> Result<Bearer, ServiceError> {
    let token = SignedToken::parse(token).ok_or_else(invalid)?;
    let claims: AccessClaims = token.claims().ok_or_else(invalid)?;
    let pool_id = claims.iss.rsplit('/').next().unwrap_or_default();
    let keys = context
        .read(|state| state.get::<SigningKeys>(pool_id))
        .ok_or_else(invalid)?;
    // Whatever precedes the pool id: a server with a data directory may have been reached at another
    // URL when it signed. Only the signature tells its tokens from others.
    if claims.token_use != "access" || !token.names(&keys.access) {
        return Err(invalid());
    }
    if !token.is_signed_by(&keys.access) {
        return Err(not_authorized(
            "Could not verify signature for Access Token",
        ));
    }
    if claims.exp <= context.now().seconds() {
        return Err(not_authorized("Access Token has expired"));
    }
    bearer(context, pool_id, &claims)
}

/// The user and the family behind a token that was checked.
fn bearer(
    context: &Context<'_>,
    pool_id: &str,
    claims: &AccessClaims,
) -> Result<Bearer, ServiceError> {
    let (user, family) = context.read(|state| {
        let user = state.get::<User>(&User::key_of(pool_id, &claims.sub));
        (
            user,
            state.get::<TokenFamily>(&TokenFamily::key_of(pool_id, claims.family())),
        )
    });
    let user = user.ok_or_else(user_not_found)?;
    let family = family
        .filter(|family| !family.is_revoked(&user))
        .ok_or_else(|| not_authorized("Access Token has been revoked"))?;
    // Disabling a user revokes the tokens, resetting the password does not (protocol.md 5.6).
    if user.status == UserStatus::ResetRequired {
        return Err(password_reset_required());
    }
    Ok(Bearer {
        user,
        family,
        scope: claims.scope.clone(),
    })
}

fn invalid() -> ServiceError {
    not_authorized("Invalid Access Token")
}
