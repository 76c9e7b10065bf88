//! Codes that are sent and come back: drawn, compared, counted (protocol.md 7.5 and 9.2).

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use super::delivery::{self, Address};
use super::lockout::Subject;
use crate::app_clients::same;
use crate::core::Context;
use crate::error::attempt_limit_exceeded;
use crate::model::{CodePurpose, ConfirmationCode, User};
use crate::state::{Entity, State, Transaction};
use crate::time::UnixTime;

/// Seconds in which codes and wrong answers are counted (protocol.md 7.5: "per user/hour").
const WINDOW: i64 = 3600;
/// How many wrong codes are heard in that time.
const MOST_FAILURES: u32 = 15;

/// Sends a user a new code, which ends the one before.
pub(crate) fn send(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    user: &User,
    purpose: CodePurpose,
    address: &Address,
) -> Result<(), ServiceError> {
    let sent = renew(context, transaction, user, purpose, address)?;
    let time = (context.now(), sent.expires);
    let kind = purpose.message_kind();
    delivery::send(transaction, user, address, kind, &sent.code, time);
    Ok(())
}

/// Makes a new code for a user, which ends the one before, for the caller to send.
pub(crate) fn renew(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    user: &User,
    purpose: CodePurpose,
    address: &Address,
) -> Result<Arc<ConfirmationCode>, ServiceError> {
    let code = delivery::random_code(context);
    let subject = Subject::of(user);
    let code = (code.as_str(), Some(address));
    keep(context, transaction, subject, purpose, code)
}

/// Does as if a code had been sent: what comes back is then wrong, and is not a code that nobody
/// asked for (protocol.md 7.3, `ConfirmForgotPassword`). It draws, counts and writes as [`send`]
/// does.
pub(crate) fn pretend_to_send(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    subject: Subject<'_>,
    purpose: CodePurpose,
) -> Result<(), ServiceError> {
    drop(delivery::random_code(context));
    // Nothing that is given is equal to an empty code.
    keep(context, transaction, subject, purpose, ("", None))?;
    Ok(())
}

/// Takes back the code that was sent. A wrong one is counted, so the transaction must be kept even
/// when this refuses.
pub(crate) fn redeem(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    subject: Subject<'_>,
    purpose: CodePurpose,
    given: &str,
) -> Result<Arc<ConfirmationCode>, ServiceError> {
    let sent = outstanding(transaction.state(), subject, purpose, context.now())?;
    if is_same(&sent, given) {
        transaction.delete::<ConfirmationCode>(&sent.key());
        return Ok(sent);
    }
    let mut counted = ConfirmationCode::clone(&sent);
    counted.begin_window(context.now(), WINDOW);
    counted.failures = counted.failures.saturating_add(1);
    transaction.put(counted);
    Err(code_mismatch())
}

/// Makes the code useless that was sent. What was counted stays, so that nobody guesses anew.
pub(crate) fn withdraw(transaction: &mut Transaction<'_>, user: &User, purpose: CodePurpose) {
    let key = ConfirmationCode::key_of(&user.pool_id, &user.sub, purpose);
    if let Some(sent) = transaction.get::<ConfirmationCode>(&key) {
        transaction.put(ConfirmationCode {
            code: String::new(),
            destination: String::new(),
            ..ConfirmationCode::clone(&sent)
        });
    }
}

/// Where the code went that may still be returned.
pub(crate) fn destination(
    state: &State,
    user: &User,
    purpose: CodePurpose,
    now: UnixTime,
) -> Option<String> {
    let sent = outstanding(state, Subject::of(user), purpose, now).ok()?;
    (!sent.destination.is_empty()).then(|| sent.destination.clone())
}

/// The attribute that the code went to which may still be returned.
pub(crate) fn outstanding_attribute(
    state: &State,
    user: &User,
    purpose: CodePurpose,
    now: UnixTime,
) -> Option<String> {
    let sent = outstanding(state, Subject::of(user), purpose, now).ok()?;
    Some(sent.attribute.clone())
}

/// Whether [`redeem`] would take this code.
pub(crate) fn is_right(
    state: &State,
    subject: Subject<'_>,
    purpose: CodePurpose,
    given: &str,
    now: UnixTime,
) -> bool {
    outstanding(state, subject, purpose, now).is_ok_and(|sent| is_same(&sent, given))
}

/// Whether this code was sent. An empty one never was: it was withdrawn, or only pretended.
fn is_same(sent: &ConfirmationCode, given: &str) -> bool {
    !sent.code.is_empty() && same(&sent.code, given)
}

/// The code is another one than was sent.
pub(crate) fn code_mismatch() -> ServiceError {
    let message = "Invalid verification code provided, please try again.";
    ServiceError::new(ErrorCode::CodeMismatch, message)
}

/// The code that was sent and may still be returned.
fn outstanding(
    state: &State,
    subject: Subject<'_>,
    purpose: CodePurpose,
    now: UnixTime,
) -> Result<Arc<ConfirmationCode>, ServiceError> {
    let key = ConfirmationCode::key_of(subject.pool_id, subject.sub, purpose);
    let sent = state.get::<ConfirmationCode>(&key);
    let sent = sent
        .filter(|sent| now < sent.expires)
        .ok_or_else(expired_code)?;
    if now < sent.window_ends && sent.failures >= MOST_FAILURES {
        return Err(attempt_limit_exceeded());
    }
    Ok(sent)
}

/// The code is too old, was never sent, or belongs to somebody else.
fn expired_code() -> ServiceError {
    let message = "Invalid code provided, please request a code again.";
    ServiceError::new(ErrorCode::ExpiredCode, message)
}

/// Replaces the code that was outstanding. Failures stay counted: a new code must not give whoever
/// guesses a new start.
fn keep(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    subject: Subject<'_>,
    purpose: CodePurpose,
    (code, address): (&str, Option<&Address>),
) -> Result<Arc<ConfirmationCode>, ServiceError> {
    let now = context.now();
    let key = ConfirmationCode::key_of(subject.pool_id, subject.sub, purpose);
    let previous = transaction.get::<ConfirmationCode>(&key);
    let counts = previous.filter(|previous| now < previous.window_ends);
    let mut next = ConfirmationCode {
        pool_id: subject.pool_id.to_owned(),
        sub: subject.sub.to_owned(),
        purpose,
        code: code.to_owned(),
        attribute: address.map_or_else(String::new, |address| address.attribute.to_owned()),
        destination: address.map_or_else(String::new, |address| address.destination.clone()),
        failures: counts.as_ref().map_or(0, |counts| counts.failures),
        sent: counts.as_ref().map_or(0, |counts| counts.sent),
        window_ends: counts.map_or_else(UnixTime::default, |counts| counts.window_ends),
        expires: now.plus_seconds(purpose.lifetime()),
    };
    next.begin_window(now, WINDOW);
    if next.sent >= purpose.most_sent() {
        return Err(attempt_limit_exceeded());
    }
    next.sent += 1;
    transaction.forget_expired::<ConfirmationCode>(now);
    Ok(transaction.put(next))
}
