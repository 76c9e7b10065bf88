//! `GetUserAuthFactors`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::MfaDescription;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::{AuthFactor, User, UserPool};
use crate::operations::Operation;
use crate::tokens;
use crate::users::first_factors;

pub(super) struct GetUserAuthFactors;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    username: String,
    #[serde(flatten)]
    mfa: MfaDescription,
    configured_user_auth_factors: Vec<AuthFactor>,
}

impl Output {
    pub(super) fn of(context: &Context<'_>, pool: &UserPool, user: &User) -> Self {
        let configured = context.read(|state| first_factors::configured(state, pool, user));
        Self {
            username: user.username.clone(),
            mfa: MfaDescription::of(user),
            configured_user_auth_factors: configured,
        }
    }
}

impl Operation for GetUserAuthFactors {
    const NAME: &'static str = "GetUserAuthFactors";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let user = tokens::authorize(context, &input.access_token)?.user;
        let pool = user_pool(context, &user.pool_id)?;
        Ok(Output::of(context, &pool, &user))
    }
}
