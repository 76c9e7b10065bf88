//! `GetIdentityProviderByIdentifier`.

use poolgate_flow::{ErrorCode, ServiceError};
use serde::Deserialize;

use super::subjects::identity_provider::{Output, not_found};
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::IdentityProvider;
use crate::operations::Operation;

pub(super) struct GetIdentityProviderByIdentifier;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    idp_identifier: String,
}

impl Operation for GetIdentityProviderByIdentifier {
    const NAME: &'static str = "GetIdentityProviderByIdentifier";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let identifier = &input.idp_identifier;
        let name = IdentityProvider::key_of(&pool.id, identifier);
        let provider = context
            .read(|state| state.named::<IdentityProvider>(&name))
            .ok_or_else(|| not_found(ErrorCode::ResourceNotFound, &pool.id, identifier))?;
        Ok(Output::of(&provider))
    }
}
