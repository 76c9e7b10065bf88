//! `GetOpenIdTokenForDeveloperIdentity`: a token for somebody whom the caller vouches for
//! (protocol.md 8.1, 8.4 and 8.5).

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::require_pool;
use crate::core::Context;
use crate::federation::{self, open_id_token, principal_tags};
use crate::operations::Operation;

/// How long the token lives if the caller does not say, in seconds.
const LIFETIME: i64 = 900;

pub(super) struct GetOpenIdTokenForDeveloperIdentity;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_pool_id: String,
    identity_id: Option<String>,
    logins: BTreeMap<String, String>,
    #[serde(default)]
    principal_tags: BTreeMap<String, String>,
    token_duration: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    identity_id: String,
    token: String,
}

impl Operation for GetOpenIdTokenForDeveloperIdentity {
    const NAME: &'static str = "GetOpenIdTokenForDeveloperIdentity";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = require_pool(context, &input.identity_pool_id)?;
        principal_tags::check(&input.principal_tags)?;
        let logins = federation::verify_for_developer(context, &pool, &input.logins)?;
        let named = input.identity_id.as_deref();
        let identity = federation::linking::identity_of_developer(context, &pool, named, &logins)?;
        let tags = input.principal_tags;
        let lifetime = input.token_duration.unwrap_or(LIFETIME);
        Ok(Output {
            identity_id: identity.id.clone(),
            token: open_id_token::issue(context, &identity, &logins, tags, lifetime)?,
        })
    }
}
