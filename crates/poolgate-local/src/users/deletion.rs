//! What goes when a user goes.

use super::{devices, groups};
use crate::model::{
    CodePurpose, ConfirmationCode, FailedAttempts, GroupMembership, SoftwareToken, User,
    WebAuthnCredential, WebAuthnRegistration,
};
use crate::state::{Entity, Order, Transaction};

/// Deletes a user with all that hangs on them. The name is free at once (protocol.md 9.1).
///
/// Tokens of the user's families stay until they expire: without their user they mean nothing.
pub(crate) fn delete(transaction: &mut Transaction<'_>, user: &User) {
    let (pool_id, sub) = (&user.pool_id, &user.sub);
    let memberships = GroupMembership::prefix_of(pool_id, sub);
    groups::end_memberships(transaction, (Order::Keys, &memberships));
    devices::forget_all(transaction, user);
    for purpose in CodePurpose::ALL {
        let key = ConfirmationCode::key_of(pool_id, sub, purpose);
        transaction.delete::<ConfirmationCode>(&key);
    }
    transaction.delete::<FailedAttempts>(&FailedAttempts::key_of(pool_id, sub));
    transaction.delete::<SoftwareToken>(&SoftwareToken::key_of(pool_id, sub));
    transaction.delete_range::<WebAuthnCredential>(&WebAuthnCredential::prefix_of(pool_id, sub));
    transaction.delete::<WebAuthnRegistration>(&WebAuthnRegistration::key_of(pool_id, sub));
    transaction.delete::<User>(&user.key());
}
