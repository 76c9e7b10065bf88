//! The machine's requests, as calls of the SDK, and the SDK's answers, as replies.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_cognitoidentityprovider::types::{
    AuthFlowType, AuthenticationResultType, ChallengeNameType,
};
use poolgate_flow::{
    AuthenticationResult, ClientMetadata, GetTokensFromRefreshToken, InitiateAuth,
    NewDeviceMetadata, Parameters, Reply, Request, RespondToAuthChallenge, Response,
};

use super::UserPool;
use crate::Error;
use crate::error::CallFailure;

impl UserPool {
    /// Sends a request. A refusal is a reply, which the machine must see; an error is a call that
    /// brought none.
    pub(crate) async fn call(&self, request: Request) -> Result<Reply, Error> {
        let outcome = match request {
            Request::InitiateAuth(request) => self.initiate_auth(request).await,
            Request::RespondToAuthChallenge(request) => self.respond(request).await,
            Request::GetTokensFromRefreshToken(request) => self.get_tokens(request).await,
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

    async fn initiate_auth(&self, request: InitiateAuth) -> Result<Response, CallFailure> {
        let output = self
            .client()
            .initiate_auth()
            .auth_flow(AuthFlowType::from(request.flow.as_str()))
            .client_id(request.client_id.as_str())
            .set_auth_parameters(Some(map(&request.parameters)))
            .set_client_metadata(metadata(request.client_metadata))
            .send()
            .await
            .map_err(|error| CallFailure::new("InitiateAuth", error))?;
        Ok(response(
            output.challenge_name,
            output.session,
            output.challenge_parameters,
            output.available_challenges,
            output.authentication_result,
        ))
    }

    async fn respond(&self, request: RespondToAuthChallenge) -> Result<Response, CallFailure> {
        let output = self
            .client()
            .respond_to_auth_challenge()
            .challenge_name(ChallengeNameType::from(request.challenge_name.as_str()))
            .client_id(request.client_id.as_str())
            .set_session(request.session.map(|session| session.expose().to_owned()))
            .set_challenge_responses(Some(map(&request.responses)))
            .set_client_metadata(metadata(request.client_metadata))
            .send()
            .await
            .map_err(|error| CallFailure::new("RespondToAuthChallenge", error))?;
        Ok(response(
            output.challenge_name,
            output.session,
            output.challenge_parameters,
            output.available_challenges,
            output.authentication_result,
        ))
    }

    async fn get_tokens(
        &self,
        request: GetTokensFromRefreshToken,
    ) -> Result<Response, CallFailure> {
        let output = self
            .client()
            .get_tokens_from_refresh_token()
            .refresh_token(request.refresh_token.expose())
            .client_id(request.client_id.as_str())
            .set_client_secret(
                request
                    .client_secret
                    .map(|secret| secret.expose().to_owned()),
            )
            .set_device_key(request.device_key.map(|key| key.expose().to_owned()))
            .set_client_metadata(metadata(request.client_metadata))
            .send()
            .await
            .map_err(|error| CallFailure::new("GetTokensFromRefreshToken", error))?;
        Ok(response(
            None,
            None,
            None,
            None,
            output.authentication_result,
        ))
    }
}

fn map(parameters: &Parameters) -> HashMap<String, String> {
    parameters
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn metadata(metadata: ClientMetadata) -> Option<HashMap<String, String>> {
    (!metadata.is_empty()).then(|| metadata.into_iter().collect())
}

fn response(
    challenge_name: Option<ChallengeNameType>,
    session: Option<String>,
    parameters: Option<HashMap<String, String>>,
    available_challenges: Option<Vec<ChallengeNameType>>,
    result: Option<AuthenticationResultType>,
) -> Response {
    Response {
        challenge_name: challenge_name.map(|name| name.as_str().into()),
        session: session.map(Into::into),
        challenge_parameters: parameters
            .unwrap_or_default()
            .into_iter()
            .collect::<BTreeMap<_, _>>(),
        available_challenges: available_challenges
            .unwrap_or_default()
            .iter()
            .map(|name| name.as_str().into())
            .collect(),
        authentication_result: result.map(authentication_result),
    }
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
