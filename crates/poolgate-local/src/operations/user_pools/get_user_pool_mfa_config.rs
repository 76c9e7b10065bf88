//! `GetUserPoolMfaConfig`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::{MfaConfiguration, PoolFactors, UserPool};
use crate::operations::Operation;

pub(super) struct GetUserPoolMfaConfig;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    mfa_configuration: MfaConfiguration,
    #[serde(flatten)]
    factors: PoolFactors,
}

impl Output {
    pub(super) fn of(pool: &UserPool) -> Self {
        Self {
            mfa_configuration: pool.settings.mfa_configuration,
            factors: pool.factors.clone(),
        }
    }
}

impl Operation for GetUserPoolMfaConfig {
    const NAME: &'static str = "GetUserPoolMfaConfig";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        Ok(Output::of(&*user_pool(context, &input.user_pool_id)?))
    }
}
