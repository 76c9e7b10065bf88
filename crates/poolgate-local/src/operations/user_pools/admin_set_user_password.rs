//! `AdminSetUserPassword`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::user_not_found;
use crate::model::{User, UserStatus};
use crate::operations::Operation;
use crate::users::directory;
use crate::users::password::{self, Password, Wording};

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
            let user = transaction.get::<User>(&User::key_of(&pool.id, &user.sub));
            let mut user = User::clone(&*user.ok_or_else(user_not_found)?);
            user.status = status;
            user.credential = Some(credential);
            user.modified = context.now();
            transaction.put(user);
            Ok(Output {})
        })
    }
}
