//! What an administrator calls on a user's behalf, signed with AWS credentials.

use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::error::BuildError;
use aws_sdk_cognitoidentityprovider::types::{
    AuthFlowType, ChallengeNameType, ContextDataType, HttpHeader,
};
use poolgate_flow::{CallerContext, InitiateAuth, PoolId, RespondToAuthChallenge, Response};

use super::{analytics, map, metadata, response};
use crate::Error;
use crate::error::CallFailure;

pub(super) async fn initiate_auth(
    client: &Client,
    pool: &PoolId,
    call: InitiateAuth,
) -> Result<Response, CallFailure> {
    let output = client
        .admin_initiate_auth()
        .user_pool_id(pool.as_str())
        .auth_flow(AuthFlowType::from(call.flow.as_str()))
        .client_id(call.client_id.as_str())
        .set_auth_parameters(Some(map(&call.parameters)))
        .set_session(call.session.map(|session| session.expose().to_owned()))
        .set_client_metadata(metadata(call.client_metadata))
        .set_analytics_metadata(analytics(&call.caller))
        .set_context_data(context(&call.caller)?)
        .send()
        .await
        .map_err(|error| CallFailure::new("AdminInitiateAuth", error))?;
    Ok(response!(output))
}

pub(super) async fn respond(
    client: &Client,
    pool: &PoolId,
    call: RespondToAuthChallenge,
) -> Result<Response, CallFailure> {
    let output = client
        .admin_respond_to_auth_challenge()
        .user_pool_id(pool.as_str())
        .challenge_name(ChallengeNameType::from(call.challenge_name.as_str()))
        .client_id(call.client_id.as_str())
        .set_session(call.session.map(|session| session.expose().to_owned()))
        .set_challenge_responses(Some(map(&call.responses)))
        .set_client_metadata(metadata(call.client_metadata))
        .set_analytics_metadata(analytics(&call.caller))
        .set_context_data(context(&call.caller)?)
        .send()
        .await
        .map_err(|error| CallFailure::new("AdminRespondToAuthChallenge", error))?;
    Ok(response!(output))
}

/// All but the fingerprint is required, once anything is said at all.
fn context(caller: &CallerContext) -> Result<Option<ContextDataType>, CallFailure> {
    let mut said = caller.clone();
    said.analytics_endpoint_id = None;
    if said == CallerContext::new() {
        return Ok(None);
    }
    let headers = caller.http_headers.iter().map(|(name, value)| {
        HttpHeader::builder()
            .header_name(name)
            .header_value(value)
            .build()
    });
    let context = ContextDataType::builder()
        .set_ip_address(caller.ip_address.clone())
        .set_server_name(caller.server_name.clone())
        .set_server_path(caller.server_path.clone())
        .set_http_headers(Some(headers.collect()))
        .set_encoded_data(caller.encoded_data.clone())
        .build();
    context.map(Some).map_err(|error| incomplete(&error))
}

fn incomplete(error: &BuildError) -> CallFailure {
    CallFailure::Failed(Error::InvalidSetting {
        setting: "the caller context",
        value: "[incomplete]".to_owned(),
        reason: error.to_string(),
    })
}
