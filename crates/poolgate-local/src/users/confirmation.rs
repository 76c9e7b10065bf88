//! Confirming a sign-up with the code that was sent (protocol.md 9.2).

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use super::delivery::{self, Address, CodeDeliveryDetails};
use super::directory;
use super::registration::alias_exists;
use crate::app_clients::same;
use crate::core::Context;
use crate::model::{CodePurpose, ConfirmationCode, MessageKind, User, UserPool, UserStatus};
use crate::state::{Entity, Transaction};

/// Seconds a sign-up code lives (protocol.md 7.5).
const CODE_LIFETIME: i64 = 24 * 3600;
/// How often one code may be tried: the service allows fifteen tries an hour (protocol.md 7.5).
const MOST_ATTEMPTS: u32 = 15;

/// Sends a code to the address that the pool verifies, if the user has one.
pub(crate) fn send_code(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    user: &User,
) -> Option<CodeDeliveryDetails> {
    let address = Address::to_verify(pool, user)?;
    let code = delivery::random_code(context);
    let expires = context.now().plus_seconds(CODE_LIFETIME);
    let time = (context.now(), expires);
    delivery::send(
        transaction,
        user,
        &address,
        MessageKind::SignUpCode,
        &code,
        time,
    );
    transaction.forget_expired::<ConfirmationCode>(context.now());
    transaction.put(ConfirmationCode {
        pool_id: user.pool_id.clone(),
        sub: user.sub.clone(),
        purpose: CodePurpose::SignUp,
        code,
        attribute: address.attribute.to_owned(),
        failures: 0,
        expires,
    });
    Some(address.details())
}

/// What came of a code.
#[derive(Debug)]
pub(crate) enum Confirmation {
    Confirmed,
    /// The failure is counted, so it must be kept: it is not an error of the transaction.
    Refused(ServiceError),
}

/// Confirms an unconfirmed user and the attribute that the code was sent to. `force_alias` takes the
/// attribute from another user who had it as an alias.
pub(crate) fn confirm(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    user: &User,
    given: &str,
    force_alias: bool,
) -> Result<Confirmation, ServiceError> {
    let sent = outstanding(context, transaction, user)?;
    if !same(&sent.code, given) {
        let failures = sent.failures + 1;
        transaction.put(ConfirmationCode {
            failures,
            ..ConfirmationCode::clone(&sent)
        });
        let message = "Invalid verification code provided, please try again.";
        let refusal = ServiceError::new(ErrorCode::CodeMismatch, message);
        return Ok(Confirmation::Refused(refusal));
    }
    if user.naming.has_alias(&sent.attribute) {
        yield_alias(transaction, pool, user, &sent.attribute, force_alias)?;
    }
    let mut user = user.clone();
    user.status = UserStatus::Confirmed;
    user.attributes
        .set(&format!("{}_verified", sent.attribute), "true");
    user.modified = context.now();
    transaction.put(user);
    transaction.delete::<ConfirmationCode>(&sent.key());
    Ok(Confirmation::Confirmed)
}

/// The code that was sent and may still be returned.
fn outstanding(
    context: &Context<'_>,
    transaction: &Transaction<'_>,
    user: &User,
) -> Result<Arc<ConfirmationCode>, ServiceError> {
    let key = ConfirmationCode::key_of(&user.pool_id, &user.sub, CodePurpose::SignUp);
    let sent = transaction.get::<ConfirmationCode>(&key);
    let sent = sent
        .filter(|sent| context.now() < sent.expires)
        .ok_or_else(expired_code)?;
    if sent.failures < MOST_ATTEMPTS {
        return Ok(sent);
    }
    let message = "Attempt limit exceeded, please try after some time.";
    Err(ServiceError::new(ErrorCode::LimitExceeded, message))
}

/// The code is too old, was never sent, or belongs to somebody else.
pub(crate) fn expired_code() -> ServiceError {
    let message = "Invalid code provided, please request a code again.";
    ServiceError::new(ErrorCode::ExpiredCode, message)
}

/// Sees to it that nobody else goes by the attribute that becomes this user's alias.
fn yield_alias(
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    user: &User,
    attribute: &str,
    force: bool,
) -> Result<(), ServiceError> {
    let Some(value) = user.attributes.get(attribute) else {
        return Ok(());
    };
    let owner = directory::find(transaction.state(), pool, value);
    match owner.filter(|owner| owner.sub != user.sub) {
        None => Ok(()),
        Some(_) if !force => Err(alias_exists(attribute)),
        Some(owner) => {
            let mut owner = User::clone(&owner);
            owner.lose_alias(attribute);
            transaction.put(owner);
            Ok(())
        }
    }
}
