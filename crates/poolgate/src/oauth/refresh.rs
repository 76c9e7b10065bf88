use poolgate_flow::{ErrorCode, RefreshToken, ServiceError};

use super::token_endpoint::{Form, Grant};
use super::{Domain, Refusal};
use crate::http::Repeat;
use crate::user_pool::RefreshFailed;
use crate::{Error, TokenSet, UserPool};

impl UserPool {
    /// Fetches tokens for a refresh token at the domain and verifies them. Those that come without
    /// a refresh token keep this one, which may work but once: it is sent once.
    pub(crate) async fn refresh_at(
        &self,
        domain: &Domain,
        refresh_token: RefreshToken,
    ) -> Result<TokenSet, RefreshFailed> {
        // A domain that was named since the session began is where the pool has moved to.
        let domain = self.domain().unwrap_or_else(|| domain.clone());
        let mut form = Form::new(Grant::RefreshToken);
        form.append("refresh_token", refresh_token.expose());
        let granted = self.grant(&domain, form, Repeat::Unsent).await;
        let granted = granted.map_err(refused)?;
        let rotated = granted.refresh_token.clone();
        let tokens = granted.into_user_tokens(&domain);
        let tokens = tokens.map_err(|error| RefreshFailed { error, rotated })?;
        self.verify_refreshed(tokens, refresh_token).await
    }
}

/// RFC 6749 5.2: the refresh token is over, revoked, spent, or of another client.
fn refused(error: Error) -> Error {
    match error {
        Error::OAuth {
            refusal: Refusal {
                error, description, ..
            },
            ..
        } if error == "invalid_grant" => Error::RefreshTokenGone {
            error: ServiceError::new(
                ErrorCode::from_wire(&error),
                description.unwrap_or_default(),
            ),
        },
        other => other,
    }
}
