//! `CreateIdentityProvider`.

use std::collections::BTreeMap;

use poolgate_flow::{ErrorCode, ServiceError};
use serde::Deserialize;

use super::settings;
use super::subjects::identity_provider::Output;
use crate::app_clients::{require_user_pool, user_pool};
use crate::core::Context;
use crate::model::{IdentityProvider, Object, ProviderDetails, ProviderType};
use crate::operations::Operation;
use crate::state::{Entity, State};

/// How many a pool has at most (protocol.md 7.5).
const MOST_PROVIDERS: usize = 300;

pub(super) struct CreateIdentityProvider;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    provider_name: String,
    provider_type: ProviderType,
    provider_details: ProviderDetails,
    #[serde(default)]
    attribute_mapping: BTreeMap<String, String>,
    #[serde(default)]
    idp_identifiers: Vec<String>,
    #[serde(default)]
    acr_mapping: Object,
}

impl Operation for CreateIdentityProvider {
    const NAME: &'static str = "CreateIdentityProvider";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let provider = settings::identity_provider::complete(
            &pool,
            IdentityProvider {
                pool_id: input.user_pool_id,
                name: input.provider_name,
                provider_type: input.provider_type,
                details: input.provider_details,
                attribute_mapping: input.attribute_mapping,
                identifiers: input.idp_identifiers,
                acr_mapping: input.acr_mapping,
                created: context.now(),
                modified: context.now(),
            },
        )?;
        let provider = context.write(|transaction| {
            require_user_pool(transaction.state(), &provider.pool_id)?;
            check_place(transaction.state(), &provider)?;
            settings::identity_provider::check_identifiers(transaction.state(), &provider)?;
            Ok(transaction.put(provider))
        })?;
        Ok(Output::of(&provider))
    }
}

fn check_place(state: &State, provider: &IdentityProvider) -> Result<(), ServiceError> {
    let (name, pool_id) = (&provider.name, &provider.pool_id);
    if state.get::<IdentityProvider>(&provider.key()).is_some() {
        let message = format!("{name} already exists in user pool {pool_id}");
        return Err(ServiceError::new(ErrorCode::DuplicateProvider, message));
    }
    if state.identity_providers.len_in_pool(pool_id) >= MOST_PROVIDERS {
        // The service's text is not public.
        let message = format!("A user pool has at most {MOST_PROVIDERS} identity providers.");
        return Err(ServiceError::new(ErrorCode::LimitExceeded, message));
    }
    Ok(())
}
