//! `POST /oauth2/revoke` (protocol.md 6.4, RFC 7009).

use super::endpoint_error::EndpointError;
use super::{Answer, Visit, client_authentication};
use crate::core::Context;
use crate::tokens::{self, RefreshToken, is_signed_token};

/// Ends a refresh token and everything that came of the same sign-in. A token that means nothing is
/// already as good as revoked (RFC 7009 section 2.2).
pub(super) fn answer(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    match revoke(context, visit) {
        Ok(()) => Answer::empty(200),
        Err(error) => error.answer(),
    }
}

fn revoke(context: &Context<'_>, visit: &Visit<'_>) -> Result<(), EndpointError> {
    let invalid_request = || EndpointError::bare("invalid_request");
    let parameters = visit.parameters().ok_or_else(invalid_request)?;
    let names = ["client_id", "client_secret", "token", "token_type_hint"];
    if parameters.repeated(&names).is_some() {
        return Err(invalid_request());
    }
    let app = client_authentication::authenticate(context, visit, &parameters)
        .map_err(EndpointError::unauthenticated)?;
    let token = parameters.get("token").ok_or_else(invalid_request)?;
    if !app.client.settings.enable_token_revocation {
        return Err(invalid_request());
    }
    if is_signed_token(token) {
        return Err(EndpointError::bare("unsupported_token_type"));
    }
    match RefreshToken::open(context, token) {
        None => Ok(()),
        Some(token) if token.client_id == app.client.id => {
            Ok(tokens::revoke_family(context, &token)?)
        }
        // Whatever the service says to this (U), RFC 7009 section 2.1 has it refused.
        Some(_) => Err(EndpointError::bare("unauthorized_client")),
    }
}
