//! What a user calls, unsigned.

use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::types::{
    AuthFlowType, ChallengeNameType, UserContextDataType,
};
use poolgate_flow::{
    CallerContext, GetTokensFromRefreshToken, InitiateAuth, RespondToAuthChallenge, Response,
};

use super::{analytics, authentication_result, map, metadata, response};
use crate::error::CallFailure;

pub(super) async fn initiate_auth(
    client: &Client,
    call: InitiateAuth,
) -> Result<Response, CallFailure> {
    let output = client
        .initiate_auth()
        .auth_flow(AuthFlowType::from(call.flow.as_str()))
        .client_id(call.client_id.as_str())
        .set_auth_parameters(Some(map(&call.parameters)))
        .set_session(call.session.map(|session| session.expose().to_owned()))
        .set_client_metadata(metadata(call.client_metadata))
        .set_analytics_metadata(analytics(&call.caller))
        .set_user_context_data(context(&call.caller))
        .send()
        .await
        .map_err(|error| CallFailure::new("InitiateAuth", error))?;
    Ok(response!(output))
}

pub(super) async fn respond(
    client: &Client,
    call: RespondToAuthChallenge,
) -> Result<Response, CallFailure> {
    let output = client
        .respond_to_auth_challenge()
        .challenge_name(ChallengeNameType::from(call.challenge_name.as_str()))
        .client_id(call.client_id.as_str())
        .set_session(call.session.map(|session| session.expose().to_owned()))
        .set_challenge_responses(Some(map(&call.responses)))
        .set_client_metadata(metadata(call.client_metadata))
        .set_analytics_metadata(analytics(&call.caller))
        .set_user_context_data(context(&call.caller))
        .send()
        .await
        .map_err(|error| CallFailure::new("RespondToAuthChallenge", error))?;
    Ok(response!(output))
}

pub(super) async fn get_tokens(
    client: &Client,
    call: GetTokensFromRefreshToken,
) -> Result<Response, CallFailure> {
    let output = client
        .get_tokens_from_refresh_token()
        .refresh_token(call.refresh_token.expose())
        .client_id(call.client_id.as_str())
        .set_client_secret(call.client_secret.map(|secret| secret.expose().to_owned()))
        .set_device_key(call.device_key.map(|key| key.expose().to_owned()))
        .set_client_metadata(metadata(call.client_metadata))
        .send()
        .await
        .map_err(|error| CallFailure::new("GetTokensFromRefreshToken", error))?;
    let result = output.authentication_result;
    Ok(Response {
        authentication_result: result.map(authentication_result),
        ..Response::default()
    })
}

fn context(caller: &CallerContext) -> Option<UserContextDataType> {
    if caller.encoded_data.is_none() && caller.ip_address.is_none() {
        return None;
    }
    let builder = UserContextDataType::builder()
        .set_encoded_data(caller.encoded_data.clone())
        .set_ip_address(caller.ip_address.clone());
    Some(builder.build())
}
