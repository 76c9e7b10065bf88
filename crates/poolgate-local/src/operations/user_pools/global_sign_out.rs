//! `GlobalSignOut` (protocol.md 5.6).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::operations::Operation;
use crate::tokens;
use crate::users::directory;

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
            directory::update(transaction, &bearer.user, |user| {
                user.sign_outs += 1;
                Ok(())
            })
        })?;
        Ok(Output {})
    }
}
