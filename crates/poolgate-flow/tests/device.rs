//! A remembered device stands in for the second factor (protocol.md 2).
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use poolgate_flow::{
    Device, Error, ErrorCode, NewDeviceMetadata, Parameters, Request, Response, ServiceError, Step,
    Waiting,
};
use poolgate_srp::{Identity, PublicValue, Salt, Server, Verifier};

fn parameters(request: &Request) -> &Parameters {
    match request {
        Request::InitiateAuth(call) => &call.parameters,
        Request::RespondToAuthChallenge(call) => &call.responses,
        request => panic!("{request:?}"),
    }
}

fn sent(step: Step) -> (Waiting, Request) {
    match step {
        Step::Send(waiting, request) => (waiting, request),
        step => panic!("{step:?}"),
    }
}

fn unknown_device() -> ServiceError {
    ServiceError::new(ErrorCode::ResourceNotFound, "Device does not exist.")
}

/// Has sent the password in the device's name.
fn begun() -> (Waiting, Request) {
    support::sign_in(support::confidential_client())
        .device(Some(support::device()))
        .with_password(&support::password())
}

#[test]
fn a_registered_device_proves_itself_instead_of_a_second_factor() {
    let named = NewDeviceMetadata {
        device_key: support::device().key,
        device_group_key: "-group".to_owned(),
    };
    let (device, kept) = Device::register(named, &mut support::rng());
    let verifier = BASE64_STANDARD.decode(&kept.password_verifier).unwrap();
    let verifier = Verifier::from_signed_bytes(&verifier).unwrap();
    let salt = BASE64_STANDARD.decode(&kept.salt).unwrap();
    let salt = Salt::from_signed_bytes(&salt).unwrap();

    let key = device.key.clone();
    let (waiting, request) = support::sign_in(support::confidential_client())
        .device(Some(device))
        .with_password(&support::password());
    assert_eq!(parameters(&request).value("DEVICE_KEY"), Some(key.expose()));

    let reply = Response::challenge("DEVICE_SRP_AUTH")
        .session("session 1")
        .parameter("USERNAME", "ana");
    let (waiting, request) = sent(
        waiting
            .receive(Ok(reply), support::now(), &mut support::rng())
            .unwrap(),
    );
    let responses = parameters(&request);
    assert_eq!(responses.value("DEVICE_KEY"), Some(key.expose()));
    assert_eq!(responses.value("USERNAME"), Some("ana"));
    let srp_a = PublicValue::from_hex(responses.value("SRP_A").unwrap()).unwrap();

    let server = Server::start(&mut support::rng(), &verifier);
    let reply = Response::challenge("DEVICE_PASSWORD_VERIFIER")
        .session("session 2")
        .parameter("USERNAME", "ana")
        .parameter("DEVICE_KEY", key.expose())
        .parameter("SALT", &salt.to_hex())
        .parameter("SRP_B", &server.public_value().to_hex())
        .parameter("SECRET_BLOCK", &BASE64_STANDARD.encode("block"));
    let (waiting, request) = sent(
        waiting
            .receive(Ok(reply), support::now(), &mut support::rng())
            .unwrap(),
    );
    let Request::RespondToAuthChallenge(answer) = &request else {
        panic!("{request:?}")
    };
    assert_eq!(answer.challenge_name.as_str(), "DEVICE_PASSWORD_VERIFIER");
    assert_eq!(answer.session.as_ref().unwrap().expose(), "session 2");
    let proof = answer.responses.value("PASSWORD_CLAIM_SIGNATURE").unwrap();
    let proof = BASE64_STANDARD.decode(proof).unwrap();
    let timestamp = answer.responses.value("TIMESTAMP").unwrap();
    let session_key = server.finish(&verifier, &srp_a).unwrap();
    let identity = Identity::device("-group", key.expose());
    assert_eq!(
        session_key.verify_claim(&identity, b"block", timestamp, &proof),
        Ok(())
    );
    let step = waiting.receive(
        Ok(support::signed_in()),
        support::now(),
        &mut support::rng(),
    );
    assert!(matches!(step.unwrap(), Step::SignedIn(_)));
}

#[test]
fn a_device_that_the_service_has_forgotten_is_left_out_and_named_at_the_end() {
    let (waiting, first) = begun();
    let step = waiting.receive(Err(unknown_device()), support::now(), &mut support::rng());
    let (waiting, again) = sent(step.unwrap());
    assert_eq!(again.operation(), first.operation());
    assert_eq!(parameters(&again).value("DEVICE_KEY"), None);
    assert_eq!(
        parameters(&again).value("PASSWORD"),
        Some("correct horse"),
        "all else stays"
    );
    let step = waiting.receive(
        Ok(support::signed_in()),
        support::now(),
        &mut support::rng(),
    );
    let Step::SignedIn(tokens) = step.unwrap() else {
        panic!()
    };
    let forgotten = tokens.forgotten_device.unwrap();
    assert_eq!(forgotten.expose(), support::device().key.expose());
}

#[test]
fn what_a_device_that_was_left_out_already_cannot_explain_is_an_error() {
    let (waiting, _) = begun();
    let step = waiting.receive(Err(unknown_device()), support::now(), &mut support::rng());
    let (waiting, _) = sent(step.unwrap());
    let failure = waiting
        .receive(Err(unknown_device()), support::now(), &mut support::rng())
        .unwrap_err();
    assert!(matches!(failure.error, Error::Service(_)), "{failure}");
}

#[test]
fn a_refused_proof_of_the_device_says_so() {
    let (waiting, _) = begun();
    let reply = Ok(Response::challenge("DEVICE_SRP_AUTH").session("s"));
    let (waiting, _) = sent(
        waiting
            .receive(reply, support::now(), &mut support::rng())
            .unwrap(),
    );
    let refused = ServiceError::new(ErrorCode::NotAuthorized, "Incorrect username or password.");
    let failure = waiting
        .receive(Err(refused), support::now(), &mut support::rng())
        .unwrap_err();
    assert!(
        matches!(failure.error, Error::DeviceRefused(_)),
        "{failure}"
    );
}

#[test]
fn tokens_before_the_devices_proof_are_refused() {
    let (waiting, _) = begun();
    let reply = Ok(Response::challenge("DEVICE_SRP_AUTH").session("s"));
    let (waiting, _) = sent(
        waiting
            .receive(reply, support::now(), &mut support::rng())
            .unwrap(),
    );
    let failure = waiting
        .receive(
            Ok(support::signed_in()),
            support::now(),
            &mut support::rng(),
        )
        .unwrap_err();
    assert!(matches!(failure.error, Error::UnprovenSignIn), "{failure}");
}

#[test]
fn a_device_is_asked_for_its_proof_once() {
    let device_srp = || Ok(Response::challenge("DEVICE_SRP_AUTH").session("s"));
    let (waiting, _) = begun();
    let step = waiting.receive(device_srp(), support::now(), &mut support::rng());
    let (waiting, _) = sent(step.unwrap());
    let failure = waiting
        .receive(device_srp(), support::now(), &mut support::rng())
        .unwrap_err();
    assert!(
        matches!(failure.error, Error::UnexpectedChallenge(_)),
        "{failure}"
    );
}
