//! Forgotten and reset passwords: where the code goes (protocol.md 7.3 and 9.2).

mod request;
mod reset;

use poolgate_flow::ServiceError;

use super::codes;
use super::delivery::{Address, CodeDeliveryDetails};
use super::second_factors;
use crate::core::Context;
use crate::error::{invalid_parameter, not_authorized};
use crate::model::{CodePurpose, MfaFactor, RecoveryMechanism, User, UserPool, UserStatus};
use crate::state::Transaction;

pub(crate) use request::request_code;
pub(crate) use reset::reset_password;

/// Refuses where only an administrator may set passwords, whoever asks.
pub(crate) fn require_self_service(pool: &UserPool) -> Result<(), ServiceError> {
    let mechanisms = mechanisms(pool);
    if mechanisms
        .iter()
        .any(|mechanism| *mechanism != RecoveryMechanism::AdminOnly)
    {
        return Ok(());
    }
    Err(not_authorized("Contact administrator to reset password."))
}

/// Sends the code to the first verified address that the pool wants used.
pub(crate) fn send_code(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    user: &User,
) -> Result<CodeDeliveryDetails, ServiceError> {
    let without = [
        UserStatus::ExternalProvider,
        UserStatus::ForceChangePassword,
    ];
    if without.contains(&user.status) {
        return Err(not_resettable());
    }
    let address = address(pool, user).ok_or_else(no_address)?;
    let purpose = CodePurpose::ForgotPassword;
    codes::send(context, transaction, user, purpose, &address)?;
    Ok(address.details())
}

/// Where the user's code goes, if anywhere.
pub(crate) fn address(pool: &UserPool, user: &User) -> Option<Address> {
    mechanisms(pool).into_iter().find_map(|mechanism| {
        let (address, factor) = match mechanism {
            RecoveryMechanism::AdminOnly => return None,
            RecoveryMechanism::VerifiedEmail => (Address::email(user), MfaFactor::EmailOtp),
            RecoveryMechanism::VerifiedPhoneNumber => {
                (Address::phone_number(user), MfaFactor::SmsMfa)
            }
        };
        // One address must not stand for the password and for the second factor.
        let qualifies = !second_factors::gets_codes_by(pool, user, factor);
        address.filter(|address| qualifies && user.attributes.is_verified(address.attribute))
    })
}

/// The user has no password of their own: a temporary one, which only an administrator renews, or none
/// at all.
pub(crate) fn not_resettable() -> ServiceError {
    not_authorized("User password cannot be reset in the current state.")
}

fn no_address() -> ServiceError {
    invalid_parameter(
        "Cannot reset password for the user as there is no registered/verified email or \
         phone_number",
    )
}

fn mechanisms(pool: &UserPool) -> Vec<RecoveryMechanism> {
    let setting = pool.settings.account_recovery_setting.clone();
    setting.unwrap_or_default().mechanisms()
}
