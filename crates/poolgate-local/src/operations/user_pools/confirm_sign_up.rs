//! `ConfirmSignUp`.

use poolgate_flow::{ErrorCode, ServiceError};
use serde::{Deserialize, Serialize};

use crate::app_clients::{AppClient, app_client, check_secret_hash};
use crate::core::Context;
use crate::error::not_authorized;
use crate::model::UserStatus;
use crate::operations::Operation;
use crate::users::confirmation::{Confirmation, confirm, expired_code};
use crate::users::directory;

pub(super) struct ConfirmSignUp;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    client_id: String,
    secret_hash: Option<String>,
    username: String,
    confirmation_code: String,
    #[serde(default)]
    force_alias_creation: bool,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for ConfirmSignUp {
    const NAME: &'static str = "ConfirmSignUp";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let app = app_client(context, &input.client_id)?;
        check_secret_hash(&app.client, &input.username, input.secret_hash.as_deref())?;
        let confirmation = context.write(|transaction| {
            let user = directory::find(transaction.state(), &app.pool, &input.username);
            let user = user.ok_or_else(|| unknown_user(&app))?;
            if user.status != UserStatus::Unconfirmed {
                let status = user.status.as_str();
                return Err(not_authorized(format!(
                    "User cannot be confirmed. Current status is {status}"
                )));
            }
            let (code, force) = (&input.confirmation_code, input.force_alias_creation);
            confirm(context, transaction, &app.pool, &user, code, force)
        })?;
        match confirmation {
            Confirmation::Confirmed => Ok(Output {}),
            Confirmation::Refused(refusal) => Err(refusal),
        }
    }
}

/// A client that hides its users answers as if no code had been sent (protocol.md 7.3).
fn unknown_user(app: &AppClient) -> ServiceError {
    if app.client.hides_users() {
        return expired_code();
    }
    let message = "Username/client id combination not found.";
    ServiceError::new(ErrorCode::UserNotFound, message)
}
