//! `PASSWORD` and `PASSWORD_SRP`.

use getrandom::SysRng;
use poolgate_srp::Client;
use rand_core::UnwrapErr;
use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, PASSWORD, Refusal, incorrect, refusal, text};
use super::{begin, demo, expired_session, invalid_session, select, session, spent_session};

const WRONG: &str = "Wrong-Horse-1";

#[track_caller]
fn assert_signed_in(demo: &Demo<'_>, answer: &Value) {
    assert_eq!(answer["ChallengeParameters"], json!({}));
    assert_eq!(answer.get("AvailableChallenges"), None);
    demo.get_user(&answer["AuthenticationResult"]["AccessToken"])
        .unwrap();
}

fn respond(
    demo: &Demo<'_>,
    challenge: &Value,
    response: &str,
    value: &str,
) -> Result<Value, Refusal> {
    let responses = json!({ "USERNAME": "demo", response: value });
    let session = challenge["Session"].as_str();
    demo.respond(&text(&challenge["ChallengeName"]), session, &responses)
}

/// Answers `PASSWORD_VERIFIER`, with this session.
fn prove(
    demo: &Demo<'_>,
    client: Client,
    challenge: &Value,
    session: Option<&str>,
    password: &str,
) -> Result<Value, Refusal> {
    assert_eq!(challenge["ChallengeName"], "PASSWORD_VERIFIER");
    let claim = demo.srp_claim(client, &challenge["ChallengeParameters"], password);
    demo.respond("PASSWORD_VERIFIER", session, &claim)
}

fn client() -> (Client, String) {
    let client = Client::start(&mut UnwrapErr(SysRng));
    let value = client.public_value().to_hex();
    (client, value)
}

#[test]
fn the_preferred_password_signs_in_at_once() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let given = |password| json!({ "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": password });
    let answer = begin(&demo, "demo", &given(PASSWORD)).unwrap();
    assert_signed_in(&demo, &answer);
    assert_eq!(begin(&demo, "demo", &given(WRONG)), Err(incorrect()));
}

#[test]
fn a_password_that_is_not_there_yet_is_asked_for() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let preferred = json!({ "PREFERRED_CHALLENGE": "PASSWORD" });
    let challenge = begin(&demo, "demo", &preferred).unwrap();
    assert_eq!(challenge["ChallengeName"], "PASSWORD");
    let available = json!(["PASSWORD_SRP", "PASSWORD"]);
    assert_eq!(challenge["AvailableChallenges"], available);
    let wrong = respond(&demo, &challenge, "PASSWORD", WRONG);
    assert_eq!(wrong, Err(incorrect()));
    let answer = respond(&demo, &challenge, "PASSWORD", PASSWORD).unwrap();
    assert_signed_in(&demo, &answer);
    let again = respond(&demo, &challenge, "PASSWORD", PASSWORD);
    assert_eq!(again, Err(spent_session()));
    let late = begin(&demo, "demo", &preferred).unwrap();
    cognito.pass(3 * 60);
    let late = respond(&demo, &late, "PASSWORD", PASSWORD);
    assert_eq!(late, Err(expired_session()));
}

#[test]
fn the_choice_may_bring_its_answer_or_not() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let chosen = session(&demo, "demo");
    let wrong = json!({ "ANSWER": "PASSWORD", "PASSWORD": WRONG });
    assert_eq!(select(&demo, "demo", &chosen, &wrong), Err(incorrect()));
    let right = json!({ "ANSWER": "PASSWORD", "PASSWORD": PASSWORD });
    let answer = select(&demo, "demo", &chosen, &right).unwrap();
    assert_signed_in(&demo, &answer);
    assert_eq!(select(&demo, "demo", &chosen, &right), Err(spent_session()));
    for (challenge, missing) in [("PASSWORD", "PASSWORD"), ("PASSWORD_SRP", "SRP_A")] {
        let chosen = session(&demo, "demo");
        let bare = json!({ "ANSWER": challenge });
        let next = select(&demo, "demo", &chosen, &bare).unwrap();
        assert_eq!(next["ChallengeName"], challenge);
        assert_eq!(select(&demo, "demo", &chosen, &bare), Err(spent_session()));
        let message = format!("Missing required parameter {missing}");
        assert_eq!(
            respond(&demo, &next, "OTHER", "x"),
            Err(refusal("InvalidParameter", &message))
        );
    }
    for answer in ["EMAIL_OTP", "WEB_AUTHN", "NOTHING"] {
        let chosen = session(&demo, "demo");
        let (code, _) = select(&demo, "demo", &chosen, &json!({ "ANSWER": answer })).unwrap_err();
        assert_eq!(code, "InvalidParameterException");
    }
}

