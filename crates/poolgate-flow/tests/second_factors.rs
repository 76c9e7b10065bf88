//! Choosing and setting up second factors (protocol.md 3.3).
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use poolgate_flow::{
    Challenge, ChallengeName, Error, ErrorCode, Request, Response, ServiceError, SessionProblem,
    SoftwareTokenSetup, Step, Waiting,
};

fn challenged_by(reply: Response) -> Challenge {
    let (waiting, _) =
        support::sign_in(support::public_client()).with_password(&support::password());
    challenge(waiting, reply)
}

fn challenge(waiting: Waiting, reply: Response) -> Challenge {
    match waiting.receive(Ok(reply), support::now(), &mut support::rng()) {
        Ok(Step::Challenge(challenge)) => challenge,
        step => panic!("{step:?}"),
    }
}

#[test]
fn one_of_several_factors_is_chosen_by_either_name_of_the_list() {
    for name in ["MFAS_CAN_CHOOSE", "MFAS_CAN_SELECT"] {
        let reply = Response::challenge("SELECT_MFA_TYPE")
            .session("s")
            .parameter(name, r#"["SMS_MFA","SOFTWARE_TOKEN_MFA"]"#);
        let Challenge::SelectMfaType(select) = challenged_by(reply) else {
            panic!()
        };
        assert_eq!(
            select.options(),
            [ChallengeName::SmsMfa, ChallengeName::SoftwareTokenMfa]
        );
        let refused = select.clone().choose(&ChallengeName::EmailOtp).unwrap_err();
        assert!(
            matches!(refused.error, Error::NotOffered { .. }),
            "{refused}"
        );
        let (_, request) = select.choose(&ChallengeName::SoftwareTokenMfa).unwrap();
        let Request::RespondToAuthChallenge(answer) = request else {
            panic!()
        };
        assert_eq!(answer.responses.value("ANSWER"), Some("SOFTWARE_TOKEN_MFA"));
    }
}

fn mfa_setup() -> poolgate_flow::MfaSetup {
    let reply = Response::challenge("MFA_SETUP")
        .session("session 1")
        .parameter("USER_ID_FOR_SRP", "ana")
        .parameter("MFAS_CAN_SETUP", r#"["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]"#);
    match challenged_by(reply) {
        Challenge::MfaSetup(setup) => setup,
        other => panic!("{other:?}"),
    }
}

/// Has the secret, in a session of its own.
fn app_setup() -> SoftwareTokenSetup {
    let (waiting, request) = mfa_setup().set_up_software_token();
    let Request::AssociateSoftwareToken(call) = request else {
        panic!()
    };
    assert_eq!(call.session.expose(), "session 1");
    let reply = Response {
        secret_code: Some("JBSWY3DPEHPK3PXP".into()),
        session: Some("session 2".into()),
        ..Response::default()
    };
    match challenge(waiting, reply) {
        Challenge::SoftwareTokenSetup(setup) => setup,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_authenticator_app_is_set_up_in_three_calls() {
    let setup = app_setup();
    assert_eq!(setup.secret().expose(), "JBSWY3DPEHPK3PXP");
    let (waiting, request) = setup.answer("123456", Some("My phone")).unwrap();
    let Request::VerifySoftwareToken(call) = request else {
        panic!()
    };
    assert_eq!(call.session.expose(), "session 2");
    assert_eq!(call.user_code, "123456");
    assert_eq!(call.friendly_device_name.as_deref(), Some("My phone"));
    let reply = Response {
        status: Some("SUCCESS".to_owned()),
        session: Some("session 3".into()),
        ..Response::default()
    };
    let step = waiting.receive(Ok(reply), support::now(), &mut support::rng());
    let Ok(Step::Send(waiting, Request::RespondToAuthChallenge(answer))) = step else {
        panic!()
    };
    assert_eq!(answer.challenge_name, ChallengeName::MfaSetup);
    assert_eq!(answer.session.unwrap().expose(), "session 3");
    assert_eq!(answer.responses.value("USERNAME"), Some("ana"));
    let step = waiting.receive(
        Ok(support::signed_in()),
        support::now(),
        &mut support::rng(),
    );
    assert!(matches!(step, Ok(Step::SignedIn(_))));
}

#[test]
fn a_wrong_code_of_the_new_app_may_be_corrected() {
    let (waiting, _) = app_setup().answer("000000", None).unwrap();
    let wrong = ServiceError::new(ErrorCode::EnableSoftwareTokenMfa, "Code mismatch");
    let failure = waiting
        .receive(Err(wrong), support::now(), &mut support::rng())
        .unwrap_err();
    assert!(matches!(
        failure.challenge.as_deref(),
        Some(Challenge::SoftwareTokenSetup(_))
    ));
    let (waiting, _) = app_setup().answer("000000", None).unwrap();
    let reply = Response {
        status: Some("ERROR".to_owned()),
        ..Response::default()
    };
    let failure = waiting
        .receive(Ok(reply), support::now(), &mut support::rng())
        .unwrap_err();
    assert!(matches!(failure.error, Error::SoftwareTokenNotVerified));
    assert!(failure.challenge.is_some());
    assert!(
        app_setup()
            .answer("abc", None)
            .unwrap_err()
            .challenge
            .is_some()
    );
}

#[test]
fn codes_by_email_are_set_up_with_the_address() {
    let (waiting, request) = mfa_setup().set_up_email("ana@example.com");
    let Request::RespondToAuthChallenge(answer) = request else {
        panic!()
    };
    assert_eq!(answer.responses.value("EMAIL"), Some("ana@example.com"));
    let reply = Response::challenge("EMAIL_OTP").session("session 2");
    assert!(matches!(challenge(waiting, reply), Challenge::EmailOtp(_)));
}

#[test]
fn a_setup_without_a_session_is_unusable() {
    let (waiting, _) =
        support::sign_in(support::public_client()).with_password(&support::password());
    let reply = Ok(Response::challenge("MFA_SETUP"));
    let failure = waiting
        .receive(reply, support::now(), &mut support::rng())
        .unwrap_err();
    assert!(matches!(
        failure.error,
        Error::MissingParameter {
            name: "Session",
            ..
        }
    ));
}

#[test]
fn a_used_code_of_an_app_asks_for_the_next_one_and_an_expired_code_for_a_new_sign_in() {
    let open = |message| ServiceError::new(ErrorCode::ExpiredCode, message).leaves_challenge_open();
    assert!(open("Your software token has already been used once."));
    assert!(!open("Invalid code provided, please request a code again."));
}

#[test]
fn each_problem_of_a_session_is_told_apart() {
    let problem = |message| ServiceError::new(ErrorCode::NotAuthorized, message).session_problem();
    for (message, expected) in [
        (
            "Invalid session for the user, session is expired.",
            Some(SessionProblem::Expired),
        ),
        (
            "Invalid session for the user, session can only be used once.",
            Some(SessionProblem::AlreadyUsed),
        ),
        (
            "Invalid session for the user.",
            Some(SessionProblem::Invalid),
        ),
        ("Incorrect username or password.", None),
    ] {
        assert_eq!(problem(message), expected, "{message}");
    }
    let other = ServiceError::new(ErrorCode::CodeMismatch, "Invalid session for the user.");
    assert_eq!(other.session_problem(), None);
}
