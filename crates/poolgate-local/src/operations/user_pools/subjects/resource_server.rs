//! Finding a resource server, and taking its scopes away.

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use super::client_references::withdraw;
use crate::model::ResourceServer;
use crate::state::{State, Transaction};

/// The resource server of this identifier; the service's text is not public.
pub(crate) fn require(
    state: &State,
    pool_id: &str,
    identifier: &str,
) -> Result<Arc<ResourceServer>, ServiceError> {
    state
        .get(&ResourceServer::key_of(pool_id, identifier))
        .ok_or_else(|| {
            let message = format!("Resource server {identifier} does not exist.");
            ServiceError::new(ErrorCode::ResourceNotFound, message)
        })
}

/// Takes the scopes that the server had, and has no more, from the app clients that may ask for them.
pub(crate) fn withdraw_scopes(
    transaction: &mut Transaction<'_>,
    before: &ResourceServer,
    after: Option<&ResourceServer>,
) {
    let remaining: Vec<String> = after
        .map(ResourceServer::scopes_in_full)
        .unwrap_or_default();
    let had = before.scopes_in_full();
    withdraw(
        transaction,
        &before.user_pool_id,
        |settings| &mut settings.allowed_oauth_scopes,
        |scope| had.contains(scope) && !remaining.contains(scope),
    );
}
