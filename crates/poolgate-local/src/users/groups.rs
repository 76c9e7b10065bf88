//! Which groups a user is in.

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use crate::model::{Group, GroupMembership};
use crate::state::{Entity, Order, State, Transaction};

/// The groups of a user, the best precedence first and those of the same by name.
pub(crate) fn of_user(state: &State, pool_id: &str, sub: &str) -> Vec<Arc<Group>> {
    let prefix = GroupMembership::prefix_of(pool_id, sub);
    let mut groups: Vec<Arc<Group>> = state
        .group_memberships
        .range(&prefix, None)
        .filter_map(|(_, membership)| of_membership(state, membership))
        .collect();
    groups.sort_by_key(|group| (group.precedence.is_none(), group.precedence));
    groups
}

/// The group that a membership is in.
pub(crate) fn of_membership(state: &State, membership: &GroupMembership) -> Option<Arc<Group>> {
    state.get(&Group::key_of(&membership.pool_id, &membership.group_name))
}

/// The group of this name.
pub(crate) fn require(
    state: &State,
    pool_id: &str,
    name: &str,
) -> Result<Arc<Group>, ServiceError> {
    state
        .get(&Group::key_of(pool_id, name))
        .ok_or_else(|| ServiceError::new(ErrorCode::ResourceNotFound, "Group not found."))
}

/// Ends the memberships of one user or of one group, which is what their keys or their places begin
/// with.
pub(crate) fn end_memberships(transaction: &mut Transaction<'_>, (order, prefix): (Order, &str)) {
    let memberships = &transaction.state().group_memberships;
    let ended: Vec<String> = memberships
        .ordered(order, prefix, None)
        .map(|(_, membership)| membership.key())
        .collect();
    for key in ended {
        transaction.delete::<GroupMembership>(&key);
    }
}
