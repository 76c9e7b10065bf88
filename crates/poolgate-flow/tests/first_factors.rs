//! How a sign-in begins: each flow with the parameters of protocol.md 3.1.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use poolgate_flow::{
    CallerContext, Challenge, ChallengeName, ClientMetadata, Error, FirstFactor, InitiateAuth,
    Request, RespondToAuthChallenge, Response, Step, Waiting,
};

fn begun((waiting, request): (Waiting, Request)) -> (Waiting, InitiateAuth) {
    match request {
        Request::InitiateAuth(call) => (waiting, call),
        request => panic!("{request:?}"),
    }
}

fn answered((_, request): (Waiting, Request)) -> RespondToAuthChallenge {
    match request {
        Request::RespondToAuthChallenge(call) => call,
        request => panic!("{request:?}"),
    }
}

fn challenged(waiting: Waiting, reply: Response) -> Challenge {
    match waiting.receive(Ok(reply), support::now(), &mut support::rng()) {
        Ok(Step::Challenge(challenge)) => challenge,
        step => panic!("{step:?}"),
    }
}

fn names(call: &InitiateAuth) -> Vec<&str> {
    call.parameters.iter().map(|(name, _)| name).collect()
}

#[test]
fn each_way_in_has_its_flow_and_its_parameters() {
    let sign_in = || support::sign_in(support::public_client());
    let password = support::password;
    let choice = |factor| sign_in().with_choice(Some(factor), &mut support::rng());
    let ways = [
        (
            sign_in().with_srp(password(), &mut support::rng()),
            "USER_SRP_AUTH",
            "SRP_A USERNAME",
        ),
        (
            sign_in().with_password(&password()),
            "USER_PASSWORD_AUTH",
            "PASSWORD USERNAME",
        ),
        (
            sign_in().with_custom_challenges(),
            "CUSTOM_AUTH",
            "USERNAME",
        ),
        (
            sign_in().with_srp_and_custom_challenges(password(), &mut support::rng()),
            "CUSTOM_AUTH",
            "CHALLENGE_NAME SRP_A USERNAME",
        ),
        (
            sign_in().with_choice(None, &mut support::rng()),
            "USER_AUTH",
            "USERNAME",
        ),
        (
            choice(FirstFactor::Password(password())),
            "USER_AUTH",
            "PASSWORD PREFERRED_CHALLENGE USERNAME",
        ),
        (
            choice(FirstFactor::PasswordSrp(password())),
            "USER_AUTH",
            "PREFERRED_CHALLENGE SRP_A USERNAME",
        ),
        (
            choice(FirstFactor::EmailOtp),
            "USER_AUTH",
            "PREFERRED_CHALLENGE USERNAME",
        ),
        (
            choice(FirstFactor::WebAuthn),
            "USER_AUTH",
            "PREFERRED_CHALLENGE USERNAME",
        ),
    ];
    for (start, flow, parameters) in ways {
        let (_, call) = begun(start);
        assert_eq!(call.flow.as_str(), flow);
        assert_eq!(names(&call).join(" "), parameters);
        assert!(call.administrator_of.is_none());
    }
}

#[test]
fn an_administrators_calls_name_the_pool() {
    let administrator = || support::sign_in(support::confidential_client()).as_administrator();
    let (waiting, request) = administrator().with_password(&support::password());
    assert_eq!(request.operation(), "AdminInitiateAuth");
    let (waiting, call) = begun((waiting, request));
    assert_eq!(call.flow.as_str(), "ADMIN_USER_PASSWORD_AUTH");
    assert_eq!(
        call.administrator_of.unwrap().as_str(),
        "us-east-1_Example1"
    );
    assert!(call.parameters.value("SECRET_HASH").is_some());
    let challenge = challenged(waiting, Response::challenge("SMS_MFA").session("s"));
    let Challenge::SmsMfa(challenge) = challenge else {
        panic!("{challenge:?}")
    };
    let (_, request) = challenge.answer("123456").unwrap();
    assert_eq!(request.operation(), "AdminRespondToAuthChallenge");
    let (_, call) = begun(administrator().with_srp(support::password(), &mut support::rng()));
    assert_eq!(call.flow.as_str(), "USER_SRP_AUTH");
}

