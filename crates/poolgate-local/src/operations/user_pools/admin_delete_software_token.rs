//! `AdminDeleteSoftwareToken`: for a user who has lost the authenticator app.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::{MfaFactor, SoftwareToken};
use crate::operations::Operation;
use crate::users::directory;

pub(super) struct AdminDeleteSoftwareToken;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for AdminDeleteSoftwareToken {
    const NAME: &'static str = "AdminDeleteSoftwareToken";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let user = directory::require(context, &pool, &input.username)?;
        context.write(|transaction| {
            let key = SoftwareToken::key_of(&user.pool_id, &user.sub);
            transaction.delete::<SoftwareToken>(&key);
            directory::update(transaction, &user, |user| {
                user.mfa.disable(MfaFactor::SoftwareTokenMfa);
                user.modified = context.now();
                Ok(())
            })
        })?;
        Ok(Output {})
    }
}
