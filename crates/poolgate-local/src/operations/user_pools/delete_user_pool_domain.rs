//! `DeleteUserPoolDomain`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::subjects::user_pool_domain;
use crate::core::Context;
use crate::model::UserPoolDomain;
use crate::operations::Operation;
use crate::state::Entity;

pub(super) struct DeleteUserPoolDomain;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    domain: String,
    user_pool_id: String,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for DeleteUserPoolDomain {
    const NAME: &'static str = "DeleteUserPoolDomain";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        context.write(|transaction| {
            let state = transaction.state();
            let domain = user_pool_domain::require(state, &input.user_pool_id, &input.domain)?;
            transaction.delete::<UserPoolDomain>(&domain.key());
            Ok(Output {})
        })
    }
}
