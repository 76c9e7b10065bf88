//! `AdminSetUserSettings`: what turned text messages on as MFA before `AdminSetUserMFAPreference`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::operations::Operation;
use crate::users::directory;
use crate::users::mfa_preference::{MfaOption, PreferenceChange};

pub(super) struct AdminSetUserSettings;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
    #[serde(rename = "MFAOptions")]
    mfa_options: Vec<MfaOption>,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for AdminSetUserSettings {
    const NAME: &'static str = "AdminSetUserSettings";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let user = directory::require(context, &pool, &input.username)?;
        PreferenceChange::of_options(&input.mfa_options)?.apply(context, &pool, &user)?;
        Ok(Output {})
    }
}
