//! `DeleteWebAuthnCredential`.

use poolgate_flow::{ErrorCode, ServiceError};
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::model::WebAuthnCredential;
use crate::operations::Operation;
use crate::tokens;

pub(super) struct DeleteWebAuthnCredential;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
    credential_id: String,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for DeleteWebAuthnCredential {
    const NAME: &'static str = "DeleteWebAuthnCredential";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let user = tokens::authorize(context, &input.access_token)?.user;
        let key = WebAuthnCredential::key_of(&user.pool_id, &user.sub, &input.credential_id);
        context.write(|transaction| {
            if transaction.get::<WebAuthnCredential>(&key).is_none() {
                // The service's text is not public.
                let message = "The user has no such passkey.";
                return Err(ServiceError::new(ErrorCode::ResourceNotFound, message));
            }
            transaction.delete::<WebAuthnCredential>(&key);
            Ok(Output {})
        })
    }
}
