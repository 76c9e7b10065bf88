//! Confirming a sign-up with the code or the link that was sent (protocol.md 9.2).

mod by_code;
mod by_link;
mod resend;

use poolgate_flow::ServiceError;

use super::codes;
use super::delivery::{self, Address, CodeDeliveryDetails};
use super::directory;
use super::lockout::Subject;
use super::registration::alias_exists;
use crate::app_clients::AppClient;
use crate::core::Context;
use crate::error::not_authorized;
use crate::model::{CodePurpose, User, UserPool, UserStatus};
use crate::state::Transaction;

pub(crate) use by_code::confirm_by_code;
pub(crate) use by_link::{LINK_PATH, confirm_by_link};
pub(crate) use resend::resend_code;

/// Sends a code to the address that the pool verifies, if the user has one.
pub(crate) fn send_code(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    app: &AppClient,
    user: &User,
) -> Result<Option<CodeDeliveryDetails>, ServiceError> {
    let Some(address) = Address::to_verify(&app.pool, user) else {
        return Ok(None);
    };
    send_code_to(context, transaction, app, user, &address)?;
    Ok(Some(address.details()))
}

/// Sends a code to this address, by itself or in the link that the pool wants in its e-mails.
pub(crate) fn send_code_to(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    app: &AppClient,
    user: &User,
    address: &Address,
) -> Result<(), ServiceError> {
    let (pool, purpose) = (&app.pool, CodePurpose::SignUp);
    if !by_link::carries(pool, address.attribute) {
        return codes::send(context, transaction, user, purpose, address);
    }
    let sent = codes::renew(context, transaction, user, purpose, address)?;
    let url = by_link::url(context, &app.client.id, &user.username, &sent.code);
    let time = (context.now(), sent.expires);
    delivery::send_link(transaction, pool, user, address, (&sent.code, url), time);
    Ok(())
}

/// Confirms an unconfirmed user and the attribute that the code was sent to. `force_alias` takes the
/// attribute from another user who had it as an alias.
///
/// The outer error undoes the transaction; the inner one is a refusal that was counted.
pub(crate) fn confirm(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    user: &User,
    given: &str,
    force_alias: bool,
) -> Result<Result<(), ServiceError>, ServiceError> {
    let subject = Subject::of(user);
    let redeemed = codes::redeem(context, transaction, subject, CodePurpose::SignUp, given);
    let sent = match redeemed {
        Ok(sent) => sent,
        Err(refusal) => return Ok(Err(refusal)),
    };
    // An administrator may have given the user another address since.
    let verifies = user.attributes.get(&sent.attribute) == Some(sent.destination.as_str());
    if verifies && user.naming.has_alias(&sent.attribute) {
        yield_alias(transaction, pool, user, &sent.attribute, force_alias)?;
    }
    directory::update(transaction, user, |user| {
        user.status = UserStatus::Confirmed;
        if verifies {
            let flag = format!("{}_verified", sent.attribute);
            user.attributes.set(&flag, "true");
        }
        user.modified = context.now();
        Ok(())
    })?;
    Ok(Ok(()))
}

/// Refuses to confirm whoever does not wait for it.
pub(crate) fn require_unconfirmed(user: &User) -> Result<(), ServiceError> {
    if user.status == UserStatus::Unconfirmed {
        return Ok(());
    }
    let status = user.status.as_str();
    Err(not_authorized(format!(
        "User cannot be confirmed. Current status is {status}"
    )))
}

/// Sees to it that nobody else goes by the attribute that becomes this user's alias.
pub(crate) fn yield_alias(
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
