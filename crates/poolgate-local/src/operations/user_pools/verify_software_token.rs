//! `VerifySoftwareToken`: the first code of an authenticator app.

use poolgate_flow::{ErrorCode, ServiceError};
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::{MfaConfiguration, MfaFactor};
use crate::operations::Operation;
use crate::users::directory;
use crate::users::software_token::{self, Proof};
use crate::{sign_in, tokens};

pub(super) struct VerifySoftwareToken;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: Option<String>,
    session: Option<String>,
    user_code: String,
    friendly_device_name: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

impl Operation for VerifySoftwareToken {
    const NAME: &'static str = "VerifySoftwareToken";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let proof = Proof {
            code: input.user_code,
            friendly_device_name: input.friendly_device_name,
        };
        let session = match (input.access_token, input.session) {
            (Some(token), _) => {
                verify(context, &token, proof)?;
                None
            }
            (None, Some(session)) => {
                Some(sign_in::verify_software_token(context, &session, proof)?)
            }
            (None, None) => {
                return Err(invalid_parameter(
                    "Either an AccessToken or a Session is required.",
                ));
            }
        };
        Ok(Output {
            status: "SUCCESS",
            session,
        })
    }
}

/// For a user who is signed in. Where MFA is optional the factor still has to be turned on; where it
/// is required it is on at once.
fn verify(context: &Context<'_>, token: &str, proof: Proof) -> Result<(), ServiceError> {
    let user = tokens::authorize(context, token)?.user;
    let pool = user_pool(context, &user.pool_id)?;
    software_token::require_offered(&pool)?;
    context.write(|transaction| {
        let secret = software_token::pending(transaction.state(), &user).ok_or_else(not_begun)?;
        software_token::adopt(transaction, &user, secret, proof, context.now())?;
        if pool.settings.mfa_configuration != MfaConfiguration::On {
            return Ok(());
        }
        directory::update(transaction, &user, |user| {
            user.mfa.enable(MfaFactor::SoftwareTokenMfa);
            user.modified = context.now();
            Ok(())
        })?;
        Ok(())
    })
}

/// There is no secret to prove: none was given out, or it was proven already.
fn not_begun() -> ServiceError {
    let message = "Software Token MFA does not exist for the user.";
    ServiceError::new(ErrorCode::SoftwareTokenMfaNotFound, message)
}
