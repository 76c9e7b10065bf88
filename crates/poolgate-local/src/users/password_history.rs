//! Former passwords that a user may not take again (protocol.md 9.2).

use poolgate_flow::{ErrorCode, ServiceError};

use super::password::{self, Password};
use crate::model::{Credential, User, UserPool};

/// Refuses a password that the pool's history still remembers. A millisecond of arithmetic for each
/// one remembered, so never under the lock.
///
/// The current password is the first that counts: the service speaks of "previous" passwords, and
/// at the time of a change the current one is (uncertain). A temporary password never counts, since
/// it may become the permanent one (protocol.md 12.12).
pub(crate) fn check(pool: &UserPool, user: &User, password: &Password) -> Result<(), ServiceError> {
    let remembered = user
        .credential
        .iter()
        .chain(&user.former_credentials)
        .filter(|credential| !credential.is_temporary())
        .take(size(pool));
    for credential in remembered {
        if password::matches(pool, &user.username, credential, password.reveal())? {
            let message = "Password has previously been used and cannot be reused.";
            let code = ErrorCode::PasswordHistoryPolicyViolation;
            return Err(ServiceError::new(code, message));
        }
    }
    Ok(())
}

/// Gives the user a new password and remembers the one before, as far as the pool wants it.
pub(crate) fn replace(pool: &UserPool, user: &mut User, credential: Credential) {
    let former = user.credential.replace(credential);
    if let Some(former) = former.filter(|former| !former.is_temporary()) {
        user.former_credentials.insert(0, former);
    }
    user.former_credentials.truncate(size(pool));
}

fn size(pool: &UserPool) -> usize {
    let size = pool.settings.policies.password_policy.password_history_size;
    usize::try_from(size.unwrap_or(0)).unwrap_or(usize::MAX)
}
