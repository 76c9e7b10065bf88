//! A waiting sign-in goes on in another process.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use poolgate_flow::{
    AppClient, Challenge, ClientMetadata, Error, Request, Response, SealingKey, Step,
};

fn key() -> SealingKey {
    SealingKey::new([7; 32])
}

fn waiting_for_a_code() -> Challenge {
    let metadata = ClientMetadata::from([("a".to_owned(), "b".to_owned())]);
    let (waiting, _) = support::sign_in(support::confidential_client())
        .client_metadata(metadata)
        .device(Some(support::device()))
        .as_administrator()
        .with_password(&support::password());
    let reply = Response::challenge("SMS_MFA")
        .session("secret session")
        .parameter("USER_ID_FOR_SRP", "ana")
        .parameter("CODE_DELIVERY_DESTINATION", "+*******1234");
    match waiting.receive(Ok(reply), support::now(), &mut support::rng()) {
        Ok(Step::Challenge(challenge)) => challenge,
        step => panic!("{step:?}"),
    }
}

fn request_of(challenge: Challenge) -> poolgate_flow::RespondToAuthChallenge {
    let Challenge::SmsMfa(code) = challenge else {
        panic!("{challenge:?}")
    };
    match code.answer("123456").unwrap().1 {
        Request::RespondToAuthChallenge(answer) => answer,
        request => panic!("{request:?}"),
    }
}

#[test]
fn the_answer_is_the_same_as_if_the_process_had_gone_on() {
    let challenge = waiting_for_a_code();
    let sealed = challenge.seal(&key(), &mut support::rng()).unwrap();
    let opened = Challenge::open(&sealed, support::confidential_client(), &key()).unwrap();
    let [expected, actual] = [challenge, opened].map(request_of);
    let all = |call: &poolgate_flow::RespondToAuthChallenge| {
        let responses = call.responses.iter();
        responses
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(all(&actual), all(&expected));
    assert_eq!(actual.session.unwrap().expose(), "secret session");
    assert_eq!(actual.client_metadata, expected.client_metadata);
    assert_eq!(actual.administrator_of, expected.administrator_of);
}

#[test]
fn the_secret_of_an_authenticator_app_survives() {
    let (waiting, _) =
        support::sign_in(support::public_client()).with_password(&support::password());
    let reply = Ok(Response::challenge("MFA_SETUP").session("s"));
    let Ok(Step::Challenge(Challenge::MfaSetup(setup))) =
        waiting.receive(reply, support::now(), &mut support::rng())
    else {
        panic!()
    };
    let (waiting, _) = setup.set_up_software_token();
    let reply = Response {
        secret_code: Some("JBSWY3DPEHPK3PXP".into()),
        ..Response::default()
    };
    let Ok(Step::Challenge(challenge)) =
        waiting.receive(Ok(reply.session("s2")), support::now(), &mut support::rng())
    else {
        panic!()
    };
    let sealed = challenge.seal(&key(), &mut support::rng()).unwrap();
    let opened = Challenge::open(&sealed, support::public_client(), &key()).unwrap();
    let Challenge::SoftwareTokenSetup(setup) = opened else {
        panic!("{opened:?}")
    };
    assert_eq!(setup.secret().expose(), "JBSWY3DPEHPK3PXP");
}

#[test]
fn neither_another_key_nor_another_client_nor_an_altered_text_opens_it() {
    let sealed = waiting_for_a_code()
        .seal(&key(), &mut support::rng())
        .unwrap();
    let open = |sealed: &str, app: AppClient, key: &SealingKey| Challenge::open(sealed, app, key);
    let client = support::confidential_client;
    let other = AppClient::public(
        "us-east-1_Example1".parse().unwrap(),
        "another".parse().unwrap(),
    );
    let mut altered = sealed.clone();
    altered.replace_range(50..51, if &sealed[50..51] == "A" { "B" } else { "A" });
    for refused in [
        open(&sealed, client(), &SealingKey::new([8; 32])),
        open(&sealed, other, &key()),
        open(&altered, client(), &key()),
        open(&sealed[..sealed.len() - 2], client(), &key()),
        open("", client(), &key()),
        open(&"A".repeat(1 << 20), client(), &key()),
    ] {
        assert!(matches!(refused, Err(Error::UnreadableChallenge)));
    }
}

#[test]
fn nothing_secret_can_be_read_in_it() {
    let sealed = waiting_for_a_code()
        .seal(&key(), &mut support::rng())
        .unwrap();
    let again = waiting_for_a_code()
        .seal(&key(), &mut support::rng())
        .unwrap();
    assert_ne!(sealed, again, "each has a nonce of its own");
    assert!(!sealed.contains("session"));
    let shown = format!("{:?} {:?}", key(), waiting_for_a_code());
    for secret in ["secret session", "device's own", "7, 7"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
