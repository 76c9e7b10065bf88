//! `ConfirmSignUp`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::{AppClient, app_client, check_secret_hash};
use crate::core::Context;
use crate::error::username_not_found;
use crate::model::CodePurpose;
use crate::operations::Operation;
use crate::sign_in;
use crate::state::Transaction;
use crate::users::confirmation::{confirm, require_unconfirmed};
use crate::users::simulation::Stranger;
use crate::users::{codes, directory};

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
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    /// For `InitiateAuth` with `USER_AUTH`, where the client allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

impl Operation for ConfirmSignUp {
    const NAME: &'static str = "ConfirmSignUp";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let app = app_client(context, &input.client_id)?;
        check_secret_hash(&app.client, &input.username, input.secret_hash.as_deref())?;
        let stranger = Stranger::new(context, &app.pool, &input.username)?;
        let (code, force) = (&input.confirmation_code, input.force_alias_creation);
        let sub = context.write(|transaction| {
            let user = directory::find(transaction.state(), &app.pool, &input.username);
            let Some(user) = user else {
                return refuse_unknown(context, transaction, &app, &stranger, code);
            };
            require_unconfirmed(&user)?;
            let confirmed = confirm(context, transaction, &app.pool, &user, code, force)?;
            Ok(confirmed.map(|()| user.sub.clone()))
        })??;
        let session = sign_in::after_confirmation(context, &app, &sub)?;
        Ok(Output { session })
    }
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
