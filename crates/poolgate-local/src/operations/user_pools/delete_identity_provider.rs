//! `DeleteIdentityProvider`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::identity_provider;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::{IdentityProvider, UserPoolClient};
use crate::operations::{Nothing, Operation};
use crate::state::{Entity, Transaction};

pub(super) struct DeleteIdentityProvider;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    provider_name: String,
}

impl Operation for DeleteIdentityProvider {
    const NAME: &'static str = "DeleteIdentityProvider";
    type Input = Input;
    type Output = Nothing;

    fn run(input: Input, context: &Context<'_>) -> Result<Nothing, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        context.write(|transaction| {
            let state = transaction.state();
            let provider = identity_provider::require(state, &pool.id, &input.provider_name)?;
            transaction.delete::<IdentityProvider>(&provider.key());
            withdraw(transaction, &provider);
            Ok(Nothing)
        })
    }
}

/// No app client goes on offering a provider that is gone. Whether the service does this or refuses
/// is not public (U); a client that names what does not exist could not be updated.
fn withdraw(transaction: &mut Transaction<'_>, provider: &IdentityProvider) {
    let offers = |client: &UserPoolClient| {
        let offered = client.settings.supported_identity_providers.as_deref();
        offered.unwrap_or_default().contains(&provider.name)
    };
    let prefix = format!("{}/", provider.pool_id);
    let clients = transaction.state().user_pool_clients.range(&prefix, None);
    let changed: Vec<UserPoolClient> = clients
        .filter(|(_, client)| offers(client))
        .map(|(_, client)| UserPoolClient::clone(client))
        .collect();
    for mut client in changed {
        if let Some(offered) = &mut client.settings.supported_identity_providers {
            offered.retain(|name| *name != provider.name);
        }
        transaction.put(client);
    }
}
