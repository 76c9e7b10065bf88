//! Which app client calls, and whether it is who it says.

use std::sync::Arc;

use aws_lc_rs::constant_time;
use poolgate_flow::ServiceError;

use crate::core::Context;
use crate::error::{client_not_found, not_authorized, pool_not_found};
use crate::model::{AppClientSecret, ClientSecret, UserPool, UserPoolClient};
use crate::state::State;

/// An app client and its pool.
#[derive(Clone, Debug)]
pub(crate) struct AppClient {
    pub(crate) pool: Arc<UserPool>,
    pub(crate) client: Arc<UserPoolClient>,
}

/// The pool of this id.
pub(crate) fn user_pool(context: &Context<'_>, id: &str) -> Result<Arc<UserPool>, ServiceError> {
    context.read(|state| require_user_pool(state, id))
}

/// The same in a transaction: what is put into a pool that was deleted meanwhile would never be
/// deleted.
pub(crate) fn require_user_pool(state: &State, id: &str) -> Result<Arc<UserPool>, ServiceError> {
    state.get(id).ok_or_else(|| pool_not_found(id))
}

/// The client of this id, in whichever pool: the public operations name no pool.
pub(crate) fn app_client(context: &Context<'_>, id: &str) -> Result<AppClient, ServiceError> {
    context
        .read(|state| {
            let client = state.named::<UserPoolClient>(id)?;
            Some(AppClient {
                pool: state.get(&client.pool_id)?,
                client,
            })
        })
        .ok_or_else(|| client_not_found(id))
}

/// The client of this id in that pool.
pub(crate) fn app_client_of(
    context: &Context<'_>,
    pool_id: &str,
    id: &str,
) -> Result<AppClient, ServiceError> {
    let pool = user_pool(context, pool_id)?;
    let client = context.read(|state| state.get(&UserPoolClient::key_of(pool_id, id)));
    Ok(AppClient {
        pool,
        client: client.ok_or_else(|| client_not_found(id))?,
    })
}

/// Checks the `SECRET_HASH` that came with this username (protocol.md 1.3 and 7.2).
pub(crate) fn check_secret_hash(
    client: &UserPoolClient,
    username: &str,
    hash: Option<&str>,
) -> Result<(), ServiceError> {
    let id = &client.id;
    match (client.secrets.as_slice(), hash) {
        ([], None) => Ok(()),
        ([], Some(_)) => Err(not_authorized(format!(
            "Client {id} is configured without secret but SECRET_HASH was received"
        ))),
        (_, None) => Err(not_authorized(format!(
            "Client {id} is configured with secret but SECRET_HASH was not received"
        ))),
        (secrets, Some(hash)) => secrets
            .iter()
            .any(|secret| {
                same(
                    &poolgate_srp::secret_hash(username, id, &secret.value.0),
                    hash,
                )
            })
            .then_some(())
            .ok_or_else(|| unverified(id)),
    }
}

/// Checks the raw secret, which the refresh and revocation operations take (protocol.md 1.3).
pub(crate) fn check_secret(
    client: &UserPoolClient,
    given: Option<&str>,
) -> Result<(), ServiceError> {
    let id = &client.id;
    match (client.secrets.as_slice(), given) {
        ([], None) => Ok(()),
        ([], Some(_)) => Err(not_authorized(format!(
            "Client {id} is configured without secret but secret was received"
        ))),
        (_, None) => Err(not_authorized(format!(
            "Client {id} is configured for secret but secret was not received"
        ))),
        (secrets, Some(given)) => secrets
            .iter()
            .any(|secret| same(&secret.value.0, given))
            .then_some(())
            .ok_or_else(|| unverified(id)),
    }
}

/// A secret value as the service makes them: 52 lower-case letters and digits (protocol.md 9.3).
pub(crate) fn random_secret(context: &Context<'_>) -> ClientSecret {
    ClientSecret(context.random_text(52, b"abcdefghijklmnopqrstuvwxyz0123456789"))
}

/// A secret with this value for a client to have from now on.
pub(crate) fn new_secret(context: &Context<'_>, value: ClientSecret) -> AppClientSecret {
    AppClientSecret {
        id: context.random_uuid().to_string(),
        value,
        created: context.now(),
    }
}

/// Whether two secrets are the same, in a time that depends on their length only.
pub(crate) fn same(expected: &str, given: &str) -> bool {
    constant_time::verify_slices_are_equal(expected.as_bytes(), given.as_bytes()).is_ok()
}

fn unverified(client_id: &str) -> ServiceError {
    not_authorized(format!(
        "Unable to verify secret hash for client {client_id}"
    ))
}
