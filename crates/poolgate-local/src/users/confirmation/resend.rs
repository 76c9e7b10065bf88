//! A new code for a sign-up, which ends the one before.

use poolgate_flow::ServiceError;

use super::send_code_to;
use crate::app_clients::AppClient;
use crate::core::Context;
use crate::error::{invalid_parameter, user_disabled, username_not_found};
use crate::model::{CodePurpose, User, UserStatus};
use crate::users::delivery::{Address, CodeDeliveryDetails};
use crate::users::directory;
use crate::users::lockout::Subject;
use crate::users::simulation::{self, Stranger};

/// Sends it, or tells so where the client hides its users and there is nobody to get it.
pub(crate) fn resend_code(
    context: &Context<'_>,
    app: &AppClient,
    username: &str,
) -> Result<CodeDeliveryDetails, ServiceError> {
    let stranger = Stranger::new(context, &app.pool, username)?;
    let (pool, purpose) = (&app.pool, CodePurpose::SignUp);
    context.write(|transaction| {
        let user = directory::find(transaction.state(), pool, username);
        if let Some((user, address)) = recipient(app, user.as_deref())? {
            send_code_to(context, transaction, app, user, &address)?;
            return Ok(address.details());
        }
        let subject = user.as_deref().map_or(stranger.subject(pool), Subject::of);
        simulation::send_code(context, transaction, pool, username, subject, purpose)
    })
}

/// Who gets a code and where; nobody if the client must not hear that there is nobody to get one.
fn recipient<'u>(
    app: &AppClient,
    user: Option<&'u User>,
) -> Result<Option<(&'u User, Address)>, ServiceError> {
    let hides = app.client.hides_users();
    let user = match user {
        Some(user) if user.enabled => user,
        _ if hides => return Ok(None),
        Some(_) => return Err(user_disabled()),
        None => return Err(username_not_found()),
    };
    if user.status != UserStatus::Unconfirmed {
        return Err(invalid_parameter("User is already confirmed."));
    }
    match Address::to_verify(&app.pool, user) {
        Some(address) => Ok(Some((user, address))),
        None if hides => Ok(None),
        None => Err(invalid_parameter(
            "Cannot resend codes. Auto verification not turned on.",
        )),
    }
}
