//! Somebody forgot the password, and gets a code.

use poolgate_flow::ServiceError;

use super::{address, require_self_service, send_code};
use crate::app_clients::AppClient;
use crate::core::Context;
use crate::error::{user_disabled, username_not_found};
use crate::model::{CodePurpose, User};
use crate::users::delivery::CodeDeliveryDetails;
use crate::users::directory;
use crate::users::lockout::Subject;
use crate::users::simulation::{self, Stranger};

/// Sends the code, or tells so where the client hides its users and there is nobody to get it.
pub(crate) fn request_code(
    context: &Context<'_>,
    app: &AppClient,
    username: &str,
) -> Result<CodeDeliveryDetails, ServiceError> {
    require_self_service(&app.pool)?;
    let stranger = Stranger::new(context, &app.pool, username)?;
    let (pool, purpose) = (&app.pool, CodePurpose::ForgotPassword);
    context.write(|transaction| {
        let user = directory::find(transaction.state(), pool, username);
        if let Some(user) = recipient(app, user.as_deref())? {
            return send_code(context, transaction, pool, user);
        }
        let subject = user.as_deref().map_or(stranger.subject(pool), Subject::of);
        simulation::send_code(context, transaction, pool, username, subject, purpose)
    })
}

/// Who gets a code; nobody if the client must not hear that there is nobody to get one.
fn recipient<'u>(
    app: &AppClient,
    user: Option<&'u User>,
) -> Result<Option<&'u User>, ServiceError> {
    if !app.client.hides_users() {
        let user = user.ok_or_else(username_not_found)?;
        return if user.enabled {
            Ok(Some(user))
        } else {
            Err(user_disabled())
        };
    }
    Ok(user.filter(|user| user.enabled && address(&app.pool, user).is_some()))
}
