//! `UpdateIdentityProvider`: what is left out is reset (protocol.md 9.5 and 9.6).

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::settings;
use super::subjects::identity_provider::{self, Output};
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::{IdentityProvider, Object, ProviderDetails};
use crate::operations::Operation;

pub(super) struct UpdateIdentityProvider;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    provider_name: String,
    provider_details: Option<ProviderDetails>,
    #[serde(default)]
    attribute_mapping: BTreeMap<String, String>,
    #[serde(default)]
    idp_identifiers: Vec<String>,
    #[serde(default)]
    acr_mapping: Object,
}

impl Operation for UpdateIdentityProvider {
    const NAME: &'static str = "UpdateIdentityProvider";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let provider = context.write(|transaction| {
            let state = transaction.state();
            let provider = identity_provider::require(state, &pool.id, &input.provider_name)?;
            let provider = IdentityProvider::clone(&provider);
            let provider = IdentityProvider {
                // A provider cannot be without details, so those it has stay.
                details: input.provider_details.unwrap_or(provider.details),
                attribute_mapping: input.attribute_mapping,
                identifiers: input.idp_identifiers,
                acr_mapping: input.acr_mapping,
                modified: context.now(),
                ..provider
            };
            let provider = settings::identity_provider::complete(&pool, provider)?;
            settings::identity_provider::check_identifiers(state, &provider)?;
            Ok(transaction.put(provider))
        })?;
        Ok(Output::of(&provider))
    }
}
