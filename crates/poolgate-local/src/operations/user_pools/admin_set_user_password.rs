//! `AdminSetUserPassword`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::UserStatus;
use crate::operations::Operation;
use crate::users::directory;
use crate::users::password::{self, Password, Wording};
use crate::users::password_history;

pub(super) struct AdminSetUserPassword;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
    password: Password,
    #[serde(default)]
    permanent: bool,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for AdminSetUserPassword {
    const NAME: &'static str = "AdminSetUserPassword";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let user = directory::require(context, &pool, &input.username)?;
        let policy = &pool.settings.policies.password_policy;
        password::check_policy(policy, &input.password, Wording::DoesNotConform)?;
        password_history::check(&pool, &user, &input.password)?;
        let (status, expires) = if input.permanent {
            (UserStatus::Confirmed, None)
        } else {
            let expires = context
                .now()
                .plus_seconds(policy.temporary_password_seconds());
            (UserStatus::ForceChangePassword, Some(expires))
        };
        let credential =
            password::credential(context, &pool, &user.username, &input.password, expires);
        context.write(|transaction| {
            directory::update(transaction, &user, |user| {
                user.status = status;
                password_history::replace(&pool, user, credential);
                user.modified = context.now();
                Ok(())
            })
        })?;
        Ok(Output {})
    }
}
