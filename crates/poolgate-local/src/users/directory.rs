//! Finding a user by any of its names.

use std::sync::Arc;

use poolgate_flow::ServiceError;

use crate::core::Context;
use crate::error::user_not_found;
use crate::model::{User, UserPool, name_index};
use crate::state::{State, Transaction};

/// The user who goes by this name in the pool: username, alias or `sub` (protocol.md 1.3).
pub(crate) fn find(state: &State, pool: &UserPool, name: &str) -> Option<Arc<User>> {
    let index = name_index(&pool.id, name, pool.is_case_sensitive());
    state
        .named(&index)
        .or_else(|| state.get(&User::key_of(&pool.id, name)))
}

/// The same, or the error that every administrator's operation answers.
pub(crate) fn require(
    context: &Context<'_>,
    pool: &UserPool,
    name: &str,
) -> Result<Arc<User>, ServiceError> {
    context
        .read(|state| find(state, pool, name))
        .ok_or_else(user_not_found)
}

/// Finds a user and puts what `change` makes of him in place, all in one transaction.
pub(crate) fn change(
    context: &Context<'_>,
    pool: &UserPool,
    name: &str,
    change: impl FnOnce(&mut User) -> Result<(), ServiceError>,
) -> Result<Arc<User>, ServiceError> {
    context.write(|transaction| {
        let user = find(transaction.state(), pool, name).ok_or_else(user_not_found)?;
        update(transaction, &user, change)
    })
}

/// Puts what `change` makes of the user, as he is now, in place.
pub(crate) fn update(
    transaction: &mut Transaction<'_>,
    user: &User,
    change: impl FnOnce(&mut User) -> Result<(), ServiceError>,
) -> Result<Arc<User>, ServiceError> {
    let mut user = User::clone(&*current(transaction.state(), user)?);
    change(&mut user)?;
    Ok(transaction.put(user))
}

/// The user as he is now, unless he has been deleted.
pub(crate) fn current(state: &State, user: &User) -> Result<Arc<User>, ServiceError> {
    state
        .get(&User::key_of(&user.pool_id, &user.sub))
        .ok_or_else(user_not_found)
}
