//! The code for a forgotten password comes back with a new one.

use poolgate_flow::ServiceError;

use super::not_resettable;
use crate::app_clients::AppClient;
use crate::core::Context;
use crate::error::{user_disabled, user_not_confirmed, username_not_found};
use crate::model::{CodePurpose, Credential, User, UserStatus};
use crate::state::Transaction;
use crate::users::lockout::Subject;
use crate::users::password::{self, Password, Wording};
use crate::users::simulation::Stranger;
use crate::users::{codes, directory, password_history};

const PURPOSE: CodePurpose = CodePurpose::ForgotPassword;

/// Sets the password of whoever goes by the name, if the code is the one that was sent.
pub(crate) fn reset_password(
    context: &Context<'_>,
    app: &AppClient,
    username: &str,
    code: &str,
    password: &Password,
) -> Result<(), ServiceError> {
    let pool = &app.pool;
    let policy = &pool.settings.policies.password_policy;
    password::check_policy(policy, password, Wording::DidNotConform)?;
    let stranger = Stranger::new(context, pool, username)?;
    let user = context.read(|state| directory::find(state, pool, username));
    require_presentable(app, user.as_deref())?;
    let subject = user.as_deref().map_or(stranger.subject(pool), Subject::of);
    let right = context.read(|state| codes::is_right(state, subject, PURPOSE, code, context.now()));
    if let (true, Some(user)) = (right, &user) {
        password_history::check(pool, user, password)?;
    }
    // For a wrong code and for a stranger too, so that the time does not tell who exists.
    let name = user.as_ref().map_or(&stranger.sub, |user| &user.username);
    let credential = password::credential(context, pool, name, password, None);
    context.write(|transaction| {
        let redeemed = codes::redeem(context, transaction, subject, PURPOSE, code);
        match (redeemed, &user) {
            (Ok(_), Some(user)) => set(context, transaction, app, user, credential).map(Ok),
            (Ok(_), None) => Ok(Err(codes::code_mismatch())),
            (Err(refusal), _) => Ok(Err(refusal)),
        }
    })?
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
            UserStatus::ExternalProvider | UserStatus::ForceChangePassword => {
                return Err(not_resettable());
            }
            UserStatus::Confirmed | UserStatus::ResetRequired => {}
        }
        user.status = UserStatus::Confirmed;
        password_history::replace(&app.pool, user, credential);
        user.modified = context.now();
        Ok(())
    })?;
    Ok(())
}