#[test]
fn a_session_of_a_confirmed_sign_up_goes_along() {
    let sign_in = support::sign_in(support::public_client());
    let (_, call) = begun(sign_in.with_confirmed_sign_up("confirmed".into()));
    assert_eq!(call.flow.as_str(), "USER_AUTH");
    assert_eq!(call.session.unwrap().expose(), "confirmed");
}

fn choice() -> Challenge {
    let sign_in = support::sign_in(support::public_client());
    let (waiting, _) = sign_in.with_choice(None, &mut support::rng());
    let reply = Response {
        available_challenges: ["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP"]
            .map(Into::into)
            .to_vec(),
        ..Response::challenge("SELECT_CHALLENGE").session("s")
    };
    challenged(waiting, reply)
}

#[test]
fn a_choice_carries_what_proves_it() {
    let choose = |factor| match choice() {
        Challenge::SelectChallenge(select) => {
            answered(select.choose(factor, &mut support::rng()).unwrap())
        }
        other => panic!("{other:?}"),
    };
    let password = choose(FirstFactor::Password(support::password())).responses;
    assert_eq!(password.value("ANSWER"), Some("PASSWORD"));
    assert_eq!(password.value("PASSWORD"), Some("correct horse"));
    let srp = choose(FirstFactor::PasswordSrp(support::password())).responses;
    assert_eq!(srp.value("ANSWER"), Some("PASSWORD_SRP"));
    assert!(srp.value("SRP_A").is_some());
    assert_eq!(srp.value("PASSWORD"), None);
    let code = choose(FirstFactor::EmailOtp).responses;
    assert_eq!(code.value("ANSWER"), Some("EMAIL_OTP"));
}

#[test]
fn what_is_not_offered_is_not_chosen() {
    let Challenge::SelectChallenge(select) = choice() else {
        panic!()
    };
    let failure = select
        .choose(FirstFactor::WebAuthn, &mut support::rng())
        .unwrap_err();
    assert!(
        matches!(failure.error, Error::NotOffered { .. }),
        "{failure}"
    );
    assert!(
        failure
            .to_string()
            .contains("PASSWORD_SRP PASSWORD EMAIL_OTP"),
        "{failure}"
    );
    assert!(failure.challenge.is_some());
}

#[test]
fn a_preferred_factor_may_have_company() {
    let sign_in = support::sign_in(support::public_client());
    let (waiting, _) = sign_in.with_choice(Some(FirstFactor::EmailOtp), &mut support::rng());
    let reply = Response {
        available_challenges: ["PASSWORD", "EMAIL_OTP"].map(Into::into).to_vec(),
        ..Response::challenge("EMAIL_OTP").session("s")
    }
    .parameter("CODE_DELIVERY_DESTINATION", "a***@e***");
    let challenge = challenged(waiting, reply);
    assert_eq!(challenge.available_challenges().len(), 2);
    let Challenge::EmailOtp(code) = challenge else {
        panic!("{challenge:?}")
    };
    assert_eq!(code.destination(), Some("a***@e***"));
    let answer = answered(code.answer("1234 5678").unwrap());
    assert_eq!(answer.responses.value("EMAIL_OTP_CODE"), Some("12345678"));
}

