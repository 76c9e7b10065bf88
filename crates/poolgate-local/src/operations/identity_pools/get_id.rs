//! `GetId`: an identity for a login (protocol.md 8.1 and 8.5).

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::require_pool;
use crate::core::Context;
use crate::federation;
use crate::federation::error::{cognito_token, unauthenticated_access};
use crate::federation::open_id_token;
use crate::operations::Operation;

pub(super) struct GetId;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_pool_id: String,
    #[serde(default)]
    logins: BTreeMap<String, String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    identity_id: String,
}

impl Operation for GetId {
    const NAME: &'static str = "GetId";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = require_pool(context, &input.identity_pool_id)?;
        if input.logins.is_empty() && !pool.settings.allow_unauthenticated_identities {
            return Err(unauthenticated_access());
        }
        // The service's own tokens speak for an identity that is known already (protocol.md 8.7).
        if input.logins.contains_key(open_id_token::PROVIDER) {
            return Err(cognito_token());
        }
        let logins = federation::verify(context, &pool, &input.logins)?;
        let identity = federation::identity_of_logins(context, &pool, &logins)?;
        Ok(Output {
            identity_id: identity.id.clone(),
        })
    }
}
