//! Passwords: the pool's policy, and what is kept of one.

use std::borrow::Cow;
use std::fmt;

use poolgate_flow::{ErrorCode, ServiceError};
use poolgate_srp::{Identity, Salt, Verifier};
use serde::Deserialize;
use zeroize::ZeroizeOnDrop;

use crate::core::Context;
use crate::error;
use crate::model::{Credential, PasswordPolicy, UserPool};
use crate::time::UnixTime;

/// A password on its way through a request.
#[derive(Clone, Deserialize, ZeroizeOnDrop)]
#[serde(transparent)]
pub(crate) struct Password(String);

impl Password {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// The service words the same refusal in two ways (protocol.md 7.2).
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wording {
    /// Everywhere but in `AdminSetUserPassword`.
    DidNotConform,
    /// In `AdminSetUserPassword`.
    DoesNotConform,
}

/// Refuses a password that the policy does not allow, for one reason only.
pub(crate) fn check_policy(
    policy: &PasswordPolicy,
    password: &Password,
    wording: Wording,
) -> Result<(), ServiceError> {
    let Some(reason) = violation(policy, password.reveal()) else {
        return Ok(());
    };
    let beginning = match wording {
        Wording::DidNotConform => "Password did not conform with policy",
        Wording::DoesNotConform => "Password does not conform to policy",
    };
    Err(ServiceError::new(
        ErrorCode::InvalidPassword,
        format!("{beginning}: {reason}"),
    ))
}

/// What is kept of a password: a fresh salt and the verifier. About a millisecond of arithmetic, so
/// never under the lock.
pub(crate) fn credential(
    context: &Context<'_>,
    pool: &UserPool,
    username: &str,
    password: &Password,
    expires: Option<UnixTime>,
) -> Credential {
    let salt = Salt::random(&mut context.random());
    let identity = Identity::user(pool.srp_name(), username);
    let verifier = Verifier::from_password(&identity, password.reveal().as_bytes(), &salt);
    Credential {
        salt: salt.to_hex(),
        verifier: verifier.to_bytes().to_vec(),
        expires,
    }
}

/// Whether it is the password of this credential.
pub(crate) fn matches(
    pool: &UserPool,
    username: &str,
    credential: &Credential,
    password: &str,
) -> Result<bool, ServiceError> {
    let (salt, verifier) = proof_parameters(credential)?;
    let identity = Identity::user(pool.srp_name(), username);
    Ok(verifier.matches_password(&identity, password.as_bytes(), &salt))
}

/// The salt and the verifier of a credential.
pub(crate) fn proof_parameters(credential: &Credential) -> Result<(Salt, Verifier), ServiceError> {
    let salt = Salt::from_hex(&credential.salt).map_err(error::internal)?;
    let verifier = Verifier::from_bytes(&credential.verifier).map_err(error::internal)?;
    Ok((salt, verifier))
}

/// A temporary password that satisfies the policy.
pub(crate) fn random(context: &Context<'_>, policy: &PasswordPolicy) -> Password {
    const CLASSES: [&[u8]; 4] = [
        b"ABCDEFGHJKLMNPQRSTUVWXYZ",
        b"abcdefghijkmnopqrstuvwxyz",
        b"23456789",
        b"!@#%&*-_+=",
    ];
    const USUAL_LENGTH: usize = 12;
    let length = USUAL_LENGTH.max(usize::try_from(policy.minimum_length).unwrap_or(USUAL_LENGTH));
    let mut text = String::with_capacity(length);
    // One of each class, then letters and digits: every policy is content.
    for class in CLASSES {
        text += &context.random_text(1, class);
    }
    text += &context.random_text(length - CLASSES.len(), &CLASSES[..3].concat());
    Password::new(text)
}

fn violation(policy: &PasswordPolicy, password: &str) -> Option<Cow<'static, str>> {
    let has = |test: fn(char) -> bool| password.chars().any(test);
    let minimum = usize::try_from(policy.minimum_length).unwrap_or(usize::MAX);
    let reason = if password.chars().count() < minimum {
        "Password not long enough"
    } else if policy.require_uppercase && !has(char::is_uppercase) {
        "Password must have uppercase characters"
    } else if policy.require_lowercase && !has(char::is_lowercase) {
        "Password must have lowercase characters"
    } else if policy.require_numbers && !has(|character| character.is_ascii_digit()) {
        "Password must have numeric characters"
    } else if policy.require_symbols && !has_symbol(password) {
        "Password must have symbol characters"
    } else {
        return None;
    };
    Some(reason.into())
}

/// The service's set of symbols; a blank counts inside only (protocol.md 9.2).
fn has_symbol(password: &str) -> bool {
    const SYMBOLS: &str = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-";
    password
        .trim()
        .chars()
        .any(|character| character == ' ' || SYMBOLS.contains(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_reason_at_a_time() {
        let policy = PasswordPolicy::default();
        let reason = |password| violation(&policy, password);
        assert_eq!(reason("Aa1!"), Some("Password not long enough".into()));
        assert_eq!(
            reason("aaaaaaaa"),
            Some("Password must have uppercase characters".into())
        );
        assert_eq!(
            reason("AAAAAAAA"),
            Some("Password must have lowercase characters".into())
        );
        assert_eq!(
            reason("Aaaaaaaa"),
            Some("Password must have numeric characters".into())
        );
        assert_eq!(
            reason("Aaaaaaa1"),
            Some("Password must have symbol characters".into())
        );
        assert_eq!(
            reason("Aaaaaaa1 "),
            Some("Password must have symbol characters".into())
        );
        assert_eq!(reason("Aaaa aa1"), None);
    }
}
