//! The user of the pool that a provider's claims are of (protocol.md 9.5).

use std::sync::Arc;

use poolgate_flow::ServiceError;
use serde_json::{Map, Value};

use super::Failure;
use super::provider::Provider;
use crate::core::Context;
use crate::error::{password_reset_required, user_disabled, user_not_confirmed};
use crate::model::{
    Attribute, IdentityProvider, LinkedIdentity, SUBJECT, User, UserPool, UserStatus,
};
use crate::state::{State, Transaction};
use crate::users::attribute_update;
use crate::users::attributes::required;
use crate::users::registration::Registration;

/// The user who is linked to the claims' subject, or has come by it before, or comes now for the first
/// time. What the provider says is taken over each time.
pub(super) fn enter(
    context: &Context<'_>,
    pool: &UserPool,
    provider: &Provider<'_>,
    claims: &Map<String, Value>,
) -> Result<Arc<User>, Failure> {
    let record = &provider.record;
    let subject = record.attribute_mapping.get("username");
    let subject = claims
        .get(subject.map_or("sub", String::as_str))
        .and_then(text);
    let subject = subject.ok_or_else(|| provider.fault("does not say who has signed in"))?;
    let attributes = mapped(record, claims);
    let missing = missing(pool, &attributes);
    let entered = context.write(|transaction| {
        Ok(match find(transaction.state(), record, &subject, claims) {
            Some(user) => Some(refresh(context, transaction, pool, &user, attributes)?),
            None if !missing.is_empty() => None,
            None => Some(register(
                context,
                transaction,
                pool,
                record,
                &subject,
                attributes,
            )?),
        })
    })?;
    entered.ok_or(Failure::Incomplete(missing))
}

/// The attributes that every user of the pool has, and that the provider does not give.
fn missing(pool: &UserPool, attributes: &[Attribute]) -> Vec<String> {
    let is_given = |name: &&str| attributes.iter().any(|attribute| attribute.name == *name);
    let required = required(pool).filter(|name| !is_given(name));
    required.map(ToOwned::to_owned).collect()
}

/// By the subject, or by whichever claim an administrator has linked a user by.
fn find(
    state: &State,
    provider: &IdentityProvider,
    subject: &str,
    claims: &Map<String, Value>,
) -> Option<Arc<User>> {
    let by = |attribute: &str, value: &str| {
        let (pool_id, name) = (&provider.pool_id, &provider.name);
        state.named::<User>(&LinkedIdentity::index(pool_id, name, attribute, value))
    };
    // A claim is only itself, whatever the provider calls it: no other way to say who somebody is, nor
    // one with a separator that would make it another entry of the index.
    let is_plain = |name: &str| name != SUBJECT && !name.contains('\0');
    let by_claim = |(name, value): (&String, &Value)| {
        let value = text(value).filter(|_| is_plain(name))?;
        by(name, &value)
    };
    by(SUBJECT, subject).or_else(|| claims.iter().find_map(by_claim))
}

fn refresh(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    user: &User,
    mut attributes: Vec<Attribute>,
) -> Result<Arc<User>, ServiceError> {
    if !user.enabled {
        return Err(user_disabled());
    }
    match user.status {
        UserStatus::ResetRequired => return Err(password_reset_required()),
        UserStatus::Unconfirmed => return Err(user_not_confirmed()),
        _ => {}
    }
    keep_changes(user, &mut attributes);
    attribute_update::apply(context, transaction, pool, user, &attributes)
}

/// Leaves out what the user has already: an address that is given again stays as verified as it is. A
/// new one is as verified as the provider says, also where it said the same of the old one.
fn keep_changes(user: &User, attributes: &mut Vec<Attribute>) {
    let is_new = |given: &&Attribute| user.attributes.get(&given.name) != Some(&given.value);
    let changed: Vec<String> = attributes
        .iter()
        .filter(is_new)
        .map(|given| given.name.clone())
        .collect();
    attributes.retain(|given| {
        let name = given.name.as_str();
        let address = name.strip_suffix("_verified").unwrap_or(name);
        changed.iter().any(|it| it == name || it == address)
    });
}

fn register(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    provider: &IdentityProvider,
    subject: &str,
    attributes: Vec<Attribute>,
) -> Result<Arc<User>, ServiceError> {
    let identity = LinkedIdentity {
        provider_name: provider.name.clone(),
        provider_type: provider.provider_type,
        attribute: SUBJECT.to_owned(),
        value: subject.to_owned(),
        issuer: provider.details.get("oidc_issuer").map(ToOwned::to_owned),
        primary: true,
        linked: context.now(),
    };
    let attributes = attributes.into_iter().collect();
    let registration = Registration::of_identity(context, pool, identity, attributes)?;
    registration.enter(transaction, pool, "User already exists")
}

/// The pool's attributes as the mapping makes them of the claims.
fn mapped(provider: &IdentityProvider, claims: &Map<String, Value>) -> Vec<Attribute> {
    let mapping = provider.attribute_mapping.iter();
    let attributes = mapping
        .filter(|(name, _)| *name != "username")
        .map(|(name, claim)| {
            let value = claims.get(claim).and_then(text)?;
            Some(Attribute {
                name: name.clone(),
                value,
            })
        });
    attributes.flatten().collect()
}

/// A claim as an attribute has it; an empty one is none.
fn text(claim: &Value) -> Option<String> {
    let text = match claim {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    (!text.is_empty()).then_some(text)
}