#[test]
fn triggers_may_ask_at_once_and_get_metadata_of_the_answer() {
    let sign_in = support::sign_in(support::public_client());
    let (waiting, _) =
        sign_in.with_srp_and_custom_challenges(support::password(), &mut support::rng());
    let reply = Response::challenge("CUSTOM_CHALLENGE")
        .session("s")
        .parameter("question", "What walks?");
    let metadata = ClientMetadata::from([("device".to_owned(), "phone".to_owned())]);
    let mut caller = CallerContext::new();
    caller.ip_address = Some("192.0.2.1".to_owned());
    let challenge = challenged(waiting, reply)
        .with_client_metadata(metadata.clone())
        .with_caller_context(caller.clone());
    let Challenge::Custom(challenge) = challenge else {
        panic!("{challenge:?}")
    };
    assert_eq!(challenge.parameters()["question"], "What walks?");
    let answer = answered(challenge.answer("man"));
    assert_eq!(answer.responses.value("ANSWER"), Some("man"));
    assert_eq!(answer.client_metadata, metadata);
    assert_eq!(answer.caller, caller);
}

#[test]
fn the_password_may_be_asked_for_by_itself_or_by_srp() {
    for (name, parameter) in [("PASSWORD", "PASSWORD"), ("PASSWORD_SRP", "SRP_A")] {
        let sign_in = support::sign_in(support::public_client());
        let (waiting, _) = sign_in.with_choice(None, &mut support::rng());
        let challenge = challenged(waiting, Response::challenge(name).session("s"));
        let Challenge::Password(challenge) = challenge else {
            panic!("{challenge:?}")
        };
        let answer = answered(challenge.answer(support::password(), &mut support::rng()));
        assert_eq!(answer.challenge_name.as_str(), name);
        assert!(answer.responses.value(parameter).is_some());
    }
}

#[test]
fn a_passkeys_options_go_out_and_its_credential_comes_back() {
    let sign_in = support::sign_in(support::public_client());
    let (waiting, _) = sign_in.with_choice(Some(FirstFactor::WebAuthn), &mut support::rng());
    let options = r#"{"challenge":"YQ","rpId":"example.com"}"#;
    let reply = Response::challenge("WEB_AUTHN")
        .session("s")
        .parameter("CREDENTIAL_REQUEST_OPTIONS", options);
    let Challenge::WebAuthn(challenge) = challenged(waiting, reply) else {
        panic!()
    };
    assert_eq!(challenge.request_options(), options);
    for unusable in [
        "",
        "[]",
        "{}",
        r#"{"id":"a","response":{"clientDataJSON":"b"}}"#,
        r#"{"id":"a","response":{"clientDataJSON":[1],"signature":[2]}}"#,
    ] {
        let failure = challenge.clone().answer(unusable).unwrap_err();
        assert!(
            matches!(failure.error, Error::InvalidCredential { .. }),
            "{failure}"
        );
        assert!(failure.challenge.is_some());
    }
    let credential = r#"{"id":"a","response":{"clientDataJSON":"b","signature":"c"}}"#;
    let answer = answered(challenge.answer(credential).unwrap());
    assert_eq!(answer.responses.value("CREDENTIAL"), Some(credential));
}

#[test]
fn a_passkey_challenge_without_options_is_unusable() {
    for options in [None, Some("["), Some("[]")] {
        let sign_in = support::sign_in(support::public_client());
        let (waiting, _) = sign_in.with_choice(Some(FirstFactor::WebAuthn), &mut support::rng());
        let mut reply = Response::challenge("WEB_AUTHN").session("s");
        if let Some(options) = options {
            reply = reply.parameter("CREDENTIAL_REQUEST_OPTIONS", options);
        }
        assert!(
            waiting
                .receive(Ok(reply), support::now(), &mut support::rng())
                .is_err()
        );
    }
}

#[test]
fn a_challenge_that_another_program_received_can_be_answered() {
    let reply = Response::challenge("SMS_MFA")
        .session("s")
        .parameter("USER_ID_FOR_SRP", "ana");
    let challenge = support::sign_in(support::public_client())
        .at_challenge(reply)
        .unwrap();
    assert_eq!(*challenge.name(), ChallengeName::SmsMfa);
    assert_eq!(challenge.user_id(), "ana");
    let nothing = support::sign_in(support::public_client()).at_challenge(Response::default());
    assert!(matches!(nothing, Err(Error::NoOutcome)));
}
