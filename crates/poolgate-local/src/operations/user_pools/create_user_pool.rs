//! `CreateUserPool` (protocol.md 9.3).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::model::{SchemaAttribute, UserPool, UserPoolSettings, standard_schema};
use crate::operations::Operation;

pub(super) struct CreateUserPool;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    pool_name: String,
    #[serde(default)]
    schema: Vec<SchemaAttribute>,
    #[serde(flatten)]
    settings: UserPoolSettings,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    user_pool: UserPool,
}

impl Operation for CreateUserPool {
    const NAME: &'static str = "CreateUserPool";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let mut schema = standard_schema();
        schema.extend(input.schema);
        let pool = UserPool {
            id: random_pool_id(context),
            name: input.pool_name,
            created: context.now(),
            modified: context.now(),
            schema,
            settings: input.settings,
        };
        context.write(|transaction| {
            transaction.put(pool.clone());
            Ok(())
        })?;
        Ok(Output { user_pool: pool })
    }
}

/// The Region, an underscore and nine letters or digits.
fn random_pool_id(context: &Context<'_>) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    format!("{}_{}", context.settings().region, context.random_text(9, ALPHABET))
}
