//! The service's answers to a client that signs in.

use std::collections::BTreeMap;

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng as _;
use poolgate_flow::{
    AppClient, AuthenticationResult, Challenge, ChallengeName, Device, ErrorCode, FirstFactor,
    NewDeviceMetadata, Parameters, Password, Reply, Request, Response, ServiceError, SignIn, Step,
    Timestamp, Username, Waiting,
};
use serde_json::Value;

/// More answers than any sign-in has.
const MOST_REPLIES: usize = 24;
/// The proofs of the password and of the device, and each of two calls made again without the
/// device: after so many calls of its own the machine must have come back to a person.
const MOST_CALLS_OF_ITS_OWN: usize = 4;

/// Signs in by SRP, and answers whatever it is asked; each line is a reply of the service as JSON.
///
/// # Panics
///
/// If the machine goes on for ever, or takes tokens from a service that has not asked for the
/// proof of the password or offered another way in.
pub fn replies(input: &[u8]) {
    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    let Some((mut waiting, _)) = begin(&mut rng) else {
        return;
    };
    let mut asked = false;
    let mut calls_of_its_own = 0;
    for line in input.split(|byte| *byte == b'\n').take(MOST_REPLIES) {
        let now = Timestamp::from_unix(1_790_000_000);
        let answered = match waiting.receive(reply(line), now, &mut rng) {
            Ok(Step::Send(next, request)) => {
                calls_of_its_own += 1;
                assert!(
                    calls_of_its_own <= MOST_CALLS_OF_ITS_OWN,
                    "it goes on for ever"
                );
                asked |= matches!(request, Request::RespondToAuthChallenge(_));
                waiting = next;
                continue;
            }
            Ok(Step::SignedIn(_)) => {
                assert!(asked, "tokens without a proof were taken");
                return;
            }
            Ok(Step::Challenge(challenge)) => answer(challenge, &mut rng),
            Ok(_) => return,
            Err(failure) => match failure.challenge {
                Some(challenge) => answer(*challenge, &mut rng),
                None => return,
            },
        };
        let Some((next, _)) = answered else { return };
        asked = true;
        calls_of_its_own = 0;
        waiting = next;
    }
}

fn begin(rng: &mut ChaCha20Rng) -> Option<(Waiting, Request)> {
    let pool = "us-east-1_Example1".parse().ok()?;
    let app = AppClient::public(pool, "4h57examplec1ient".parse().ok()?);
    let device = Device {
        key: "us-east-1_5e5f1c0e".into(),
        group_key: "-group".into(),
        password: "device's own".into(),
    };
    let sign_in = SignIn::new(app, Username::new("ana").ok()?).device(Some(device));
    Some(sign_in.with_srp(password()?, rng))
}

fn password() -> Option<Password> {
    Password::new("correct horse".to_owned()).ok()
}

/// Whatever an answer may be that the client itself lets through.
fn answer(challenge: Challenge, rng: &mut ChaCha20Rng) -> Option<(Waiting, Request)> {
    match challenge {
        Challenge::NewPasswordRequired(challenge) => {
            let names = challenge.required_attributes().to_vec();
            let values: BTreeMap<_, _> = names.into_iter().map(|n| (n, "v".to_owned())).collect();
            challenge.answer(&password()?, &values).ok()
        }
        Challenge::EmailOtp(challenge)
        | Challenge::SmsMfa(challenge)
        | Challenge::SmsOtp(challenge)
        | Challenge::SoftwareTokenMfa(challenge) => challenge.answer("123456").ok(),
        Challenge::Custom(challenge) => Some(challenge.answer("answer")),
        Challenge::MfaSetup(challenge) => Some(challenge.set_up_software_token()),
        Challenge::SoftwareTokenSetup(challenge) => challenge.answer("123456", None).ok(),
        Challenge::Password(challenge) => Some(challenge.answer(password()?, rng)),
        Challenge::SelectChallenge(challenge) => challenge
            .choose(FirstFactor::PasswordSrp(password()?), rng)
            .ok(),
        Challenge::SelectMfaType(challenge) => {
            let factor = challenge.options().first().cloned();
            challenge
                .choose(&factor.unwrap_or(ChallengeName::SmsMfa))
                .ok()
        }
        Challenge::WebAuthn(challenge) => challenge
            .answer(r#"{"id":"a","response":{"clientDataJSON":"b","signature":"c"}}"#)
            .ok(),
        Challenge::Other(challenge) => Some(challenge.answer(Parameters::new())),
        _ => None,
    }
}

/// A reply with as many of its members as the line has; no JSON is a refusal.
fn reply(line: &[u8]) -> Reply {
    let reply: Value = serde_json::from_slice(line).unwrap_or_default();
    if let Some(code) = reply["__type"].as_str() {
        let message = reply["message"].as_str().unwrap_or_default();
        return Err(ServiceError::new(ErrorCode::from_wire(code), message));
    }
    let text = |member: &str| reply[member].as_str();
    let parameters = reply["ChallengeParameters"].as_object();
    let available = reply["AvailableChallenges"].as_array();
    Ok(Response {
        challenge_name: text("ChallengeName").map(Into::into),
        session: text("Session").map(Into::into),
        challenge_parameters: parameters
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .collect(),
        available_challenges: available
            .into_iter()
            .flatten()
            .filter_map(|name| Some(name.as_str()?.into()))
            .collect(),
        authentication_result: reply.get("AuthenticationResult").map(result),
        secret_code: text("SecretCode").map(Into::into),
        status: text("Status").map(str::to_owned),
    })
}

fn result(result: &Value) -> AuthenticationResult {
    let text = |member: &str| result[member].as_str();
    let device = &result["NewDeviceMetadata"];
    AuthenticationResult {
        access_token: text("AccessToken").map(Into::into),
        id_token: text("IdToken").map(Into::into),
        refresh_token: text("RefreshToken").map(Into::into),
        expires_in: result["ExpiresIn"].as_i64().and_then(|s| s.try_into().ok()),
        new_device: device["DeviceKey"].as_str().map(|key| NewDeviceMetadata {
            device_key: key.into(),
            device_group_key: device["DeviceGroupKey"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        }),
    }
}
