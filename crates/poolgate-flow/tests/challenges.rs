//! What follows the first factor (protocol.md 3.2 and 3.3).
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;

use poolgate_flow::{
    Challenge, Error, ErrorCode, Parameters, Password, Request, RespondToAuthChallenge, Response,
    ServiceError, Step,
};

/// Signs in with a password, up to this challenge.
fn challenged_by(response: Response) -> Challenge {
    let (waiting, _) =
        support::sign_in(support::confidential_client()).with_password(&support::password());
    match waiting
        .receive(Ok(response), support::now(), &mut support::rng())
        .unwrap()
    {
        Step::Challenge(challenge) => challenge,
        step => panic!("{step:?}"),
    }
}

fn answer(request: Request) -> RespondToAuthChallenge {
    match request {
        Request::RespondToAuthChallenge(answer) => answer,
        request => panic!("{request:?}"),
    }
}

fn sms() -> Response {
    Response::challenge("SMS_MFA")
        .session("session 1")
        .parameter("USER_ID_FOR_SRP", "ana")
        .parameter("CODE_DELIVERY_DESTINATION", "+*******1234")
}

#[test]
fn a_code_by_sms_is_answered_in_the_services_name_with_its_session() {
    let Challenge::SmsMfa(challenge) = challenged_by(sms()) else {
        panic!()
    };
    assert_eq!(challenge.destination(), Some("+*******1234"));
    let (waiting, request) = challenge.answer("123 456").unwrap();
    let answer = answer(request);
    assert_eq!(answer.challenge_name.as_str(), "SMS_MFA");
    assert_eq!(answer.session.unwrap().expose(), "session 1");
    assert_eq!(answer.responses.value("SMS_MFA_CODE"), Some("123456"));
    assert_eq!(answer.responses.value("USERNAME"), Some("ana"));
    let hash = support::confidential_client().secret_hash("ana");
    assert_eq!(answer.responses.value("SECRET_HASH"), hash.as_deref());
    let step = waiting
        .receive(
            Ok(support::signed_in()),
            support::now(),
            &mut support::rng(),
        )
        .unwrap();
    assert!(matches!(step, Step::SignedIn(_)));
}

#[test]
fn a_wrong_code_leaves_the_challenge_open() {
    let Challenge::SmsMfa(challenge) = challenged_by(sms()) else {
        panic!()
    };
    let (waiting, _) = challenge.answer("000000").unwrap();
    let wrong = ServiceError::new(ErrorCode::CodeMismatch, "Invalid code received for user");
    let failure = waiting
        .receive(Err(wrong.clone()), support::now(), &mut support::rng())
        .unwrap_err();
    assert!(matches!(&failure.error, Error::Service(error) if *error == wrong));
    let Some(Challenge::SmsMfa(again)) = failure.challenge.map(|c| *c) else {
        panic!()
    };
    let (_, request) = again.answer("123456").unwrap();
    assert_eq!(answer(request).session.unwrap().expose(), "session 1");
}

#[test]
fn an_expired_session_closes_the_challenge() {
    let Challenge::SmsMfa(challenge) = challenged_by(sms()) else {
        panic!()
    };
    let (waiting, _) = challenge.answer("000000").unwrap();
    let text = "Invalid session for the user, session is expired.";
    let expired = ServiceError::new(ErrorCode::NotAuthorized, text);
    assert!(
        waiting
            .receive(Err(expired), support::now(), &mut support::rng())
            .unwrap_err()
            .challenge
            .is_none()
    );
}

#[test]
fn what_cannot_be_a_code_is_not_sent() {
    for typed in ["", "   ", "abcdef", "12345a", &"1".repeat(17)] {
        let Challenge::SmsMfa(challenge) = challenged_by(sms()) else {
            panic!()
        };
        let failure = challenge.answer(typed).unwrap_err();
        assert!(matches!(failure.error, Error::CodeNotDigits));
        assert!(matches!(
            failure.challenge.as_deref(),
            Some(Challenge::SmsMfa(_))
        ));
    }
}

#[test]
fn a_software_token_names_its_device() {
    let response = Response::challenge("SOFTWARE_TOKEN_MFA")
        .session("s")
        .parameter("FRIENDLY_DEVICE_NAME", "My phone");
    let Challenge::SoftwareTokenMfa(challenge) = challenged_by(response) else {
        panic!()
    };
    assert_eq!(challenge.friendly_device_name(), Some("My phone"));
    let answer = answer(challenge.answer("123456").unwrap().1);
    assert_eq!(
        answer.responses.value("SOFTWARE_TOKEN_MFA_CODE"),
        Some("123456")
    );
    assert_eq!(
        answer.responses.value("USERNAME"),
        Some("ana@example.com"),
        "no other name told"
    );
}