#[test]
fn a_password_is_proven_with_the_session_that_came_with_the_challenge() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (first, value) = client();
    let preferred = json!({ "PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": value });
    let challenge = begin(&demo, "demo", &preferred).unwrap();
    let own = text(&challenge["Session"]);
    let claim = demo.srp_claim(first, &challenge["ChallengeParameters"], PASSWORD);
    let answer = |session| demo.respond("PASSWORD_VERIFIER", session, &claim);
    let message = "Missing required parameter Session";
    assert_eq!(answer(None), Err(refusal("InvalidParameter", message)));
    let other = session(&demo, "demo");
    assert_eq!(answer(Some(&other)), Err(invalid_session()));
    let invented = "AYABe".repeat(50);
    assert_eq!(answer(Some(&invented)), Err(invalid_session()));
    assert_signed_in(&demo, &answer(Some(&own)).unwrap());
    assert_eq!(answer(Some(&own)), Err(spent_session()));
}

#[test]
fn a_proof_may_be_chosen_or_asked_for() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (first, value) = client();
    let chosen = json!({ "ANSWER": "PASSWORD_SRP", "SRP_A": value });
    let challenge = select(&demo, "demo", &session(&demo, "demo"), &chosen).unwrap();
    let own = challenge["Session"].as_str();
    assert_signed_in(
        &demo,
        &prove(&demo, first, &challenge, own, PASSWORD).unwrap(),
    );

    let preferred = json!({ "PREFERRED_CHALLENGE": "PASSWORD_SRP" });
    let asked = begin(&demo, "demo", &preferred).unwrap();
    assert_eq!(asked["ChallengeName"], "PASSWORD_SRP");
    let (code, _) = respond(&demo, &asked, "SRP_A", "not hexadecimal").unwrap_err();
    assert_eq!(code, "InvalidParameterException");
    let (second, value) = client();
    let challenge = respond(&demo, &asked, "SRP_A", &value).unwrap();
    let own = challenge["Session"].as_str();
    let wrong = prove(&demo, second, &challenge, own, WRONG);
    assert_eq!(wrong, Err(incorrect()));
    let again = respond(&demo, &asked, "SRP_A", &value);
    assert_eq!(again, Err(spent_session()));
}

#[test]
fn a_late_proof_is_refused() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (first, value) = client();
    let preferred = json!({ "PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": value });
    let challenge = begin(&demo, "demo", &preferred).unwrap();
    cognito.pass(3 * 60);
    let own = challenge["Session"].as_str();
    let late = prove(&demo, first, &challenge, own, PASSWORD);
    assert_eq!(late, Err(expired_session()));
}

#[test]
fn wrong_passwords_lock_here_too() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let chosen = session(&demo, "demo");
    let wrong = json!({ "ANSWER": "PASSWORD", "PASSWORD": WRONG });
    for _ in 0..5 {
        assert_eq!(select(&demo, "demo", &chosen, &wrong), Err(incorrect()));
    }
    let right = json!({ "ANSWER": "PASSWORD", "PASSWORD": PASSWORD });
    let locked = refusal("NotAuthorized", "Password attempts exceeded");
    assert_eq!(select(&demo, "demo", &chosen, &right), Err(locked));
    cognito.pass(1);
    select(&demo, "demo", &chosen, &right).unwrap();
}

#[test]
fn mfa_follows_the_password() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let input = json!({
        "UserPoolId": demo.pool_id, "MfaConfiguration": "ON", "EmailMfaConfiguration": {},
    });
    cognito.expect("SetUserPoolMfaConfig", &input);
    let input = json!({
        "UserPoolId": demo.pool_id, "Username": "reachable", "EmailMfaSettings": { "Enabled": true },
    });
    cognito.expect("AdminSetUserMFAPreference", &input);
    let given = json!({ "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
    let challenge = begin(&demo, "reachable", &given).unwrap();
    assert_eq!(challenge["ChallengeName"], "EMAIL_OTP");
    let code = cognito.newest_message("reachable").unwrap().secret;
    let responses = json!({ "USERNAME": "reachable", "EMAIL_OTP_CODE": code });
    let session = challenge["Session"].as_str();
    let answer = demo.respond("EMAIL_OTP", session, &responses).unwrap();
    assert_signed_in(&demo, &answer);
}
