//! `ForgotPassword`: a code for whoever forgot the password (protocol.md 7.3 and 9.2).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::{AppClient, app_client, check_secret_hash};
use crate::core::Context;
use crate::error::{user_disabled, username_not_found};
use crate::model::{CodePurpose, User};
use crate::operations::Operation;
use crate::users::delivery::CodeDeliveryDetails;
use crate::users::lockout::Subject;
use crate::users::simulation::{self, Stranger};
use crate::users::{directory, recovery};

pub(super) struct ForgotPassword;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    client_id: String,
    secret_hash: Option<String>,
    username: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    code_delivery_details: CodeDeliveryDetails,
}

impl Operation for ForgotPassword {
    const NAME: &'static str = "ForgotPassword";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let app = app_client(context, &input.client_id)?;
        check_secret_hash(&app.client, &input.username, input.secret_hash.as_deref())?;
        recovery::require_self_service(&app.pool)?;
        let stranger = Stranger::new(context, &app.pool, &input.username)?;
        let (pool, name) = (&app.pool, &input.username);
        context.write(|transaction| {
            let user = directory::find(transaction.state(), pool, name);
            let code_delivery_details = if let Some(user) = recipient(&app, user.as_deref())? {
                recovery::send_code(context, transaction, pool, user)?
            } else {
                let subject = user.as_deref().map_or(stranger.subject(pool), Subject::of);
                let purpose = CodePurpose::ForgotPassword;
                simulation::send_code(context, transaction, pool, name, subject, purpose)?
            };
            Ok(Output {
                code_delivery_details,
            })
        })
    }
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
    Ok(user.filter(|user| user.enabled && recovery::address(&app.pool, user).is_some()))
}
