//! What app clients name that may be taken away.

use crate::model::{ClientSettings, UserPoolClient};
use crate::state::Transaction;

/// Takes what is gone from a list of every app client of the pool. Whether the service does this or
/// refuses is not public (U); a client that names what does not exist could not be updated.
pub(crate) fn withdraw(
    transaction: &mut Transaction<'_>,
    pool_id: &str,
    list: fn(&mut ClientSettings) -> &mut Option<Vec<String>>,
    is_gone: impl Fn(&String) -> bool,
) {
    let prefix = format!("{pool_id}/");
    let clients = transaction.state().user_pool_clients.range(&prefix, None);
    let mut clients: Vec<UserPoolClient> = clients
        .map(|(_, client)| UserPoolClient::clone(client))
        .collect();
    clients.retain_mut(|client| {
        let Some(named) = list(&mut client.settings) else {
            return false;
        };
        let before = named.len();
        named.retain(|name| !is_gone(name));
        named.len() < before
    });
    for client in clients {
        transaction.put(client);
    }
}
