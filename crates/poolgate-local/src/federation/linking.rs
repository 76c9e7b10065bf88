//! Linking, merging and unlinking by whoever owns the identity pool, and unlinking by the identity
//! itself (protocol.md 8.5).

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::identities::{disable, identity_linked, link, new_identity, reachable, require_pool};
use super::login::Login;
use super::{error, provider};
use crate::core::Context;
use crate::model::{Identity, IdentityPool};
use crate::state::{State, Transaction};

/// How many logins lead to one identity at most, where a developer links them.
const MOST_LOGINS: usize = 20;

/// The identity of a developer's user, made now if there is none: the one that is named, or that of
/// the other logins, or a new one.
pub(crate) fn identity_of_developer(
    context: &Context<'_>,
    pool: &IdentityPool,
    named: Option<&str>,
    logins: &[Login],
) -> Result<Arc<Identity>, ServiceError> {
    let new = new_identity(context, pool);
    let (developer, public): (Vec<&Login>, Vec<&Login>) =
        logins.iter().partition(|login| login.is_developer());
    context.write(|transaction| {
        require_pool(transaction, &pool.id)?;
        let registered = identity_linked(transaction, &pool.id, &developer)?;
        let linked = identity_linked(transaction, &pool.id, &public)?;
        let named = named
            .map(|id| in_pool(transaction.state(), &pool.id, id))
            .transpose()?;
        let known = agreed(registered, named, linked)?;
        let identity = link(
            context,
            transaction,
            known.as_deref().unwrap_or(&new),
            logins,
        )?;
        check_count(identity.linked())?;
        Ok(identity)
    })
}

/// The one identity that a developer's user is registered with, that the call names, and that the
/// public logins are linked to: as far as these are known they must be the same.
fn agreed(
    registered: Option<Arc<Identity>>,
    named: Option<Arc<Identity>>,
    linked: Option<Arc<Identity>>,
) -> Result<Option<Arc<Identity>>, ServiceError> {
    let differ = |one: &Option<Arc<Identity>>, other: &Option<Arc<Identity>>| {
        one.as_ref()
            .zip(other.as_ref())
            .is_some_and(|(one, other)| one.id != other.id)
    };
    if differ(&registered, &named) {
        return Err(error::developer_user_is_registered());
    }
    let known = registered.or(named);
    if differ(&known, &linked) {
        return Err(error::login_is_linked());
    }
    Ok(known.or(linked))
}

/// The identity that a developer's user leads to.
pub(crate) fn developer_identity(
    state: &State,
    pool_id: &str,
    user: &str,
) -> Result<Arc<Identity>, ServiceError> {
    state
        .named(&Identity::name_of_developer_login(pool_id, user))
        .ok_or_else(|| error::developer_user_not_found(user))
}

/// Makes one identity of those of two users: all logins of the source go to the destination, and
/// the source's identity is disabled.
pub(crate) fn merge(
    context: &Context<'_>,
    pool_id: &str,
    source: &str,
    destination: &str,
) -> Result<Arc<Identity>, ServiceError> {
    context.write(|transaction| {
        let source = developer_identity(transaction.state(), pool_id, source)?;
        let destination = developer_identity(transaction.state(), pool_id, destination)?;
        if source.id == destination.id {
            return Ok(destination);
        }
        let is_other = |(provider, subject): (&String, &String)| {
            let known = destination.logins.get(provider);
            known.is_some_and(|known| known != subject)
        };
        if source.logins.iter().any(is_other) {
            return Err(error::login_is_linked());
        }
        check_count(source.linked() + destination.linked())?;
        disable(context, transaction, &source);
        let mut merged = (*destination).clone();
        merged.logins.extend(source.logins.clone());
        merged
            .developer_logins
            .extend(source.developer_logins.clone());
        merged.modified = context.now();
        Ok(transaction.put(merged))
    })
}

/// Takes a developer's user from an identity.
pub(crate) fn unlink_developer(
    context: &Context<'_>,
    pool_id: &str,
    identity_id: &str,
    user: &str,
) -> Result<(), ServiceError> {
    context.write(|transaction| {
        let identity = in_pool(transaction.state(), pool_id, identity_id)?;
        let owner = developer_identity(transaction.state(), pool_id, user)?;
        if owner.id != identity.id {
            return Err(error::developer_user_is_of_another(user));
        }
        let mut left = (*identity).clone();
        left.developer_logins.remove(user);
        keep(context, transaction, left);
        Ok(())
    })
}

/// Takes providers from an identity, on the word of one of its logins.
pub(crate) fn unlink(
    context: &Context<'_>,
    identity_id: &str,
    logins: &[Login],
    providers: &[String],
) -> Result<(), ServiceError> {
    context.write(|transaction| {
        let identity = reachable(transaction.state(), identity_id)?;
        let all: Vec<&Login> = logins.iter().collect();
        let linked = identity_linked(transaction, &identity.pool_id, &all)?;
        if linked.is_none_or(|linked| linked.id != identity.id) {
            return Err(error::logins_do_not_match());
        }
        let mut left = (*identity).clone();
        for name in providers {
            let provider = provider::canonical(context.settings(), name);
            left.logins
                .remove(&*provider)
                .ok_or_else(|| error::login_is_not_linked(name))?;
        }
        keep(context, transaction, left);
        Ok(())
    })
}

/// Nobody reaches an identity without logins that once had some.
fn keep(context: &Context<'_>, transaction: &mut Transaction<'_>, mut identity: Identity) {
    if identity.is_authenticated() {
        identity.modified = context.now();
        transaction.put(identity);
    } else {
        disable(context, transaction, &identity);
    }
}

/// The identity of this id, if it is that pool's.
pub(crate) fn in_pool(
    state: &State,
    pool_id: &str,
    id: &str,
) -> Result<Arc<Identity>, ServiceError> {
    let identity = reachable(state, id)?;
    if identity.pool_id == pool_id {
        Ok(identity)
    } else {
        Err(error::identity_not_found(id))
    }
}

fn check_count(logins: usize) -> Result<(), ServiceError> {
    if logins > MOST_LOGINS {
        return Err(error::too_many_logins(MOST_LOGINS));
    }
    Ok(())
}
