//! Addresses that a user has shown to read (protocol.md 3.4 and 3.6).

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::confirmation::yield_alias;
use crate::model::{User, UserPool};
use crate::state::Transaction;
use crate::time::UnixTime;

/// Marks the address as verified that a code came back from, if it still is the user's.
///
/// # Errors
///
/// `AliasExistsException` if the address would become the user's name and is another user's.
pub(crate) fn mark_verified(
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    user: Arc<User>,
    (attribute, destination): (&str, &str),
    now: UnixTime,
) -> Result<Arc<User>, ServiceError> {
    let unchanged = user.attributes.get(attribute) == Some(destination);
    if !unchanged || user.attributes.is_verified(attribute) {
        return Ok(user);
    }
    if user.naming.has_alias(attribute) {
        yield_alias(transaction, pool, &user, attribute, false)?;
    }
    let mut user = User::clone(&user);
    user.attributes
        .set(&format!("{attribute}_verified"), "true");
    user.modified = now;
    Ok(transaction.put(user))
}

/// Gives the user an address that a code came back from.
///
/// # Errors
///
/// `AliasExistsException` if users go by such addresses and another user goes by this one.
pub(crate) fn set_verified(
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    user: &User,
    (attribute, destination): (&str, &str),
    now: UnixTime,
) -> Result<User, ServiceError> {
    let mut user = user.clone();
    user.attributes.set(attribute, destination);
    let is_name = user.naming.has_alias(attribute) || user.naming.has_username_attribute(attribute);
    if is_name {
        yield_alias(transaction, pool, &user, attribute, false)?;
    }
    user.attributes
        .set(&format!("{attribute}_verified"), "true");
    user.modified = now;
    Ok(user)
}
