//! What a user may begin a sign-in with (protocol.md 3.4).

use super::second_factors::registered;
use super::software_token;
use crate::model::{AuthFactor, MfaConfiguration, User, UserPool, UserStatus};
use crate::state::State;
use crate::users::delivery::Address;

/// The first factors of choice-based sign-in in the order in which the service lists them. Passkeys
/// will be the fourth.
const FIRST_FACTORS: [AuthFactor; 3] = [
    AuthFactor::Password,
    AuthFactor::EmailOtp,
    AuthFactor::SmsOtp,
];

/// What the user has, among what the pool allows, and an authenticator app.
pub(crate) fn configured(state: &State, pool: &UserPool, user: &User) -> Vec<AuthFactor> {
    let token = software_token::verified(state, user).map(|_| AuthFactor::SoftwareToken);
    allowed(pool)
        .filter(|factor| has(user, *factor))
        .chain(token)
        .collect()
}

/// What the user may begin with now: codes do not replace a second factor, nor a password that has
/// to be changed.
pub(crate) fn offered(state: &State, pool: &UserPool, user: &User) -> Vec<AuthFactor> {
    let password_only = user.status == UserStatus::ForceChangePassword
        || match pool.settings.mfa_configuration {
            MfaConfiguration::Off => false,
            MfaConfiguration::On => true,
            MfaConfiguration::Optional => !registered(state, pool, user).is_empty(),
        };
    allowed(pool)
        .filter(|factor| has(user, *factor))
        .filter(|factor| !password_only || *factor == AuthFactor::Password)
        .collect()
}

/// What a user of the pool may begin with who has everything.
pub(crate) fn offered_to_strangers(pool: &UserPool) -> Vec<AuthFactor> {
    let required = pool.settings.mfa_configuration == MfaConfiguration::On;
    allowed(pool)
        .filter(|factor| !required || *factor == AuthFactor::Password)
        .collect()
}

fn allowed(pool: &UserPool) -> impl Iterator<Item = AuthFactor> {
    let policy = &pool.settings.policies.sign_in_policy;
    FIRST_FACTORS
        .into_iter()
        .filter(|factor| policy.allows(*factor))
}

fn has(user: &User, factor: AuthFactor) -> bool {
    match factor {
        AuthFactor::Password => user.credential.is_some(),
        AuthFactor::EmailOtp => Address::email(user).is_some(),
        AuthFactor::SmsOtp => Address::phone_number(user).is_some(),
        // No operation gives a user a passkey yet; an authenticator app is no first factor.
        AuthFactor::SoftwareToken | AuthFactor::WebAuthn => false,
    }
}
