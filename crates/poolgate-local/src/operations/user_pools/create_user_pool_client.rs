//! `CreateUserPoolClient` (protocol.md 9.3).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::UserPoolClientDescription;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::{ClientSecret, ClientSettings, UserPool, UserPoolClient};
use crate::operations::Operation;

pub(super) struct CreateUserPoolClient;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    client_name: String,
    #[serde(default)]
    generate_secret: bool,
    client_secret: Option<ClientSecret>,
    #[serde(flatten)]
    settings: ClientSettings,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    user_pool_client: UserPoolClientDescription,
}

impl Operation for CreateUserPoolClient {
    const NAME: &'static str = "CreateUserPoolClient";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let generated = input.generate_secret.then(|| random_secret(context));
        let client = UserPoolClient {
            id: context.random_text(26, LOWER_CASE_AND_DIGITS),
            pool_id: input.user_pool_id,
            name: input.client_name,
            secret: input.client_secret.or(generated),
            created: context.now(),
            modified: context.now(),
            settings: input.settings.normalized(),
        };
        check(&pool, &client)?;
        let client = context.write(|transaction| Ok(transaction.put(client)))?;
        Ok(Output {
            user_pool_client: UserPoolClientDescription::of(&client),
        })
    }
}

const LOWER_CASE_AND_DIGITS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";

fn random_secret(context: &Context<'_>) -> ClientSecret {
    ClientSecret(context.random_text(52, LOWER_CASE_AND_DIGITS))
}

fn check(pool: &UserPool, client: &UserPoolClient) -> Result<(), ServiceError> {
    check_flows(client)?;
    check_lifetimes(client)?;
    check_attributes(pool, client.settings.read_attributes.as_deref(), "read")?;
    check_attributes(pool, client.settings.write_attributes.as_deref(), "write")
}

/// The service's texts for both refusals are not public: these say what is wrong.
fn check_flows(client: &UserPoolClient) -> Result<(), ServiceError> {
    let flows = client
        .settings
        .explicit_auth_flows
        .as_deref()
        .unwrap_or_default();
    let new = flows
        .iter()
        .filter(|flow| flow.starts_with("ALLOW_"))
        .count();
    if new != 0 && new != flows.len() {
        return Err(invalid_parameter(
            "ExplicitAuthFlows with the prefix ALLOW_ cannot be mixed with those without it.",
        ));
    }
    let refresh = flows.iter().any(|flow| flow == "ALLOW_REFRESH_TOKEN_AUTH");
    if refresh && client.rotation().is_some() {
        return Err(invalid_parameter(
            "ALLOW_REFRESH_TOKEN_AUTH cannot be combined with refresh token rotation.",
        ));
    }
    Ok(())
}

/// Five minutes to one day for access and ID tokens, one hour to ten years for refresh tokens
/// (protocol.md 5.4).
fn check_lifetimes(client: &UserPoolClient) -> Result<(), ServiceError> {
    const SHORT: std::ops::RangeInclusive<i64> = 300..=86_400;
    const LONG: std::ops::RangeInclusive<i64> = 3_600..=315_360_000;
    let sound = SHORT.contains(&client.access_token_seconds())
        && SHORT.contains(&client.id_token_seconds())
        && LONG.contains(&client.refresh_token_seconds());
    sound
        .then_some(())
        .ok_or_else(|| invalid_parameter("Invalid range for token validity."))
}

fn check_attributes(
    pool: &UserPool,
    names: Option<&[String]>,
    access: &str,
) -> Result<(), ServiceError> {
    let known = |name: &String| pool.attribute(name).is_some();
    if names.unwrap_or_default().iter().all(known) {
        return Ok(());
    }
    let message = format!("Invalid {access} attributes specified while creating a client");
    Err(invalid_parameter(message))
}
