//! `GlobalSignOut` (protocol.md 5.6).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::error::user_not_found;
use crate::model::User;
use crate::operations::Operation;
use crate::tokens;

pub(super) struct GlobalSignOut;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for GlobalSignOut {
    const NAME: &'static str = "GlobalSignOut";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let bearer = tokens::authorize(context, &input.access_token)?;
        context.write(|transaction| {
            let user =
                transaction.get::<User>(&User::key_of(&bearer.user.pool_id, &bearer.user.sub));
            let mut user = User::clone(&*user.ok_or_else(user_not_found)?);
            user.sign_outs += 1;
            transaction.put(user);
            Ok(Output {})
        })
    }
}
