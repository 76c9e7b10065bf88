//! Changing the attributes of a user who is there (protocol.md 9.1 and 9.2).

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::attributes::{check_changes, check_verified};
use super::confirmation::yield_alias;
use super::delivery::{Address, CodeDeliveryDetails};
use super::{codes, directory};
use crate::core::Context;
use crate::model::{Attribute, CodePurpose, User, UserPool};
use crate::state::Transaction;

/// The attributes that a code can verify.
const CONTACTS: [&str; 2] = ["email", "phone_number"];

/// Sets attributes and takes those away whose new value is empty, as an administrator does: the
/// verified flags may be among them, and a new address without its flag is not verified.
///
/// # Errors
///
/// `InvalidParameterException` for what the schema does not allow, `AliasExistsException` if the user
/// would go by another user's name.
pub(crate) fn apply(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    user: &User,
    changes: &[Attribute],
) -> Result<Arc<User>, ServiceError> {
    check_changes(pool, changes)?;
    let mut next = User::clone(&*directory::current(transaction.state(), user)?);
    for change in changes {
        next.attributes.set(&change.name, &change.value);
    }
    for contact in CONTACTS {
        settle_flag(&mut next, changes, contact);
    }
    check_verified(&next.attributes)?;
    for name in ["email", "phone_number", "preferred_username"] {
        if next.goes_by(name) {
            yield_alias(transaction, pool, &next, name, false)?;
        }
    }
    for contact in CONTACTS
        .into_iter()
        .filter(|name| find(changes, name).is_some())
    {
        // A code must not verify, or bring back, an address that is no longer the user's.
        codes::withdraw(transaction, &next, CodePurpose::verifying(contact));
    }
    next.modified = context.now();
    Ok(transaction.put(next))
}

/// The same by the users themselves, who get codes for new addresses. Where the pool says so, an
/// address becomes theirs only with the code.
///
/// An address that is given again stays as verified as it is; what the service does is not public.
pub(crate) fn apply_own(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    user: &User,
    mut changes: Vec<Attribute>,
) -> Result<Vec<CodeDeliveryDetails>, ServiceError> {
    check_changes(pool, &changes)?;
    let user = directory::current(transaction.state(), user)?;
    changes.retain(|change| {
        let is_contact = CONTACTS.contains(&change.name.as_str());
        !is_contact || user.attributes.get(&change.name) != Some(change.value.as_str())
    });
    let mut aspiring = User::clone(&user);
    for change in &changes {
        aspiring.attributes.set(&change.name, &change.value);
    }
    let contacts = CONTACTS
        .into_iter()
        .filter(|name| find(&changes, name).is_some_and(|change| !change.value.is_empty()));
    let (waiting, immediate): (Vec<&str>, Vec<&str>) =
        contacts.partition(|name| pool.requires_verification_before_update(name));
    changes.retain(|change| !waiting.contains(&change.name.as_str()));
    let user = apply(context, transaction, pool, &user, &changes)?;
    let verified = immediate.into_iter().filter(|name| pool.verifies(name));
    let addresses = waiting.into_iter().chain(verified);
    addresses
        .filter_map(|name| Address::in_attribute(&aspiring, name))
        .map(|address| send_code(context, transaction, &user, &address))
        .collect()
}

/// Sends the code that verifies an address.
pub(crate) fn send_code(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    user: &User,
    address: &Address,
) -> Result<CodeDeliveryDetails, ServiceError> {
    let purpose = CodePurpose::verifying(address.attribute);
    codes::send(context, transaction, user, purpose, address)?;
    Ok(address.details())
}

/// What the last change makes of the attribute.
fn find<'a>(changes: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    changes.iter().rev().find(|change| change.name == name)
}

/// A new address is not verified unless the caller says so, whatever the old one was; without an
/// address there is no flag.
fn settle_flag(user: &mut User, changes: &[Attribute], contact: &str) {
    let flag = format!("{contact}_verified");
    match find(changes, contact) {
        Some(change) if change.value.is_empty() => user.attributes.set(&flag, ""),
        Some(_) if find(changes, &flag).is_none() => user.attributes.set(&flag, "false"),
        _ => {}
    }
}

/// The change that takes these attributes away.
pub(crate) fn removal(names: Vec<String>) -> Vec<Attribute> {
    let without_value = |name| Attribute {
        name,
        value: String::new(),
    };
    names.into_iter().map(without_value).collect()
}
