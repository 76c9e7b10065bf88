//! The first step of a sign-in: which flow, and whether the client may use it (protocol.md 3.1).

use poolgate_flow::ServiceError;

use super::attempt::{Attempt, Flow};
use super::{
    AuthResponse, Entrance, Parameters, Rotation, Side, choice, custom, device, password, refresh,
    sign_up_session, srp,
};
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::UserPoolClient;

/// Begins a sign-in, or refreshes one.
pub(crate) fn initiate(
    context: &Context<'_>,
    entrance: &Entrance,
    flow: &str,
    session: Option<&str>,
    parameters: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    require_allowed(entrance, flow)?;
    match flow {
        "USER_SRP_AUTH" => {
            let username = named(context, entrance, parameters)?;
            let attempt = Attempt::begin(Flow::Password, username, parameters);
            let client_value = parameters.require("SRP_A")?;
            srp::challenge(context, entrance, attempt, client_value, None)
        }
        "CUSTOM_AUTH" => {
            let username = named(context, entrance, parameters)?;
            custom::begin(context, entrance, username, parameters)
        }
        "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" => {
            let token = parameters.require("REFRESH_TOKEN")?;
            let device_key = parameters.get("DEVICE_KEY");
            let rotation = Rotation::Unsupported {
                secret_hash: parameters.get("SECRET_HASH"),
            };
            refresh(context, &entrance.app, token, device_key, rotation).map(AuthResponse::tokens)
        }
        "USER_AUTH" => {
            let username = named(context, entrance, parameters)?;
            match session {
                Some(session) => sign_up_session::sign_in(context, entrance, username, session),
                None => choice::begin(context, entrance, username, parameters),
            }
        }
        _ => {
            let username = named(context, entrance, parameters)?;
            password::sign_in(context, entrance, username, parameters)
        }
    }
}

/// The `USERNAME`, once the secret hash and the device that go with it were checked.
fn named<'p>(
    context: &Context<'_>,
    entrance: &Entrance,
    parameters: &'p Parameters,
) -> Result<&'p str, ServiceError> {
    let username = parameters.require("USERNAME")?;
    entrance.check_secret_hash(username, parameters.get("SECRET_HASH"))?;
    device::admit(context, entrance, username, parameters)?;
    Ok(username)
}

/// Refuses a flow of the other door, and one the client does not allow.
fn require_allowed(entrance: &Entrance, flow: &str) -> Result<(), ServiceError> {
    let (allowed, refusal) = match (flow, entrance.side) {
        ("USER_PASSWORD_AUTH", Side::Public) => (
            "USER_PASSWORD_AUTH",
            "USER_PASSWORD_AUTH flow not enabled for this client".to_owned(),
        ),
        ("ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH", Side::Admin) => (
            "ADMIN_USER_PASSWORD_AUTH",
            "Auth flow not enabled for this client".to_owned(),
        ),
        ("REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN", _) => (
            "REFRESH_TOKEN_AUTH",
            "Auth flow not enabled for this client".to_owned(),
        ),
        ("CUSTOM_AUTH" | "USER_AUTH" | "USER_SRP_AUTH", _) => {
            (flow, format!("{flow} is not enabled for the client."))
        }
        _ => return Err(invalid_parameter("Initiate Auth method not supported")),
    };
    let client = &entrance.app.client;
    // With rotation the refresh flow is off, and refused with a code of its own further on.
    let rotating = allowed == "REFRESH_TOKEN_AUTH" && client.rotation().is_some();
    if rotating || allows(client, allowed) {
        return Ok(());
    }
    Err(invalid_parameter(refusal))
}

/// Whether the client allows a flow, by the new names, the old ones, or none at all.
pub(super) fn allows(client: &UserPoolClient, flow: &str) -> bool {
    let Some(flows) = client.settings.explicit_auth_flows.as_deref() else {
        return matches!(flow, "CUSTOM_AUTH" | "REFRESH_TOKEN_AUTH" | "USER_SRP_AUTH");
    };
    let listed = |name: &str| flows.iter().any(|listed| listed == name);
    if flows.iter().any(|listed| listed.starts_with("ALLOW_")) {
        return listed(&format!("ALLOW_{flow}"));
    }
    match flow {
        "ADMIN_USER_PASSWORD_AUTH" => listed("ADMIN_NO_SRP_AUTH"),
        "USER_SRP_AUTH" => !listed("CUSTOM_AUTH_FLOW_ONLY"),
        // The old names take the custom flow for granted, and can only leave nothing but it.
        "CUSTOM_AUTH" | "REFRESH_TOKEN_AUTH" => true,
        _ => listed(flow),
    }
}
