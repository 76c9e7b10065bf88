//! The machine's requests, as calls of the SDK, and the SDK's answers, as replies.

mod administrator;
mod software_token;
mod user;

use std::collections::{BTreeMap, HashMap};

use aws_sdk_cognitoidentityprovider::types::{
    AnalyticsMetadataType, AuthenticationResultType, ChallengeNameType,
};
use poolgate_flow::{
    AuthenticationResult, CallerContext, ChallengeName, ClientMetadata, NewDeviceMetadata,
    Parameters, Reply, Request,
};

use super::UserPool;
use crate::Error;
use crate::error::CallFailure;

/// What an operation of sign-in answered. The SDK has a type of its own for each of the four, with
/// the same members.
macro_rules! response {
    ($output:expr) => {{
        let output = $output;
        poolgate_flow::Response {
            challenge_name: output.challenge_name.map(|name| name.as_str().into()),
            session: output.session.map(Into::into),
            challenge_parameters: super::parameters(output.challenge_parameters),
            available_challenges: super::names(output.available_challenges),
            authentication_result: output
                .authentication_result
                .map(super::authentication_result),
            ..poolgate_flow::Response::default()
        }
    }};
}
use response;

impl UserPool {
    /// Sends a request. A refusal is a reply, which the machine must see; an error is a call that
    /// brought none.
    pub(crate) async fn call(&self, request: Request) -> Result<Reply, Error> {
        let client = self.client();
        let outcome = match request {
            Request::InitiateAuth(call) => match call.administrator_of.clone() {
                Some(pool) => administrator::initiate_auth(client, &pool, call).await,
                None => user::initiate_auth(client, call).await,
            },
            Request::RespondToAuthChallenge(call) => match call.administrator_of.clone() {
                Some(pool) => administrator::respond(client, &pool, call).await,
                None => user::respond(client, call).await,
            },
            Request::GetTokensFromRefreshToken(call) => user::get_tokens(client, call).await,
            Request::AssociateSoftwareToken(call) => software_token::associate(client, call).await,
            Request::VerifySoftwareToken(call) => software_token::verify(client, call).await,
            other => Err(CallFailure::Failed(Error::Unsupported {
                operation: other.operation(),
            })),
        };
        match outcome {
            Ok(response) => Ok(Ok(response)),
            Err(CallFailure::Refused(error)) => Ok(Err(error)),
            Err(CallFailure::Failed(error)) => Err(error),
        }
    }
}

fn map(parameters: &Parameters) -> HashMap<String, String> {
    parameters
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

pub(crate) fn metadata(metadata: ClientMetadata) -> Option<HashMap<String, String>> {
    (!metadata.is_empty()).then(|| metadata.into_iter().collect())
}

fn analytics(caller: &CallerContext) -> Option<AnalyticsMetadataType> {
    let id = caller.analytics_endpoint_id.as_ref()?;
    let builder = AnalyticsMetadataType::builder().analytics_endpoint_id(id);
    Some(builder.build())
}

fn parameters(parameters: Option<HashMap<String, String>>) -> BTreeMap<String, String> {
    parameters.unwrap_or_default().into_iter().collect()
}

fn names(names: Option<Vec<ChallengeNameType>>) -> Vec<ChallengeName> {
    let names = names.unwrap_or_default();
    names.iter().map(|name| name.as_str().into()).collect()
}

fn authentication_result(result: AuthenticationResultType) -> AuthenticationResult {
    AuthenticationResult {
        access_token: result.access_token.map(Into::into),
        id_token: result.id_token.map(Into::into),
        refresh_token: result.refresh_token.map(Into::into),
        // The SDK says 0 where the member is missing; the service never does.
        expires_in: Some(result.expires_in).filter(|seconds| *seconds != 0),
        new_device: result.new_device_metadata.and_then(|device| {
            Some(NewDeviceMetadata {
                device_key: device.device_key?.into(),
                device_group_key: device.device_group_key?,
            })
        }),
    }
}
