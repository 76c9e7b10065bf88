//! The code of a sign-up comes back.

use poolgate_flow::ServiceError;

use super::{confirm, require_unconfirmed};
use crate::app_clients::AppClient;
use crate::core::Context;
use crate::error::username_not_found;
use crate::model::CodePurpose;
use crate::state::Transaction;
use crate::users::simulation::Stranger;
use crate::users::{codes, directory};

/// Confirms whoever goes by the name, if the code is the one that was sent; answers the `sub`.
/// `force_alias` takes the attribute from another user who had it as an alias.
pub(crate) fn confirm_by_code(
    context: &Context<'_>,
    app: &AppClient,
    username: &str,
    code: &str,
    force_alias: bool,
) -> Result<String, ServiceError> {
    let stranger = Stranger::new(context, &app.pool, username)?;
    context.write(|transaction| {
        let user = directory::find(transaction.state(), &app.pool, username);
        let Some(user) = user else {
            return refuse_unknown(context, transaction, app, &stranger, code);
        };
        require_unconfirmed(&user)?;
        let confirmed = confirm(context, transaction, &app.pool, &user, code, force_alias)?;
        Ok(confirmed.map(|()| user.sub.clone()))
    })?
}

/// A client that hides its users hears what it would hear of a wrong code (protocol.md 7.3).
fn refuse_unknown(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    app: &AppClient,
    stranger: &Stranger,
    code: &str,
) -> Result<Result<String, ServiceError>, ServiceError> {
    if !app.client.hides_users() {
        return Err(username_not_found());
    }
    let subject = stranger.subject(&app.pool);
    let redeemed = codes::redeem(context, transaction, subject, CodePurpose::SignUp, code);
    Ok(redeemed.and(Err(codes::code_mismatch())))
}
