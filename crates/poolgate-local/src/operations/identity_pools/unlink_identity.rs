//! `UnlinkIdentity`: takes logins from an identity, on the word of one of them (protocol.md 8.5).

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::require_pool;
use crate::core::Context;
use crate::federation::{self, linking};
use crate::operations::{Nothing, Operation};

pub(super) struct UnlinkIdentity;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_id: String,
    logins: BTreeMap<String, String>,
    logins_to_remove: Vec<String>,
}

impl Operation for UnlinkIdentity {
    const NAME: &'static str = "UnlinkIdentity";
    type Input = Input;
    type Output = Nothing;

    fn run(input: Input, context: &Context<'_>) -> Result<Nothing, ServiceError> {
        let identity = context.read(|state| federation::reachable(state, &input.identity_id))?;
        let pool = require_pool(context, &identity.pool_id)?;
        let logins = federation::verify(context, &pool, &input.logins)?;
        linking::unlink(context, &identity.id, &logins, &input.logins_to_remove)?;
        Ok(Nothing)
    }
}
