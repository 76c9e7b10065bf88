//! Whose devices an operation is about.

use std::sync::Arc;

use poolgate_flow::ServiceError;

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::User;
use crate::tokens::{self, Bearer};
use crate::users::{devices, directory};

/// Who calls, in a pool that tracks devices.
pub(crate) fn by_token(context: &Context<'_>, access_token: &str) -> Result<Bearer, ServiceError> {
    let bearer = tokens::authorize(context, access_token)?;
    devices::require_tracking(&*user_pool(context, &bearer.user.pool_id)?)?;
    Ok(bearer)
}

/// The user whom an administrator names, in a pool that tracks devices.
pub(crate) fn by_name(
    context: &Context<'_>,
    pool_id: &str,
    username: &str,
) -> Result<Arc<User>, ServiceError> {
    let pool = user_pool(context, pool_id)?;
    let user = directory::require(context, &pool, username)?;
    devices::require_tracking(&pool)?;
    Ok(user)
}
