//! New tokens for a refresh token (protocol.md 5.5).
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use poolgate_flow::{
    Error, ErrorCode, Failure, Refresh, Reply, Request, Response, ServiceError, Step, Username,
    Waiting,
};

fn start() -> (Waiting, Request) {
    let name = Username::new("ana").unwrap();
    Refresh::new(support::confidential_client(), "refresh-1".into(), name)
        .device_key(Some("us-east-1_device".into()))
        .start()
}

fn error(code: ErrorCode, message: &str) -> Reply {
    Err(ServiceError::new(code, message))
}

fn then(waiting: Waiting, reply: Reply) -> Result<Step, Failure> {
    waiting.receive(reply, support::now(), &mut support::rng())
}

#[test]
fn the_newer_operation_goes_first_with_the_secret_itself() {
    let (waiting, request) = start();
    let Request::GetTokensFromRefreshToken(request) = request else {
        panic!("{request:?}")
    };
    assert_eq!(request.refresh_token.expose(), "refresh-1");
    assert_eq!(request.client_secret.unwrap().expose(), "s3cr3t");
    assert_eq!(request.device_key.unwrap().expose(), "us-east-1_device");
    let step = then(waiting, Ok(support::signed_in())).unwrap();
    let Step::SignedIn(tokens) = step else {
        panic!("{step:?}")
    };
    assert_eq!(tokens.refresh_token.unwrap().expose(), "refresh");
}

#[test]
fn the_older_flow_follows_where_it_may_help() {
    let refusals = [
        error(ErrorCode::UnknownOperation, ""),
        error(ErrorCode::UnsupportedOperation, "no"),
        error(ErrorCode::Other("NotImplemented".to_owned()), "no"),
        error(ErrorCode::NotAuthorized, "Invalid Refresh Token."),
    ];
    for refusal in refusals {
        let step = then(start().0, refusal.clone()).unwrap();
        let Step::Send(waiting, Request::InitiateAuth(request)) = step else {
            panic!("{refusal:?}: {step:?}")
        };
        assert_eq!(request.flow.as_str(), "REFRESH_TOKEN_AUTH");
        let hash = support::confidential_client().secret_hash("ana");
        assert_eq!(request.parameters.value("SECRET_HASH"), hash.as_deref());
        assert_eq!(
            request.parameters.value("DEVICE_KEY"),
            Some("us-east-1_device")
        );
        assert_eq!(request.parameters.value("REFRESH_TOKEN"), Some("refresh-1"));
        assert!(matches!(
            then(waiting, Ok(support::signed_in())),
            Ok(Step::SignedIn(_))
        ));
    }
}

#[test]
fn a_token_that_is_gone_is_not_tried_twice() {
    for (code, message) in [
        (ErrorCode::NotAuthorized, "Refresh Token has been revoked"),
        (ErrorCode::NotAuthorized, "Refresh Token has expired"),
        (ErrorCode::RefreshTokenReuse, "Refresh token reuse detected"),
    ] {
        let failure = then(start().0, error(code, message)).unwrap_err();
        let Error::Service(service) = failure.error else {
            panic!()
        };
        assert!(service.ends_refresh_token(), "{service}");
    }
    let throttled = then(start().0, error(ErrorCode::TooManyRequests, "slow down")).unwrap_err();
    assert!(matches!(throttled.error, Error::Service(error) if !error.ends_refresh_token()));
}

#[test]
fn rotation_does_not_hide_what_is_wrong_with_the_token() {
    let step = then(
        start().0,
        error(ErrorCode::NotAuthorized, "Invalid Refresh Token"),
    )
    .unwrap();
    let Step::Send(waiting, _) = step else {
        panic!("{step:?}")
    };
    let failure = then(waiting, error(ErrorCode::UnsupportedOperation, "rotation")).unwrap_err();
    assert_eq!(
        failure.to_string(),
        "NotAuthorizedException: Invalid Refresh Token"
    );
}

#[test]
fn a_challenge_cannot_follow_a_refresh() {
    let failure = then(start().0, Ok(Response::challenge("SMS_MFA"))).unwrap_err();
    assert!(matches!(failure.error, Error::UnexpectedChallenge(_)));
}
