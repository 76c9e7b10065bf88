//! Codes of authenticator apps: RFC 6238 with SHA-1, six digits and steps of thirty seconds, one
//! step of tolerance either way.

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use crate::core::Context;
use crate::model::{MfaFactor, SoftwareToken, TotpSecret, User, UserPool, VerifiedToken};
use crate::state::{State, Transaction};
use crate::time::UnixTime;

/// The first code of an app, and what the user calls it.
pub(crate) struct Proof {
    pub(crate) code: String,
    pub(crate) friendly_device_name: Option<String>,
}

/// What came of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is right for this time step.
    Accepted {
        step: u64,
    },
    /// It was right, and it or a later one was accepted before.
    Used,
    Wrong,
}

/// A secret for a new authenticator app.
pub(crate) fn random_secret(context: &Context<'_>) -> TotpSecret {
    TotpSecret::new(context.random_bytes())
}

/// The secret as authenticator apps take it: base32 (RFC 4648 section 6) without padding.
pub(crate) fn secret_code(secret: &TotpSecret) -> Zeroizing<String> {
    Zeroizing::new(Secret::from(*secret.reveal()).to_base32())
}

/// Refuses what needs authenticator apps in a pool that does not offer them; the text is the
/// developer guide's.
pub(crate) fn require_offered(pool: &UserPool) -> Result<(), ServiceError> {
    if pool.factors.offers(MfaFactor::SoftwareTokenMfa) {
        return Ok(());
    }
    let message = "Software Token MFA has not been enabled by the userPool";
    Err(ServiceError::new(
        ErrorCode::SoftwareTokenMfaNotFound,
        message,
    ))
}

/// The user's token, if its secret was ever proven.
pub(crate) fn verified(state: &State, user: &User) -> Option<VerifiedToken> {
    find(state, user)?.verified.clone()
}

/// Keeps a secret until its possession is proven; the one that works goes on working.
pub(crate) fn put_pending(transaction: &mut Transaction<'_>, user: &User, secret: TotpSecret) {
    let known = find(transaction.state(), user);
    transaction.put(SoftwareToken {
        pool_id: user.pool_id.clone(),
        sub: user.sub.clone(),
        verified: known.and_then(|known| known.verified.clone()),
        pending: Some(secret),
    });
}

/// The secret that waits for its proof.
pub(crate) fn pending(state: &State, user: &User) -> Option<TotpSecret> {
    find(state, user)?.pending.clone()
}

/// Makes a secret the user's working one, if the code proves it.
pub(crate) fn adopt(
    transaction: &mut Transaction<'_>,
    user: &User,
    secret: TotpSecret,
    proof: Proof,
    now: UnixTime,
) -> Result<(), ServiceError> {
    let Some(used_step) = matched_step(&secret, &proof.code, now) else {
        let message = "Code mismatch";
        return Err(ServiceError::new(
            ErrorCode::EnableSoftwareTokenMfa,
            message,
        ));
    };
    transaction.put(SoftwareToken {
        pool_id: user.pool_id.clone(),
        sub: user.sub.clone(),
        verified: Some(VerifiedToken {
            secret,
            friendly_device_name: proof.friendly_device_name,
            used_step,
        }),
        pending: None,
    });
    Ok(())
}

/// Checks a code against the working secret.
pub(crate) fn judge(state: &State, user: &User, code: &str, now: UnixTime) -> Verdict {
    let verified = verified(state, user);
    let step = verified
        .as_ref()
        .and_then(|verified| matched_step(&verified.secret, code, now));
    match (step, verified) {
        (Some(step), Some(verified)) if step <= verified.used_step => Verdict::Used,
        (Some(step), Some(_)) => Verdict::Accepted { step },
        _ => Verdict::Wrong,
    }
}

/// Uses up the codes of a time step and of those before.
pub(crate) fn use_up(transaction: &mut Transaction<'_>, user: &User, step: u64) {
    let Some(known) = find(transaction.state(), user) else {
        return;
    };
    let mut known = SoftwareToken::clone(&known);
    if let Some(verified) = &mut known.verified {
        verified.used_step = verified.used_step.max(step);
    }
    transaction.put(known);
}

/// The time step that the code belongs to; the comparison takes the same time for every code.
fn matched_step(secret: &TotpSecret, code: &str, now: UnixTime) -> Option<u64> {
    let now = u64::try_from(now.seconds()).ok()?;
    totp(secret).check(code, now)
}

/// The builder's defaults are the parameters that every authenticator app knows.
fn totp(secret: &TotpSecret) -> Totp {
    Builder::new()
        .with_secret(*secret.reveal())
        .build_noncompliant()
}

fn find(state: &State, user: &User) -> Option<Arc<SoftwareToken>> {
    state.get(&SoftwareToken::key_of(&user.pool_id, &user.sub))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 6238 appendix B gives SHA-1 a secret of 20 bytes, so the codes here were computed with
    /// another implementation.
    const SECRET: TotpSecret = TotpSecret::new(*b"12345678901234567890123456789012");

    #[test]
    fn codes_of_the_neighbouring_steps_are_right() {
        let step = |code, seconds| matched_step(&SECRET, code, UnixTime::from_seconds(seconds));
        assert_eq!(step("599872", 59), Some(1));
        assert_eq!(step("012961", 1_234_567_890), Some(41_152_263));
        for seconds in [1_111_111_050, 1_111_111_080, 1_111_111_109, 1_111_111_139] {
            assert_eq!(step("138967", seconds), Some(37_037_036));
        }
        for seconds in [1_111_111_049, 1_111_111_140, -1] {
            assert_eq!(step("138967", seconds), None);
        }
    }

    #[test]
    fn the_secret_code_is_base32() {
        assert_eq!(
            secret_code(&SECRET).as_str(),
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA"
        );
    }

    proptest! {
        #[test]
        fn any_code_at_any_time_is_judged(code in ".*", milliseconds: i64) {
            let now = UnixTime::from_milliseconds(milliseconds);
            if matched_step(&SECRET, &code, now).is_some() {
                prop_assert_eq!(code.len(), 6);
            }
        }
    }
}
