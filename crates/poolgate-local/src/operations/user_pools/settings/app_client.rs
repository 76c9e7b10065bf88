//! The rules that the settings of an app client obey, whether it is new or changed.

use poolgate_flow::{ErrorCode, ServiceError};

use super::super::subjects::identity_provider::not_found;
use crate::error::invalid_parameter;
use crate::model::{IdentityProvider, UserPool, UserPoolClient};
use crate::state::State;

/// Whether the client can be as it says; `doing` is what the caller does with it, for the messages.
pub(crate) fn check(
    pool: &UserPool,
    client: &UserPoolClient,
    doing: &str,
) -> Result<(), ServiceError> {
    check_flows(client)?;
    check_lifetimes(client)?;
    check_attributes(
        pool,
        client.settings.read_attributes.as_deref(),
        ("read", doing),
    )?;
    check_attributes(
        pool,
        client.settings.write_attributes.as_deref(),
        ("write", doing),
    )
}

/// The client offers the pool's own users and its identity providers only.
pub(crate) fn check_providers(state: &State, client: &UserPoolClient) -> Result<(), ServiceError> {
    let offered = client.settings.supported_identity_providers.as_deref();
    let exists = |name: &&String| {
        let key = IdentityProvider::key_of(&client.pool_id, name);
        name.as_str() == "COGNITO" || state.get::<IdentityProvider>(&key).is_some()
    };
    let unknown = offered
        .unwrap_or_default()
        .iter()
        .find(|name| !exists(name));
    unknown.map_or(Ok(()), |name| {
        Err(not_found(
            ErrorCode::InvalidParameter,
            &client.pool_id,
            name,
        ))
    })
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
    (access, doing): (&str, &str),
) -> Result<(), ServiceError> {
    let known = |name: &String| pool.attribute(name).is_some();
    if names.unwrap_or_default().iter().all(known) {
        return Ok(());
    }
    let message = format!("Invalid {access} attributes specified while {doing} a client");
    Err(invalid_parameter(message))
}
