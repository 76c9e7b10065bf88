//! The ID token of a user pool's user, given as a login.

use poolgate_flow::ServiceError;
use serde_json::{Map, Value};

use super::error::{cognito_token, expired_token, inactive_token, invalid_token};
use super::{open_id_token, provider};
use crate::core::Context;
use crate::model::{SigningKeys, TokenFamily, User};
use crate::tokens::SignedToken;

/// What identity pools use of a token's claims.
pub(super) struct IdToken {
    claims: Map<String, Value>,
}

impl IdToken {
    /// Verifies a token as the ID token of a user pool of this server: issuer, signature, use and
    /// expiry. Its audience is for the identity pool to judge.
    pub(super) fn verify(
        context: &Context<'_>,
        pool_id: &str,
        token: &str,
    ) -> Result<Self, ServiceError> {
        let no_id_token = || invalid_token("Not a valid OpenId Connect identity token.");
        let token = SignedToken::parse(token).ok_or_else(no_id_token)?;
        let claims: Self = Self {
            claims: token.claims().ok_or_else(no_id_token)?,
        };
        let issuer = claims.text("iss").ok_or_else(no_id_token)?;
        if issuer == open_id_token::ISSUER {
            return Err(cognito_token());
        }
        if !provider::issues(context.settings(), pool_id, issuer) {
            return Err(invalid_token("Issuer doesn't match providerName"));
        }
        // An access token has no audience: this is what the service says to one.
        if claims.text("aud").is_none() {
            return Err(invalid_token("Missing a required claim: aud"));
        }
        let keys = context.read(|state| state.get::<SigningKeys>(pool_id));
        if !keys.is_some_and(|keys| token.is_signed_by(&keys.id)) {
            return Err(invalid_token("Couldn't verify signed token."));
        }
        if claims.text("token_use") != Some("id") || claims.text("sub").is_none() {
            return Err(no_id_token());
        }
        claims
            .check_expiry(context.now().seconds())
            .map(|()| claims)
    }

    fn check_expiry(&self, now: i64) -> Result<(), ServiceError> {
        match self.claims.get("exp").and_then(Value::as_i64) {
            Some(expires) if now < expires => Ok(()),
            Some(expires) => Err(expired_token(now, expires)),
            None => Err(invalid_token("Missing a required claim: exp")),
        }
    }

    /// Refuses the token of a user who was signed out everywhere, disabled or deleted, or whose
    /// tokens were revoked (protocol.md 8.6).
    pub(super) fn check_active(
        &self,
        context: &Context<'_>,
        pool_id: &str,
    ) -> Result<(), ServiceError> {
        // Tokens of the implicit flow name their family by the event.
        let origin = self.text("origin_jti").or_else(|| self.text("event_id"));
        let origin = origin.unwrap_or_default();
        let (user, family) = context.read(|state| {
            let user = state.get::<User>(&User::key_of(pool_id, self.subject()));
            (
                user,
                state.get::<TokenFamily>(&TokenFamily::key_of(pool_id, origin)),
            )
        });
        match (user, family) {
            (Some(user), Some(family)) if user.enabled && !family.is_revoked(&user) => Ok(()),
            _ => Err(inactive_token()),
        }
    }

    /// The user's id.
    pub(super) fn subject(&self) -> &str {
        self.text("sub").unwrap_or_default()
    }

    /// The app client it was issued to.
    pub(super) fn client_id(&self) -> &str {
        self.text("aud").unwrap_or_default()
    }

    pub(super) fn into_claims(self) -> Map<String, Value> {
        self.claims
    }

    fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim)?.as_str()
    }
}
