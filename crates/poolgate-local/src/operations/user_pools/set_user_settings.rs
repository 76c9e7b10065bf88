//! `SetUserSettings`: what turned text messages on as MFA before `SetUserMFAPreference`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::operations::Operation;
use crate::tokens;
use crate::users::mfa_preference::{MfaOption, PreferenceChange};

pub(super) struct SetUserSettings;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
    #[serde(rename = "MFAOptions")]
    mfa_options: Vec<MfaOption>,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for SetUserSettings {
    const NAME: &'static str = "SetUserSettings";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let user = tokens::authorize(context, &input.access_token)?.user;
        let pool = user_pool(context, &user.pool_id)?;
        PreferenceChange::of_options(&input.mfa_options)?.apply(context, &pool, &user)?;
        Ok(Output {})
    }
}
