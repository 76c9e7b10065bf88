//! Which identity a set of logins is (protocol.md 8.5).

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::Login;
use super::error;
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
    context.write(|transaction| {
        let known = identity_linked(transaction, &pool.id, logins)?;
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
/// is merged into the known identity, whose id then differs from the one that was named.
pub(crate) fn identity_for(
    context: &Context<'_>,
    named: &Identity,
    logins: &[Login],
) -> Result<Arc<Identity>, ServiceError> {
    context.write(|transaction| {
        // It may have been merged away since it was looked up.
        let named = reachable(transaction.state(), &named.id)?;
        let linked = identity_linked(transaction, &named.pool_id, logins)?;
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
    })
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
fn identity_linked(
    transaction: &Transaction<'_>,
    pool_id: &str,
    logins: &[Login],
) -> Result<Option<Arc<Identity>>, ServiceError> {
    let names = logins
        .iter()
        .map(|login| Identity::name_of_login(pool_id, &login.provider, &login.subject));
    let mut known = names.filter_map(|name| transaction.state().named::<Identity>(&name));
    let first = known.next();
    match &first {
        Some(first) if known.any(|other| other.id != first.id) => Err(error::login_is_linked()),
        _ => Ok(first),
    }
}

/// Links the logins that are not linked yet; writes only if there is something to write.
fn link(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    identity: &Identity,
    logins: &[Login],
) -> Result<Arc<Identity>, ServiceError> {
    let mut linked = identity.clone();
    for login in logins {
        let subject = linked
            .logins
            .entry(login.provider.clone())
            .or_insert(login.subject.clone());
        if *subject != login.subject {
            // A second user of the same provider.
            return Err(error::login_is_linked());
        }
    }
    match transaction.state().named::<Identity>(&identity.id) {
        Some(kept) if kept.logins == linked.logins => Ok(kept),
        _ => {
            linked.modified = context.now();
            Ok(transaction.put(linked))
        }
    }
}
