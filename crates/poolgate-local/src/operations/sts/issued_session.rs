//! The session that an action gives, in XML.

use jiff::Timestamp;
use poolgate_flow::ServiceError;

use super::actor::Actor;
use super::xml::element;
use crate::core::Context;
use crate::error;
use crate::federation::credentials;
use crate::model::{RoleSession, TemporaryCredentials};
use crate::time::UnixTime;

/// Issues credentials for a session of `lifetime` seconds; answers the elements that every such
/// action has.
pub(super) fn issue(
    context: &Context<'_>,
    session: RoleSession,
    lifetime: i64,
    packed_size: Option<usize>,
) -> Result<String, ServiceError> {
    let issued = credentials::issue(context, session, lifetime)?;
    let size = packed_size.map_or_else(String::new, |percent| {
        element("PackedPolicySize", &percent.to_string())
    });
    Ok(credentials_element(context, &issued)? + &user_element(context, &issued.session)? + &size)
}

fn credentials_element(
    context: &Context<'_>,
    issued: &TemporaryCredentials,
) -> Result<String, ServiceError> {
    let id = &issued.access_key_id;
    let secret = element("SecretAccessKey", &credentials::secret_key(context, id));
    let token = element("SessionToken", &credentials::session_token(context, id));
    let id = element("AccessKeyId", id);
    let expiration = element("Expiration", &iso_8601(issued.expires)?);
    Ok(format!(
        "<Credentials>{id}{secret}{token}{expiration}</Credentials>"
    ))
}

fn user_element(context: &Context<'_>, session: &RoleSession) -> Result<String, ServiceError> {
    let actor = Actor::session(context, session)?;
    let (arn, id) = (
        element("Arn", &actor.arn),
        element("AssumedRoleId", &actor.id),
    );
    Ok(format!("<AssumedRoleUser>{id}{arn}</AssumedRoleUser>"))
}

/// As STS writes times: whole seconds, UTC.
fn iso_8601(time: UnixTime) -> Result<String, ServiceError> {
    Timestamp::from_second(time.seconds())
        .map(|time| time.to_string())
        .map_err(error::internal)
}
