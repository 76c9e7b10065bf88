//! The passkeys of a user, and what a pool demands of them (protocol.md 4).

use std::sync::Arc;

use crate::model::{
    FactorConfiguration, User, UserPool, UserPoolDomain, UserVerification, WebAuthnConfiguration,
    WebAuthnCredential,
};
use crate::state::State;

/// How many a user has at most.
pub(crate) const MOST_PASSKEYS: usize = 20;

/// The domain that passkeys are for: the one that the pool names, or its own custom one, or its
/// prefix domain. None of them need exist.
pub(crate) fn relying_party(state: &State, pool: &UserPool) -> Option<String> {
    let named =
        configuration(pool).and_then(|configuration| configuration.relying_party_id.clone());
    let host = |is_custom| {
        let key = UserPoolDomain::key_of(&pool.id, is_custom);
        state
            .get::<UserPoolDomain>(&key)
            .map(|domain| domain.host())
    };
    named.or_else(|| host(true)).or_else(|| host(false))
}

/// Whether a user must be recognised and not only be there.
pub(crate) fn user_verification(pool: &UserPool) -> UserVerification {
    let asked = configuration(pool).and_then(|configuration| configuration.user_verification);
    if are_multi_factor(pool) {
        UserVerification::Required
    } else {
        asked.unwrap_or_default()
    }
}

/// Whether a passkey that has recognised its user is all of a sign-in, where a second factor is
/// demanded.
pub(crate) fn are_multi_factor(pool: &UserPool) -> bool {
    let factor = configuration(pool).and_then(|configuration| configuration.factor_configuration);
    factor == Some(FactorConfiguration::MultiFactorWithUserVerification)
}

/// The passkeys of a user, those for former domains too.
pub(crate) fn of_user(state: &State, user: &User) -> Vec<Arc<WebAuthnCredential>> {
    let prefix = WebAuthnCredential::prefix_of(&user.pool_id, &user.sub);
    let passkeys = state.web_authn_credentials.range(&prefix, None);
    passkeys.map(|(_, passkey)| Arc::clone(passkey)).collect()
}

/// The passkeys that a user can sign in with now.
pub(crate) fn usable(state: &State, pool: &UserPool, user: &User) -> Vec<Arc<WebAuthnCredential>> {
    let Some(relying_party) = relying_party(state, pool) else {
        return Vec::new();
    };
    let mut passkeys = of_user(state, user);
    passkeys.retain(|passkey| passkey.relying_party_id == relying_party);
    passkeys
}

fn configuration(pool: &UserPool) -> Option<&WebAuthnConfiguration> {
    pool.factors.web_authn_configuration.as_ref()
}
