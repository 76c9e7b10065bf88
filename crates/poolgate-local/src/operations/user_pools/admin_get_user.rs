//! `AdminGetUser`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::MfaDescription;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::{Attribute, UserStatus};
use crate::operations::Operation;
use crate::time::UnixTime;
use crate::users::directory;

pub(super) struct AdminGetUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    username: String,
    user_attributes: Vec<Attribute>,
    user_create_date: UnixTime,
    user_last_modified_date: UnixTime,
    enabled: bool,
    user_status: UserStatus,
    #[serde(flatten)]
    mfa: MfaDescription,
}

impl Operation for AdminGetUser {
    const NAME: &'static str = "AdminGetUser";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let user = directory::require(context, &pool, &input.username)?;
        Ok(Output {
            username: user.username.clone(),
            user_attributes: user.described_attributes().collect(),
            user_create_date: user.created,
            user_last_modified_date: user.modified,
            enabled: user.enabled,
            user_status: user.status,
            mfa: MfaDescription::of(&user),
        })
    }
}
