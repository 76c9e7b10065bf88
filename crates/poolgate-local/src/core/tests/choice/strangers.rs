//! Names that nobody has (protocol.md 3.4 and 7.3).

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, incorrect, refusal, text};
use super::{begin, demo, demo_with, select};

fn hiding(cognito: &Cognito) -> Demo<'_> {
    let client = json!({ "PreventUserExistenceErrors": "ENABLED" });
    demo_with(cognito, &json!({}), &client)
}

/// What a challenge shows, the session but for its length.
fn shape(challenge: &Value) -> Value {
    let mut shape = challenge.clone();
    shape["Session"] = text(&challenge["Session"]).len().into();
    shape
}

#[test]
fn a_client_that_does_not_hide_its_users_hears_at_once() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let unknown = refusal("UserNotFound", "User does not exist.");
    for preferred in ["EMAIL_OTP", "PASSWORD", "PASSWORD_SRP"] {
        let parameters = json!({ "PREFERRED_CHALLENGE": preferred });
        assert_eq!(begin(&demo, "nobody", &parameters), Err(unknown.clone()));
    }
}

#[test]
fn a_stranger_is_offered_what_a_user_is() {
    let cognito = Cognito::new();
    let demo = hiding(&cognito);
    // As long as "reachable", since the session carries the name.
    let stranger = "nobody___";
    for preferred in ["NONE", "PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"] {
        let parameters = json!({ "PREFERRED_CHALLENGE": preferred });
        let known = begin(&demo, "reachable", &parameters).unwrap();
        let unknown = begin(&demo, stranger, &parameters).unwrap();
        assert_eq!(known["ChallengeName"], unknown["ChallengeName"]);
        assert_eq!(known["AvailableChallenges"], unknown["AvailableChallenges"]);
        let members = |answer: &Value| {
            let parameters = answer["ChallengeParameters"].as_object().unwrap();
            parameters.keys().cloned().collect::<Vec<_>>()
        };
        assert_eq!(members(&known), members(&unknown));
        let length = |answer: &Value| text(&answer["Session"]).len();
        assert!(length(&known).abs_diff(length(&unknown)) < 64);
    }
}

#[test]
fn the_same_stranger_answers_every_time() {
    let cognito = Cognito::new();
    let demo = hiding(&cognito);
    let parameters = json!({ "PREFERRED_CHALLENGE": "EMAIL_OTP" });
    let once = begin(&demo, "nobody", &parameters).unwrap();
    let again = begin(&demo, "nobody", &parameters).unwrap();
    assert_eq!(shape(&once), shape(&again));
    assert_ne!(once["Session"], again["Session"]);
    let address = begin(&demo, "nobody@example.org", &parameters).unwrap();
    let destination = &address["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"];
    assert_eq!(destination, "n***@e***");
}

#[test]
fn nothing_that_a_stranger_answers_succeeds() {
    let cognito = Cognito::new();
    let demo = hiding(&cognito);
    let preferred = json!({ "PREFERRED_CHALLENGE": "EMAIL_OTP" });
    let asked = begin(&demo, "nobody", &preferred).unwrap();
    assert!(cognito.newest_message("nobody").is_none());
    let session = text(&asked["Session"]);
    let code = json!({ "USERNAME": "nobody", "EMAIL_OTP_CODE": "12345678" });
    let mismatch = refusal("CodeMismatch", "Invalid code or auth state for the user.");
    for _ in 0..15 {
        let answer = demo.respond("EMAIL_OTP", Some(&session), &code);
        assert_eq!(answer, Err(mismatch.clone()));
    }
    let (exception, _) = demo
        .respond("EMAIL_OTP", Some(&session), &code)
        .unwrap_err();
    assert_eq!(exception, "LimitExceededException");
    cognito.pass(3 * 60);
    let late = demo.respond("EMAIL_OTP", Some(&session), &code);
    assert_eq!(late, Err(super::expired_session()));

    let given = json!({ "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "Any-Password-1" });
    assert_eq!(begin(&demo, "nobody", &given), Err(incorrect()));
    let chosen = super::session(&demo, "nobody");
    let given = json!({ "ANSWER": "PASSWORD", "PASSWORD": "Any-Password-1" });
    assert_eq!(select(&demo, "nobody", &chosen, &given), Err(incorrect()));
    assert_eq!(
        select(&demo, "someone", &chosen, &given),
        Err(super::invalid_session())
    );
}

#[test]
fn a_session_of_a_stranger_is_not_one_of_the_user_who_comes_to_be() {
    let cognito = Cognito::new();
    let demo = hiding(&cognito);
    let chosen = super::session(&demo, "nobody");
    cognito.user(&demo.pool_id, "nobody", &json!([]));
    let given = json!({ "ANSWER": "PASSWORD", "PASSWORD": super::super::harness::PASSWORD });
    assert_eq!(select(&demo, "nobody", &chosen, &given), Err(incorrect()));
}
