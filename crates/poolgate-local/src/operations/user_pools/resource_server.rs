//! Finding a resource server.

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use crate::model::ResourceServer;
use crate::state::State;

/// The resource server of this identifier; the service's text is not public.
pub(super) fn require(
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
