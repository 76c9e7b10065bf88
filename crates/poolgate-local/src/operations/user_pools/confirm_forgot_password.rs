//! `ConfirmForgotPassword`: the code comes back with a new password (protocol.md 7.3 and 9.2).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::{AppClient, app_client, check_secret_hash};
use crate::core::Context;
use crate::error::{user_disabled, user_not_confirmed, username_not_found};
use crate::model::{CodePurpose, Credential, User, UserStatus};
use crate::operations::Operation;
use crate::state::Transaction;
use crate::users::lockout::Subject;
use crate::users::password::{self, Password, Wording};
use crate::users::simulation::Stranger;
use crate::users::{codes, directory, password_history, recovery};

pub(super) struct ConfirmForgotPassword;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    client_id: String,
    secret_hash: Option<String>,
    username: String,
    confirmation_code: String,
    password: Password,
}

#[derive(Serialize)]
pub(super) struct Output {}

const PURPOSE: CodePurpose = CodePurpose::ForgotPassword;

impl Operation for ConfirmForgotPassword {
    const NAME: &'static str = "ConfirmForgotPassword";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let app = app_client(context, &input.client_id)?;
        check_secret_hash(&app.client, &input.username, input.secret_hash.as_deref())?;
        let (pool, code) = (&app.pool, &input.confirmation_code);
        let policy = &pool.settings.policies.password_policy;
        password::check_policy(policy, &input.password, Wording::DidNotConform)?;
        let stranger = Stranger::new(context, pool, &input.username)?;
        let user = context.read(|state| directory::find(state, pool, &input.username));
        require_presentable(&app, user.as_deref())?;
        let subject = user.as_deref().map_or(stranger.subject(pool), Subject::of);
        let right =
            context.read(|state| codes::is_right(state, subject, PURPOSE, code, context.now()));
        if let (true, Some(user)) = (right, &user) {
            password_history::check(pool, user, &input.password)?;
        }
        // For a wrong code and for a stranger too, so that the time does not tell who exists.
        let name = user.as_ref().map_or(&stranger.sub, |user| &user.username);
        let credential = password::credential(context, pool, name, &input.password, None);
        context.write(|transaction| {
            let redeemed = codes::redeem(context, transaction, subject, PURPOSE, code);
            match (redeemed, &user) {
                (Ok(_), Some(user)) => set(context, transaction, &app, user, credential).map(Ok),
                (Ok(_), None) => Ok(Err(codes::code_mismatch())),
                (Err(refusal), _) => Ok(Err(refusal)),
            }
        })??;
        Ok(Output {})
    }
}

/// What a client that does not hide its users hears of them before the code is looked at.
fn require_presentable(app: &AppClient, user: Option<&User>) -> Result<(), ServiceError> {
    if app.client.hides_users() {
        return Ok(());
    }
    let user = user.ok_or_else(username_not_found)?;
    if !user.enabled {
        return Err(user_disabled());
    }
    if user.status == UserStatus::Unconfirmed {
        return Err(user_not_confirmed());
    }
    Ok(())
}

fn set(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    app: &AppClient,
    user: &User,
    credential: Credential,
) -> Result<(), ServiceError> {
    directory::update(transaction, user, |user| {
        if !user.enabled {
            return Err(codes::code_mismatch());
        }
        match user.status {
            UserStatus::Unconfirmed => return Err(user_not_confirmed()),
            UserStatus::ForceChangePassword => return Err(recovery::not_resettable()),
            UserStatus::Confirmed | UserStatus::ResetRequired => {}
        }
        user.status = UserStatus::Confirmed;
        password_history::replace(&app.pool, user, credential);
        user.modified = context.now();
        Ok(())
    })?;
    Ok(())
}
