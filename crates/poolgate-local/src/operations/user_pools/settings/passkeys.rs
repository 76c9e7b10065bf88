//! What a pool must have for passkeys to be made (protocol.md 4). The service's texts are not public.

use poolgate_flow::{ErrorCode, ServiceError};

use crate::model::{AuthFactor, UserPool};
use crate::state::State;
use crate::users::passkeys;

/// The domain that passkeys of this pool are for.
pub(crate) fn require_relying_party(
    state: &State,
    pool: &UserPool,
) -> Result<String, ServiceError> {
    let policy = &pool.settings.policies.sign_in_policy;
    if !policy.allows(AuthFactor::WebAuthn) {
        let message = "Passkeys are not enabled for the user pool.";
        return Err(ServiceError::new(ErrorCode::WebAuthnNotEnabled, message));
    }
    passkeys::relying_party(state, pool).ok_or_else(|| {
        let message = "The user pool has neither a relying party for passkeys nor a domain.";
        ServiceError::new(ErrorCode::WebAuthnConfigurationMissing, message)
    })
}
