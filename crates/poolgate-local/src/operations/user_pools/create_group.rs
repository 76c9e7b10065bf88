//! `CreateGroup`.

use poolgate_flow::{ErrorCode, ServiceError};
use serde::{Deserialize, Serialize};

use super::descriptions::GroupDescription;
use crate::app_clients::{require_user_pool, user_pool};
use crate::core::Context;
use crate::model::Group;
use crate::operations::Operation;
use crate::state::Entity;

pub(super) struct CreateGroup;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    group_name: String,
    description: Option<String>,
    role_arn: Option<String>,
    precedence: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    group: GroupDescription,
}

impl Operation for CreateGroup {
    const NAME: &'static str = "CreateGroup";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        user_pool(context, &input.user_pool_id)?;
        let group = Group {
            pool_id: input.user_pool_id,
            name: input.group_name,
            description: input.description,
            role_arn: input.role_arn,
            precedence: input.precedence,
            created: context.now(),
            modified: context.now(),
        };
        let group = context.write(|transaction| {
            require_user_pool(transaction.state(), &group.pool_id)?;
            if transaction.get::<Group>(&group.key()).is_some() {
                let message = "A group with the name already exists.";
                return Err(ServiceError::new(ErrorCode::GroupExists, message));
            }
            Ok(transaction.put(group))
        })?;
        Ok(Output {
            group: GroupDescription::of(&group),
        })
    }
}
