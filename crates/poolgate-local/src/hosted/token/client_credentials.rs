//! The grant of an application that acts for itself (RFC 6749 section 4.4).

use super::{Fields, Tokens};
use crate::app_clients::AppClient;
use crate::core::Context;
use crate::hosted::authorization::checks;
use crate::hosted::endpoint_error::EndpointError;
use crate::model::Grant;
use crate::tokens;

/// An access token and nothing else. A client with this flow has scopes of resource servers only
/// (protocol.md 6.7), and gets all of them, in its own order, if it asks for none.
pub(super) fn issue(
    context: &Context<'_>,
    app: &AppClient,
    parameters: &Fields,
) -> Result<Tokens, EndpointError> {
    let client = &app.client;
    checks::allow(client, "client_credentials")?;
    let scopes = checks::scopes(client, parameters.get("scope"));
    let grant = Grant {
        scopes: scopes.map_err(|(error, _)| EndpointError::bare(error))?,
        resource: checks::resource(parameters.get("resource"))?,
    };
    Ok(Tokens {
        id_token: None,
        access_token: tokens::machine_token(context, client, &grant)?,
        refresh_token: None,
        expires_in: client.access_token_seconds(),
        token_type: "Bearer",
    })
}
