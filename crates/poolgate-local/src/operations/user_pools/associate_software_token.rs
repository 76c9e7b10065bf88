//! `AssociateSoftwareToken`: the secret for an authenticator app.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::TotpSecret;
use crate::operations::Operation;
use crate::users::software_token;
use crate::{sign_in, tokens};

pub(super) struct AssociateSoftwareToken;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: Option<String>,
    session: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    secret_code: Zeroizing<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

impl Operation for AssociateSoftwareToken {
    const NAME: &'static str = "AssociateSoftwareToken";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let secret = software_token::random_secret(context);
        let secret_code = software_token::secret_code(&secret);
        let session = match (input.access_token, input.session) {
            (Some(token), _) => {
                associate(context, &token, secret)?;
                None
            }
            (None, Some(session)) => Some(sign_in::associate_software_token(
                context, &session, secret,
            )?),
            (None, None) => {
                return Err(invalid_parameter(
                    "Either an AccessToken or a Session is required.",
                ));
            }
        };
        Ok(Output {
            secret_code,
            session,
        })
    }
}

/// For a user who is signed in; the app that works goes on working.
fn associate(context: &Context<'_>, token: &str, secret: TotpSecret) -> Result<(), ServiceError> {
    let user = tokens::authorize(context, token)?.user;
    software_token::require_offered(&*user_pool(context, &user.pool_id)?)?;
    context.write(|transaction| {
        software_token::put_pending(transaction, &user, secret);
        Ok(())
    })
}
