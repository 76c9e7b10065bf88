//! The client's requests as JSON, and the server's answers as the client wants them.

use getrandom::SysRng;
use poolgate_flow::{
    AuthenticationResult, ChallengeSession, ErrorCode, Failure, NewDeviceMetadata, Parameters,
    Reply, Request, Response, ServiceError, Step, Timestamp, Waiting,
};
use rand_core::UnwrapErr;
use serde_json::{Value, json};

use super::scene::Scene;

pub(super) fn send(scene: &Scene<'_>, request: &Request) -> Reply {
    let mut input = members(request);
    if let Some(members) = input.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    match scene.cognito().call(request.operation(), &input) {
        Ok(answer) => Ok(response(&answer)),
        Err((code, message)) => {
            let code = ErrorCode::from_wire(&code);
            Err(ServiceError::new(code, message))
        }
    }
}

pub(super) fn receive(scene: &Scene<'_>, waiting: Waiting, reply: Reply) -> Result<Step, Failure> {
    let now = Timestamp::from_unix(scene.cognito().now());
    waiting.receive(reply, now, &mut UnwrapErr(SysRng))
}

fn members(request: &Request) -> Value {
    match request {
        Request::InitiateAuth(call) => json!({
            "UserPoolId": call.administrator_of.as_ref().map(ToString::to_string),
            "ClientId": call.client_id.as_str(), "AuthFlow": call.flow.as_str(),
            "AuthParameters": object(&call.parameters),
            "Session": call.session.as_ref().map(ChallengeSession::expose),
        }),
        Request::RespondToAuthChallenge(call) => json!({
            "UserPoolId": call.administrator_of.as_ref().map(ToString::to_string),
            "ClientId": call.client_id.as_str(), "ChallengeName": call.challenge_name.as_str(),
            "ChallengeResponses": object(&call.responses),
            "Session": call.session.as_ref().map(ChallengeSession::expose),
        }),
        Request::AssociateSoftwareToken(call) => json!({ "Session": call.session.expose() }),
        Request::VerifySoftwareToken(call) => json!({
            "Session": call.session.expose(), "UserCode": call.user_code,
            "FriendlyDeviceName": call.friendly_device_name,
        }),
        other => panic!("{other:?}"),
    }
}

fn object(parameters: &Parameters) -> Value {
    let members = parameters.iter();
    members
        .map(|(name, value)| (name.to_owned(), Value::from(value)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn response(answer: &Value) -> Response {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let parameters = answer["ChallengeParameters"].as_object().cloned();
    Response {
        challenge_name: answer["ChallengeName"].as_str().map(Into::into),
        session: answer["Session"].as_str().map(Into::into),
        challenge_parameters: parameters
            .unwrap_or_default()
            .into_iter()
            .map(|(name, value)| (name, text(&value).unwrap()))
            .collect(),
        available_challenges: list(&answer["AvailableChallenges"])
            .iter()
            .map(|name| name.as_str().unwrap().into())
            .collect(),
        authentication_result: answer
            .get("AuthenticationResult")
            .map(authentication_result),
        secret_code: answer["SecretCode"].as_str().map(Into::into),
        status: text(&answer["Status"]),
    }
}

fn authentication_result(result: &Value) -> AuthenticationResult {
    let device = result.get("NewDeviceMetadata");
    AuthenticationResult {
        access_token: result["AccessToken"].as_str().map(Into::into),
        id_token: result["IdToken"].as_str().map(Into::into),
        refresh_token: result["RefreshToken"].as_str().map(Into::into),
        expires_in: result["ExpiresIn"].as_i64().and_then(|s| s.try_into().ok()),
        new_device: device.map(|device| NewDeviceMetadata {
            device_key: device["DeviceKey"].as_str().unwrap().into(),
            device_group_key: device["DeviceGroupKey"].as_str().unwrap().to_owned(),
        }),
    }
}
