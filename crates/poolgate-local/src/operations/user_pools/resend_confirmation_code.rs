//! `ResendConfirmationCode`: a new code for a sign-up, which ends the one before.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::{AppClient, app_client, check_secret_hash};
use crate::core::Context;
use crate::error::{invalid_parameter, user_disabled, username_not_found};
use crate::model::{CodePurpose, User, UserStatus};
use crate::operations::Operation;
use crate::users::confirmation::send_code_to;
use crate::users::delivery::{Address, CodeDeliveryDetails};
use crate::users::directory;
use crate::users::lockout::Subject;
use crate::users::simulation::{self, Stranger};

pub(super) struct ResendConfirmationCode;

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

impl Operation for ResendConfirmationCode {
    const NAME: &'static str = "ResendConfirmationCode";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let app = app_client(context, &input.client_id)?;
        check_secret_hash(&app.client, &input.username, input.secret_hash.as_deref())?;
        let stranger = Stranger::new(context, &app.pool, &input.username)?;
        let (pool, name, purpose) = (&app.pool, &input.username, CodePurpose::SignUp);
        context.write(|transaction| {
            let user = directory::find(transaction.state(), pool, name);
            let recipient = recipient(&app, user.as_deref())?;
            let code_delivery_details = if let Some((user, address)) = recipient {
                send_code_to(context, transaction, &app, user, &address)?;
                address.details()
            } else {
                let subject = user.as_deref().map_or(stranger.subject(pool), Subject::of);
                simulation::send_code(context, transaction, pool, name, subject, purpose)?
            };
            Ok(Output {
                code_delivery_details,
            })
        })
    }
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
