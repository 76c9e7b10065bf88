//! `DeleteIdentityProvider`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::subjects::client_references::withdraw;
use super::subjects::identity_provider;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::IdentityProvider;
use crate::operations::{Nothing, Operation};
use crate::state::Entity;

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
            withdraw(
                transaction,
                &pool.id,
                |settings| &mut settings.supported_identity_providers,
                |name| *name == provider.name,
            );
            Ok(Nothing)
        })
    }
}
