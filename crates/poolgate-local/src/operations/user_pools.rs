//! The operations of `cognito-idp`.

mod create_user_pool;

use super::{Entry, Operation};
use crate::constraints::Service;

/// The table: one line an operation.
pub(super) static OPERATIONS: &[Entry] = &[operation::<create_user_pool::CreateUserPool>()];

const fn operation<O: Operation>() -> Entry {
    Entry::new::<O>(Service::CognitoIdp)
}