fn new_password() -> Response {
    Response::challenge("NEW_PASSWORD_REQUIRED")
        .session("s")
        .parameter("USER_ID_FOR_SRP", "ana")
        .parameter("requiredAttributes", r#"["userAttributes.name"]"#)
        .parameter(
            "userAttributes",
            r#"{"email_verified":"true","email":"ana@example.com"}"#,
        )
}

#[test]
fn a_new_password_comes_with_the_required_attributes() {
    let Challenge::NewPasswordRequired(challenge) = challenged_by(new_password()) else {
        panic!()
    };
    assert_eq!(challenge.required_attributes(), ["name"]);
    assert_eq!(challenge.user_attributes()["email"], "ana@example.com");

    let new = Password::new("Another-horse-1".to_owned()).unwrap();
    let failure = challenge.answer(&new, &BTreeMap::new()).unwrap_err();
    assert!(matches!(&failure.error, Error::MissingAttributes(names) if names == &["name"]));
    let Some(Challenge::NewPasswordRequired(open)) = failure.challenge.map(|c| *c) else {
        panic!()
    };
    let attributes = BTreeMap::from([("name".to_owned(), "Ana".to_owned())]);
    let answer = answer(open.answer(&new, &attributes).unwrap().1);
    assert_eq!(
        answer.responses.value("NEW_PASSWORD"),
        Some("Another-horse-1")
    );
    assert_eq!(answer.responses.value("userAttributes.name"), Some("Ana"));
}

#[test]
fn a_refused_new_password_may_be_chosen_again() {
    let response = Response::challenge("NEW_PASSWORD_REQUIRED").session("s");
    let Challenge::NewPasswordRequired(challenge) = challenged_by(response) else {
        panic!()
    };
    let (waiting, _) = challenge
        .answer(&support::password(), &BTreeMap::new())
        .unwrap();
    let text = "Password did not conform with policy: Password not long enough";
    let refused = ServiceError::new(ErrorCode::InvalidPassword, text);
    let failure = waiting
        .receive(Err(refused), support::now(), &mut support::rng())
        .unwrap_err();
    assert!(failure.challenge.is_some());
}

#[test]
fn attributes_that_are_not_json_are_named() {
    let (waiting, _) =
        support::sign_in(support::public_client()).with_password(&support::password());
    let reply = Ok(new_password().parameter("requiredAttributes", "["));
    let failure = waiting
        .receive(reply, support::now(), &mut support::rng())
        .unwrap_err();
    let named = matches!(
        failure.error,
        Error::InvalidParameter {
            name: "requiredAttributes",
            ..
        }
    );
    assert!(named, "{failure}");
}

#[test]
fn an_unknown_challenge_is_handed_over_whole() {
    let response = Response::challenge("RIDDLE")
        .session("s")
        .parameter("question", "What walks?");
    let Challenge::Other(challenge) = challenged_by(response) else {
        panic!()
    };
    assert_eq!(challenge.name().as_str(), "RIDDLE");
    assert_eq!(challenge.parameters()["question"], "What walks?");
    assert_eq!(challenge.session().unwrap().expose(), "s");
    let answer = answer(challenge.answer(Parameters::new().with("ANSWER", "man")).1);
    assert_eq!(answer.challenge_name.as_str(), "RIDDLE");
    assert_eq!(answer.responses.value("ANSWER"), Some("man"));
}

#[test]
fn an_answer_that_says_nothing_is_an_error() {
    let begin = || {
        support::sign_in(support::public_client())
            .with_password(&support::password())
            .0
    };
    let nothing = begin()
        .receive(Ok(Response::default()), support::now(), &mut support::rng())
        .unwrap_err();
    assert!(matches!(nothing.error, Error::NoOutcome));
    let mut partial = support::tokens();
    partial.id_token = None;
    let partial = begin()
        .receive(
            Ok(Response::signed_in(partial)),
            support::now(),
            &mut support::rng(),
        )
        .unwrap_err();
    let missing = Error::IncompleteAuthenticationResult { missing: "IdToken" }.to_string();
    assert_eq!(partial.to_string(), missing);
    let mut negative = support::tokens();
    negative.expires_in = Some(-1);
    let negative = begin()
        .receive(
            Ok(Response::signed_in(negative)),
            support::now(),
            &mut support::rng(),
        )
        .unwrap_err();
    assert!(matches!(
        negative.error,
        Error::NegativeLifetime { seconds: -1 }
    ));
}
