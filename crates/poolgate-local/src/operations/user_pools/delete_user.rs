//! `DeleteUser`: users delete themselves.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use crate::core::Context;
use crate::operations::{Nothing, Operation};
use crate::tokens;
use crate::users::deletion;

pub(super) struct DeleteUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
}

impl Operation for DeleteUser {
    const NAME: &'static str = "DeleteUser";
    type Input = Input;
    type Output = Nothing;

    fn run(input: Input, context: &Context<'_>) -> Result<Nothing, ServiceError> {
        let bearer = tokens::authorize(context, &input.access_token)?;
        context.write(|transaction| {
            deletion::delete(transaction, &bearer.user);
            Ok(Nothing)
        })
    }
}
