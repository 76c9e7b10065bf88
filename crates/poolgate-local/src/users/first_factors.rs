//! What a user may begin a sign-in with (protocol.md 3.4).

use super::passkeys;
use super::second_factors::registered;
use super::software_token;
use crate::model::{AuthFactor, MfaConfiguration, User, UserPool, UserStatus};
use crate::state::State;
use crate::users::delivery::Address;

/// The first factors of choice-based sign-in in the order in which the service lists them.
const FIRST_FACTORS: [AuthFactor; 4] = [
    AuthFactor::Password,
    AuthFactor::EmailOtp,
    AuthFactor::SmsOtp,
    AuthFactor::WebAuthn,
];

/// What the user has, among what the pool allows, and an authenticator app.
pub(crate) fn configured(state: &State, pool: &UserPool, user: &User) -> Vec<AuthFactor> {
    let token = software_token::verified(state, user).map(|_| AuthFactor::SoftwareToken);
    allowed(state, pool)
        .filter(|factor| has(state, pool, user, *factor))
        .chain(token)
        .collect()
}

/// What the user may begin with now: neither codes nor passkeys replace a password that has to be
/// changed, nor a second factor, unless a passkey counts as two. Nothing does it for whoever comes by
/// an external provider.
pub(crate) fn offered(state: &State, pool: &UserPool, user: &User) -> Vec<AuthFactor> {
    let must_change = user.status == UserStatus::ForceChangePassword;
    let second = match pool.settings.mfa_configuration {
        MfaConfiguration::Off => false,
        MfaConfiguration::On => true,
        MfaConfiguration::Optional => !registered(state, pool, user).is_empty(),
    };
    let is_external = user.status == UserStatus::ExternalProvider;
    allowed(state, pool)
        .filter(|factor| !is_external && has(state, pool, user, *factor))
        .filter(|factor| !must_change || *factor == AuthFactor::Password)
        .filter(|factor| !second || suffices(pool, *factor))
        .collect()
}

/// What a user of the pool may begin with who has everything.
pub(crate) fn offered_to_strangers(state: &State, pool: &UserPool) -> Vec<AuthFactor> {
    let second = pool.settings.mfa_configuration == MfaConfiguration::On;
    allowed(state, pool)
        .filter(|factor| !second || suffices(pool, *factor))
        .collect()
}

/// Whether a sign-in may begin with this where a second factor is demanded.
fn suffices(pool: &UserPool, factor: AuthFactor) -> bool {
    factor == AuthFactor::Password
        || factor == AuthFactor::WebAuthn && passkeys::are_multi_factor(pool)
}

/// What the pool lets a sign-in begin with; passkeys only if they have a domain to be for.
fn allowed(state: &State, pool: &UserPool) -> impl Iterator<Item = AuthFactor> {
    let policy = &pool.settings.policies.sign_in_policy;
    let has_domain = passkeys::relying_party(state, pool).is_some();
    FIRST_FACTORS
        .into_iter()
        .filter(|factor| policy.allows(*factor))
        .filter(move |factor| has_domain || *factor != AuthFactor::WebAuthn)
}

fn has(state: &State, pool: &UserPool, user: &User, factor: AuthFactor) -> bool {
    match factor {
        AuthFactor::Password => user.credential.is_some(),
        AuthFactor::EmailOtp => Address::email(user).is_some(),
        AuthFactor::SmsOtp => Address::phone_number(user).is_some(),
        AuthFactor::WebAuthn => !passkeys::usable(state, pool, user).is_empty(),
        // An authenticator app is no first factor.
        AuthFactor::SoftwareToken => false,
    }
}
