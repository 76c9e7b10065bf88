//! `SetUserMFAPreference`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::operations::Operation;
use crate::tokens;
use crate::users::mfa_preference::PreferenceChange;

pub(super) struct SetUserMfaPreference;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
    #[serde(flatten)]
    change: PreferenceChange,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for SetUserMfaPreference {
    const NAME: &'static str = "SetUserMFAPreference";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let user = tokens::authorize(context, &input.access_token)?.user;
        let pool = user_pool(context, &user.pool_id)?;
        input.change.apply(context, &pool, &user)?;
        Ok(Output {})
    }
}
