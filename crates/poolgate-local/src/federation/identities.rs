//! Which identity a set of logins is (protocol.md 8.5).

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::error;
use super::{Login, LoginKind};
use crate::core::Context;
use crate::model::{Identity, IdentityPool};
use crate::state::{State, Transaction};

/// The identity of these logins, made now if they have none; without logins a new unauthenticated
/// identity.
pub(crate) fn identity_of_logins(
    context: &Context<'_>,
    pool: &IdentityPool,
    logins: &[Login],
) -> Result<Arc<Identity>, ServiceError> {
    let new = new_identity(context, pool);
    let all: Vec<&Login> = logins.iter().collect();
    context.write(|transaction| {
        require_pool(transaction, &pool.id)?;
        let known = identity_linked(transaction, &pool.id, &all)?;
        link(
            context,
            transaction,
            known.as_deref().unwrap_or(&new),
            logins,
        )
    })
}

/// An identity of a pool that nobody has logged in to; it is not kept yet.
pub(super) fn new_identity(context: &Context<'_>, pool: &IdentityPool) -> Identity {
    let id = format!("{}:{}", context.settings().region, context.random_uuid());
    Identity::new(&pool.id, id, context.now())
}

/// The identity of this id, unless nobody reaches it any more.
pub(crate) fn reachable(state: &State, id: &str) -> Result<Arc<Identity>, ServiceError> {
    state
        .named::<Identity>(id)
        .filter(|identity| !identity.disabled)
        .ok_or_else(|| error::identity_not_found(id))
}

/// The identity to give credentials to: the one that was named, once its logins are checked.
///
/// Logins that are new to it are linked. An unauthenticated identity that logs in as somebody known
/// is merged into the known identity, whose id then differs from the one that was named. What the
/// identity is then given, `grant` says: if it refuses, nothing was linked or merged.
pub(crate) fn identity_for<T>(
    context: &Context<'_>,
    named: &Identity,
    logins: &[Login],
    grant: impl FnOnce(&Identity) -> Result<T, ServiceError>,
) -> Result<(Arc<Identity>, T), ServiceError> {
    context.write(|transaction| {
        let identity = merged(context, transaction, named, logins)?;
        let granted = grant(&identity)?;
        Ok((identity, granted))
    })
}

fn merged(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    named: &Identity,
    logins: &[Login],
) -> Result<Arc<Identity>, ServiceError> {
    let all: Vec<&Login> = logins.iter().collect();
    // It may have been merged away since it was looked up.
    let named = reachable(transaction.state(), &named.id)?;
    let linked = identity_linked(transaction, &named.pool_id, &all)?;
    let Some(linked) = linked else {
        if named.is_authenticated() {
            return Err(refusal(&named, logins));
        }
        return link(context, transaction, &named, logins);
    };
    if linked.id != named.id {
        if named.is_authenticated() {
            return Err(error::logins_do_not_match());
        }
        disable(context, transaction, &named);
    }
    link(context, transaction, &linked, logins)
}

/// Keeps the identity for lists, but without logins and out of reach.
pub(super) fn disable(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    identity: &Identity,
) {
    transaction.put(Identity {
        created: identity.created,
        disabled: true,
        ..Identity::new(&identity.pool_id, identity.id.clone(), context.now())
    });
}

/// An authenticated identity needs one of its logins on each call.
fn refusal(named: &Identity, logins: &[Login]) -> ServiceError {
    match logins {
        [] => error::identity_is_forbidden(&named.id),
        _ => error::logins_do_not_match(),
    }
}

/// The one identity that these logins are linked to, if any is.
pub(super) fn identity_linked(
    transaction: &Transaction<'_>,
    pool_id: &str,
    logins: &[&Login],
) -> Result<Option<Arc<Identity>>, ServiceError> {
    let mut known: Option<Arc<Identity>> = None;
    for login in logins {
        let name = login.identity_name(pool_id);
        let linked = transaction.state().named::<Identity>(&name);
        if let LoginKind::DeveloperToken { identity_id, .. } = &login.kind
            && linked
                .as_ref()
                .is_none_or(|linked| linked.id != *identity_id)
        {
            return Err(error::logins_do_not_match());
        }
        match (&known, linked) {
            (Some(known), Some(linked)) if known.id != linked.id => {
                return Err(error::login_is_linked());
            }
            (None, linked) => known = linked,
            _ => {}
        }
    }
    Ok(known)
}

/// The pool may have been deleted since it was looked up.
pub(super) fn require_pool(
    transaction: &Transaction<'_>,
    pool_id: &str,
) -> Result<(), ServiceError> {
    transaction
        .get::<IdentityPool>(pool_id)
        .map(drop)
        .ok_or_else(|| error::pool_not_found(pool_id))
}

/// Links the logins that are not linked yet; writes only if there is something to write.
pub(super) fn link(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    identity: &Identity,
    logins: &[Login],
) -> Result<Arc<Identity>, ServiceError> {
    let mut linked = identity.clone();
    for login in logins {
        match login.kind {
            LoginKind::Public => link_public(&mut linked, login)?,
            LoginKind::Developer => {
                linked.developer_logins.insert(login.subject.clone());
            }
            // Of an identity that it was checked to be linked to.
            LoginKind::DeveloperToken { .. } => {}
        }
    }
    match transaction.state().named::<Identity>(&identity.id) {
        Some(kept) if kept.has_logins_of(&linked) => Ok(kept),
        _ => {
            linked.modified = context.now();
            Ok(transaction.put(linked))
        }
    }
}

fn link_public(identity: &mut Identity, login: &Login) -> Result<(), ServiceError> {
    let subject = identity
        .logins
        .entry(login.provider.clone())
        .or_insert(login.subject.clone());
    if *subject == login.subject {
        Ok(())
    } else {
        // A second user of the same provider.
        Err(error::login_is_linked())
    }
}
