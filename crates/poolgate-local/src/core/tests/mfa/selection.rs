//! `SELECT_MFA_TYPE`.

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, PASSWORD, Refusal};
use super::{answer_app, expired_session, pool_with, prefer, spent_session, with_app};

const FACTORS: [&str; 3] = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"];

/// Signs a user with all three factors in up to the choice.
fn session(demo: &Demo<'_>) -> Value {
    let challenge = demo.password_sign_in("reachable", PASSWORD).unwrap();
    assert_eq!(challenge["ChallengeName"], "SELECT_MFA_TYPE");
    let parameters = json!({
        "MFAS_CAN_CHOOSE": r#"["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]"#,
        "USER_ID_FOR_SRP": "reachable",
    });
    assert_eq!(challenge["ChallengeParameters"], parameters);
    challenge["Session"].clone()
}

fn select(demo: &Demo<'_>, session: &Value, answer: &str) -> Result<Value, Refusal> {
    let responses = json!({ "USERNAME": "reachable", "ANSWER": answer });
    demo.respond("SELECT_MFA_TYPE", session.as_str(), &responses)
}

#[test]
fn each_choice_leads_to_its_challenge() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "OPTIONAL", &FACTORS);
    let app = with_app(&demo, "reachable");
    prefer(&demo, "reachable", "SMS_MFA", false).unwrap();
    prefer(&demo, "reachable", "EMAIL_OTP", false).unwrap();
    for (answer, challenge) in [
        ("SMS_MFA", "SMS_MFA"),
        ("EMAIL_OTP", "EMAIL_OTP"),
        ("EMAIL_MFA", "EMAIL_OTP"),
    ] {
        let next = select(&demo, &session(&demo), answer).unwrap();
        assert_eq!(next["ChallengeName"], challenge);
        let code = cognito.newest_message("reachable").unwrap().secret;
        let responses = json!({ "USERNAME": "reachable", (format!("{challenge}_CODE")): code });
        demo.respond(challenge, next["Session"].as_str(), &responses)
            .unwrap();
    }
    let chosen = session(&demo);
    let next = select(&demo, &chosen, "SOFTWARE_TOKEN_MFA").unwrap();
    assert_eq!(next["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    answer_app(&demo, "reachable", &next["Session"], &app.code(&cognito)).unwrap();
    assert_eq!(select(&demo, &chosen, "SMS_MFA"), Err(spent_session()));
}

#[test]
fn only_what_is_registered_can_be_chosen_in_time() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "OPTIONAL", &FACTORS);
    with_app(&demo, "reachable");
    prefer(&demo, "reachable", "SMS_MFA", false).unwrap();
    let challenge = demo.password_sign_in("reachable", PASSWORD).unwrap();
    let session = &challenge["Session"];
    for answer in ["EMAIL_OTP", "NOSUCH_MFA", ""] {
        let (code, _) = select(&demo, session, answer).unwrap_err();
        assert_eq!(code, "MFAMethodNotFoundException");
    }
    cognito.pass(3 * 60);
    assert_eq!(select(&demo, session, "SMS_MFA"), Err(expired_session()));
}
