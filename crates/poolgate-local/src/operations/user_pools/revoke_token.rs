//! `RevokeToken` (protocol.md 5.6).

use poolgate_flow::{ErrorCode, ServiceError};
use serde::{Deserialize, Serialize};

use crate::app_clients::{app_client, check_secret};
use crate::core::Context;
use crate::operations::Operation;
use crate::tokens::{self, RefreshToken, is_signed_token};

pub(super) struct RevokeToken;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    token: String,
    client_id: String,
    client_secret: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for RevokeToken {
    const NAME: &'static str = "RevokeToken";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let app = app_client(context, &input.client_id)?;
        // The operation declares no NotAuthorizedException (protocol.md 7.1).
        check_secret(&app.client, input.client_secret.as_deref())
            .map_err(|refusal| ServiceError::new(ErrorCode::Unauthorized, refusal.message))?;
        if !app.client.settings.enable_token_revocation {
            let message = "Token revocation is not enabled for this client.";
            return Err(ServiceError::new(ErrorCode::UnsupportedOperation, message));
        }
        if is_signed_token(&input.token) {
            let message = "Only refresh tokens can be revoked.";
            return Err(ServiceError::new(ErrorCode::UnsupportedTokenType, message));
        }
        // A token that means nothing is already as good as revoked (RFC 7009 section 2.2).
        let Some(token) = RefreshToken::open(context, &input.token) else {
            return Ok(Output {});
        };
        if token.client_id != app.client.id {
            let message = "The token was issued to another client.";
            return Err(ServiceError::new(ErrorCode::Unauthorized, message));
        }
        tokens::revoke_family(context, &token)?;
        Ok(Output {})
    }
}
