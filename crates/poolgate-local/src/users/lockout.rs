//! Locking out whoever guesses (protocol.md 7.4).

use poolgate_flow::ServiceError;

use crate::error::{attempt_limit_exceeded, not_authorized};
use crate::model::{FailedAttempts, User};
use crate::state::{State, Transaction};
use crate::time::UnixTime;

/// The failure from which on each one locks.
const LOCKING_FAILURE: u32 = 5;
/// The longest lock, and the quiet after which failures are forgotten.
const LONGEST_SECONDS: i64 = 15 * 60;

/// How many wrong codes a session hears.
const MOST_WRONG_CODES: u32 = 15;

/// Whose attempts are counted: a user, or a name nobody has, by its simulated `sub`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) pool_id: &'a str,
    pub(crate) sub: &'a str,
}

impl<'a> Subject<'a> {
    pub(crate) fn of(user: &'a User) -> Self {
        Self {
            pool_id: &user.pool_id,
            sub: &user.sub,
        }
    }
}

/// Refuses while the subject is locked; such an attempt does not extend the lock.
pub(crate) fn guard(
    state: &State,
    subject: Subject<'_>,
    now: UnixTime,
) -> Result<(), ServiceError> {
    match attempts(state, subject, now) {
        Some(attempts) if now < attempts.locked_until => {
            Err(not_authorized("Password attempts exceeded"))
        }
        _ => Ok(()),
    }
}

/// Counts a failure: the n-th one locks for 2^(n-5) seconds. A failure while locked does not count:
/// several guesses at the same time must not make each other's lock longer.
pub(crate) fn record_failure(
    transaction: &mut Transaction<'_>,
    subject: Subject<'_>,
    now: UnixTime,
) -> Result<(), ServiceError> {
    guard(transaction.state(), subject, now)?;
    transaction.forget_expired::<FailedAttempts>(now);
    let known = attempts(transaction.state(), subject, now);
    let failures = known
        .map_or(0, |attempts| attempts.failures)
        .saturating_add(1);
    let locked_until = now.plus_seconds(lock_seconds(failures));
    transaction.put(FailedAttempts {
        pool_id: subject.pool_id.to_owned(),
        sub: subject.sub.to_owned(),
        failures,
        locked_until,
        forgotten: locked_until.plus_seconds(LONGEST_SECONDS),
    });
    Ok(())
}

/// Refuses a session that has heard too many wrong codes. A first factor by code was seen not to
/// lock (protocol.md 7.4), so that this only keeps a code from being found by trying them all; the
/// number is the one of the service's other codes (protocol.md 7.5).
pub(crate) fn guard_codes(
    state: &State,
    session: Subject<'_>,
    now: UnixTime,
) -> Result<(), ServiceError> {
    match attempts(state, session, now) {
        Some(attempts) if attempts.failures >= MOST_WRONG_CODES => Err(attempt_limit_exceeded()),
        _ => Ok(()),
    }
}

/// Counts a wrong code of a session that lives until `expires`.
pub(crate) fn record_wrong_code(
    transaction: &mut Transaction<'_>,
    (session, expires): (Subject<'_>, UnixTime),
    now: UnixTime,
) -> Result<(), ServiceError> {
    guard_codes(transaction.state(), session, now)?;
    transaction.forget_expired::<FailedAttempts>(now);
    let known = attempts(transaction.state(), session, now);
    transaction.put(FailedAttempts {
        pool_id: session.pool_id.to_owned(),
        sub: session.sub.to_owned(),
        failures: known.map_or(1, |attempts| attempts.failures.saturating_add(1)),
        locked_until: now,
        forgotten: expires,
    });
    Ok(())
}

/// Forgets the failures after a success; refuses the success while locked.
pub(crate) fn record_success(
    transaction: &mut Transaction<'_>,
    subject: Subject<'_>,
    now: UnixTime,
) -> Result<(), ServiceError> {
    guard(transaction.state(), subject, now)?;
    transaction.delete::<FailedAttempts>(&FailedAttempts::key_of(subject.pool_id, subject.sub));
    Ok(())
}

fn attempts(
    state: &State,
    subject: Subject<'_>,
    now: UnixTime,
) -> Option<std::sync::Arc<FailedAttempts>> {
    let key = FailedAttempts::key_of(subject.pool_id, subject.sub);
    state
        .get::<FailedAttempts>(&key)
        .filter(|attempts| now < attempts.forgotten)
}

fn lock_seconds(failures: u32) -> i64 {
    match failures.checked_sub(LOCKING_FAILURE) {
        None => 0,
        Some(exponent) => 2_i64
            .checked_pow(exponent)
            .unwrap_or(i64::MAX)
            .min(LONGEST_SECONDS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_double_from_the_fifth_failure_on() {
        assert_eq!(
            [4, 5, 6, 7, 14, 15, u32::MAX].map(lock_seconds),
            [0, 1, 2, 4, 512, 900, 900]
        );
    }

    #[test]
    fn a_lock_ends_and_a_quiet_quarter_of_an_hour_forgets() {
        let mut state = State::default();
        let subject = Subject {
            pool_id: "pool",
            sub: "sub",
        };
        let start = UnixTime::from_seconds(1_000_000);
        for _ in 0..5 {
            let mut transaction = Transaction::new(&mut state, false);
            record_failure(&mut transaction, subject, start).unwrap();
            transaction.commit().unwrap();
        }
        assert!(guard(&state, subject, start).is_err());
        assert!(guard(&state, subject, start.plus_seconds(1)).is_ok());
        assert!(attempts(&state, subject, start.plus_seconds(900)).is_some());
        assert!(attempts(&state, subject, start.plus_seconds(901)).is_none());
    }
}
