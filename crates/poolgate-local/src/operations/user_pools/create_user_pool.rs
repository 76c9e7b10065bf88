//! `CreateUserPool` (protocol.md 9.3).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::UserPoolDescription;
use super::settings::{self, user_pool::nothing_for_mfa};
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::{
    MfaConfiguration, PoolFactors, SchemaAttributeInput, UserPool, UserPoolSettings, schema_with,
};
use crate::operations::Operation;

pub(super) struct CreateUserPool;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    pool_name: String,
    #[serde(default)]
    schema: Vec<SchemaAttributeInput>,
    #[serde(flatten)]
    settings: UserPoolSettings,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    user_pool: UserPoolDescription,
}

impl Operation for CreateUserPool {
    const NAME: &'static str = "CreateUserPool";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let settings = input.settings.normalized();
        check(&settings)?;
        let schema = schema_with(input.schema)?;
        let factors = PoolFactors::of_new_pool(
            settings.sms_configuration.as_ref(),
            settings.sms_authentication_message.as_deref(),
        );
        let pool = context.write(|transaction| {
            Ok(transaction.put(UserPool {
                id: random_id(context),
                name: input.pool_name,
                created: context.now(),
                modified: context.now(),
                schema,
                factors,
                settings,
            }))
        })?;
        Ok(Output {
            user_pool: UserPoolDescription::created(&pool, context.settings()),
        })
    }
}

fn check(settings: &UserPoolSettings) -> Result<(), ServiceError> {
    if settings.alias_attributes.is_some() && settings.username_attributes.is_some() {
        return Err(invalid_parameter(
            "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
        ));
    }
    let mfa = settings.mfa_configuration != MfaConfiguration::Off;
    if mfa && settings.sms_configuration.is_none() {
        return Err(nothing_for_mfa());
    }
    settings::user_pool::check(settings)
}

/// The Region, an underscore and nine letters or digits.
fn random_id(context: &Context<'_>) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    format!(
        "{}_{}",
        context.settings().region,
        context.random_text(9, ALPHABET)
    )
}
