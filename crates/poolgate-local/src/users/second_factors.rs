//! Which second factors a user has (protocol.md 3.6).

use crate::model::{MfaConfiguration, MfaFactor, User, UserPool};
use crate::state::State;
use crate::users::delivery::Address;
use crate::users::software_token;

/// The factors that the user has turned on and can pass, in the order in which lists show them.
pub(crate) fn registered(state: &State, pool: &UserPool, user: &User) -> Vec<MfaFactor> {
    let passable = |factor: &MfaFactor| is_passable(state, pool, user, *factor);
    user.mfa.enabled().filter(passable).collect()
}

/// Whether the user has what the factor needs, in a pool that offers it.
pub(crate) fn is_passable(state: &State, pool: &UserPool, user: &User, factor: MfaFactor) -> bool {
    match factor {
        // A pool that no longer offers authenticator apps still asks those who have one, says the
        // developer guide.
        MfaFactor::SoftwareTokenMfa => software_token::verified(state, user).is_some(),
        MfaFactor::SmsMfa | MfaFactor::EmailOtp => {
            pool.factors.offers(factor) && address(user, factor).is_some()
        }
    }
}

/// Whether the user's second factor is a code that goes this way.
pub(crate) fn gets_codes_by(pool: &UserPool, user: &User, factor: MfaFactor) -> bool {
    let configuration = pool.settings.mfa_configuration;
    // Who has turned nothing on gets a text message where one is required.
    let by_default = factor == MfaFactor::SmsMfa
        && configuration == MfaConfiguration::On
        && user.mfa.enabled().next().is_none();
    configuration != MfaConfiguration::Off
        && pool.factors.offers(factor)
        && (by_default || user.mfa.is_enabled(factor))
}

/// Where the code of a factor is sent.
pub(crate) fn address(user: &User, factor: MfaFactor) -> Option<Address> {
    match factor {
        MfaFactor::SmsMfa => Address::phone_number(user),
        MfaFactor::EmailOtp => Address::email(user),
        MfaFactor::SoftwareTokenMfa => None,
    }
}
