//! `ChangePassword`: users who are signed in change their own (protocol.md 9.6).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::{incorrect_username_or_password, missing_parameter};
use crate::model::{User, UserPool};
use crate::operations::Operation;
use crate::tokens;
use crate::users::lockout::{self, Subject};
use crate::users::password::{self, Password, Wording};
use crate::users::{directory, password_history};

pub(super) struct ChangePassword;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
    previous_password: Option<Password>,
    proposed_password: Password,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for ChangePassword {
    const NAME: &'static str = "ChangePassword";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let user = tokens::authorize(context, &input.access_token)?.user;
        let pool = user_pool(context, &user.pool_id)?;
        prove(context, &pool, &user, input.previous_password.as_ref())?;
        let (policy, proposed) = (
            &pool.settings.policies.password_policy,
            &input.proposed_password,
        );
        password::check_policy(policy, proposed, Wording::DidNotConform)?;
        password_history::check(&pool, &user, proposed)?;
        let credential = password::credential(context, &pool, &user.username, proposed, None);
        let proven = user.credential.as_ref().map(|known| known.salt.clone());
        context.write(|transaction| {
            lockout::record_success(transaction, Subject::of(&user), context.now())?;
            directory::update(transaction, &user, |user| {
                // Somebody else may have set another password meanwhile, which nobody has proven.
                if user.credential.as_ref().map(|known| &known.salt) != proven.as_ref() {
                    return Err(incorrect_username_or_password());
                }
                password_history::replace(&pool, user, credential);
                user.modified = context.now();
                Ok(())
            })
        })?;
        Ok(Output {})
    }
}

/// Checks the previous password, which only a user without one may leave out. A wrong one counts as
/// at a sign-in.
fn prove(
    context: &Context<'_>,
    pool: &UserPool,
    user: &User,
    previous: Option<&Password>,
) -> Result<(), ServiceError> {
    let Some(credential) = &user.credential else {
        return Ok(());
    };
    let previous = previous.ok_or_else(|| missing_parameter("PreviousPassword"))?;
    let subject = Subject::of(user);
    context.read(|state| lockout::guard(state, subject, context.now()))?;
    if password::matches(pool, &user.username, credential, previous.reveal())? {
        return Ok(());
    }
    context.write(|transaction| lockout::record_failure(transaction, subject, context.now()))?;
    Err(incorrect_username_or_password())
}
