//! `CUSTOM_AUTH` with the password first (protocol.md 3.5).

use std::sync::Arc;

use getrandom::SysRng;
use poolgate_srp::Client;
use rand_core::UnwrapErr;
use serde_json::{Value, json};

use super::super::Cognito;
use super::super::functions::{Functions, lambda_config, quiz};
use super::super::harness::{Demo, PASSWORD, Refusal, incorrect, refusal, text};
use super::{answer_as, demo};

/// Demands the password, then asks the quiz's question.
fn functions() -> Arc<Functions> {
    Functions::new(|function, event| {
        let session = event["request"]["session"].as_array();
        let begun = session.is_some_and(|results| results.len() == 1);
        if function == "define" && begun {
            assert_eq!(event["request"]["session"][0]["challengeName"], "SRP_A");
            return Ok(json!({ "challengeName": "PASSWORD_VERIFIER" }));
        }
        Ok(quiz(function, &event["request"]))
    })
}

/// The first call, and the client that made it.
fn begin(demo: &Demo<'_>, username: &str) -> Result<(Client, Value), Refusal> {
    let client = Client::start(&mut UnwrapErr(SysRng));
    let parameters = json!({
        "USERNAME": username, "CHALLENGE_NAME": "SRP_A",
        "SRP_A": client.public_value().to_hex(),
    });
    let challenge = demo.initiate("CUSTOM_AUTH", &parameters)?;
    Ok((client, challenge))
}

/// Answers `PASSWORD_VERIFIER`.
fn prove(
    demo: &Demo<'_>,
    (client, challenge): (Client, Value),
    password: &str,
) -> Result<Value, Refusal> {
    assert_eq!(challenge["ChallengeName"], "PASSWORD_VERIFIER");
    let claim = demo.srp_claim(client, &challenge["ChallengeParameters"], password);
    let session = text(&challenge["Session"]);
    demo.respond("PASSWORD_VERIFIER", Some(&session), &claim)
}

/// What each call of the deciding function was told to have been passed.
fn sessions(calls: &[Value]) -> Vec<Vec<&str>> {
    calls
        .iter()
        .filter(|call| call["triggerSource"] == "DefineAuthChallenge_Authentication")
        .map(|call| {
            let results = call["request"]["session"].as_array().unwrap();
            assert!(
                results
                    .iter()
                    .all(|result| result["challengeResult"] == true)
            );
            results
                .iter()
                .map(|result| result["challengeName"].as_str().unwrap())
                .collect()
        })
        .collect()
}

#[test]
fn the_password_comes_before_the_question() {
    let functions = functions();
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    let begun = begin(&demo, "demo").unwrap();
    let question = prove(&demo, begun, PASSWORD).unwrap();
    // As recorded: no USERNAME here (protocol.md 3.3).
    assert_eq!(
        question["ChallengeParameters"],
        json!({ "question": "Which colour?" })
    );
    let tokens = answer_as(&demo, &question, "demo", "blue").unwrap();
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
    let calls = functions.calls();
    assert_eq!(
        sessions(&calls),
        [
            vec!["SRP_A"],
            vec!["SRP_A", "PASSWORD_VERIFIER"],
            vec!["SRP_A", "PASSWORD_VERIFIER", "CUSTOM_CHALLENGE"],
        ]
    );
    let first = json!({
        "challengeName": "SRP_A", "challengeResult": true, "challengeMetadata": null,
    });
    assert_eq!(calls[0]["request"]["session"][0], first);
}

#[test]
fn a_wrong_password_ends_it_and_counts() {
    let functions = functions();
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    for _ in 0..5 {
        let begun = begin(&demo, "demo").unwrap();
        assert_eq!(prove(&demo, begun, "Wrong-Horse-1"), Err(incorrect()));
    }
    let begun = begin(&demo, "demo").unwrap();
    let locked = refusal("NotAuthorized", "Password attempts exceeded");
    assert_eq!(prove(&demo, begun, PASSWORD), Err(locked));
    // The functions hear of right passwords only.
    assert!(
        sessions(&functions.calls())
            .iter()
            .all(|results| *results == ["SRP_A"])
    );
}

#[test]
fn a_proof_needs_its_own_session_and_works_once() {
    let cognito = Cognito::calling(&functions());
    let demo = demo(&cognito);
    let (client, challenge) = begin(&demo, "demo").unwrap();
    let claim = demo.srp_claim(client, &challenge["ChallengeParameters"], PASSWORD);
    let missing = refusal("InvalidParameter", "Missing required parameter Session");
    assert_eq!(
        demo.respond("PASSWORD_VERIFIER", None, &claim),
        Err(missing)
    );
    let (_, other) = begin(&demo, "demo").unwrap();
    let invalid = refusal("NotAuthorized", "Invalid session for the user.");
    assert_eq!(
        demo.respond("PASSWORD_VERIFIER", Some(&text(&other["Session"])), &claim),
        Err(invalid)
    );
    let session = text(&challenge["Session"]);
    demo.respond("PASSWORD_VERIFIER", Some(&session), &claim)
        .unwrap();
    let used = "Invalid session for the user, session can only be used once.";
    assert_eq!(
        demo.respond("PASSWORD_VERIFIER", Some(&session), &claim),
        Err(refusal("NotAuthorized", used))
    );
}

#[test]
fn functions_may_do_without_the_password_that_was_offered() {
    let functions = Functions::quiz();
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    let (_, question) = begin(&demo, "demo").unwrap();
    answer_as(&demo, &question, "demo", "blue").unwrap();
    assert_eq!(
        sessions(&functions.calls()),
        [vec!["SRP_A"], vec!["SRP_A", "CUSTOM_CHALLENGE"]]
    );
}

#[test]
fn the_second_factor_comes_with_the_password() {
    let functions = functions();
    let cognito = Cognito::calling(&functions);
    let mut pool = lambda_config();
    pool["MfaConfiguration"] = "ON".into();
    pool["SmsConfiguration"] = json!({ "SnsCallerArn": "arn:aws:iam::123456789012:role/sns" });
    let demo = cognito.demo_with(&pool, &json!({}));
    let phone = json!([{ "Name": "phone_number", "Value": "+12065551234" }]);
    cognito.user(&demo.pool_id, "phoned", &phone);
    let begun = begin(&demo, "phoned").unwrap();
    let factor = prove(&demo, begun, PASSWORD).unwrap();
    assert_eq!(factor["ChallengeName"], "SMS_MFA");
    let code = cognito.newest_message("phoned").unwrap().secret;
    let responses = json!({ "USERNAME": "phoned", "SMS_MFA_CODE": code });
    let session = text(&factor["Session"]);
    let question = demo.respond("SMS_MFA", Some(&session), &responses).unwrap();
    let tokens = answer_as(&demo, &question, "phoned", "blue").unwrap();
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
    let calls = functions.calls();
    let last = sessions(&calls).pop().unwrap();
    assert_eq!(
        last,
        ["SRP_A", "PASSWORD_VERIFIER", "SMS_MFA", "CUSTOM_CHALLENGE"]
    );
}

#[test]
fn a_temporary_password_is_replaced_before_the_question() {
    let functions = functions();
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    cognito.set_password(&demo.pool_id, "demo", "Temporary-1", false);
    let begun = begin(&demo, "demo").unwrap();
    let challenge = prove(&demo, begun, "Temporary-1").unwrap();
    assert_eq!(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let responses = json!({ "USERNAME": "demo", "NEW_PASSWORD": PASSWORD });
    let session = text(&challenge["Session"]);
    let question = demo
        .respond("NEW_PASSWORD_REQUIRED", Some(&session), &responses)
        .unwrap();
    answer_as(&demo, &question, "demo", "blue").unwrap();
}

#[test]
fn a_stranger_proves_nothing() {
    let cognito = Cognito::calling(&functions());
    let hiding = json!({ "PreventUserExistenceErrors": "ENABLED" });
    let demo = cognito.demo_with(&lambda_config(), &hiding);
    let begun = begin(&demo, "nobody").unwrap();
    assert_eq!(prove(&demo, begun, PASSWORD), Err(incorrect()));
}

#[test]
fn the_offer_must_be_complete_and_sound() {
    let cognito = Cognito::calling(&functions());
    let demo = demo(&cognito);
    let with = |parameters: &Value| demo.initiate("CUSTOM_AUTH", parameters);
    let missing = refusal("InvalidParameter", "Missing required parameter SRP_A");
    let unproven = json!({ "USERNAME": "demo", "CHALLENGE_NAME": "SRP_A" });
    assert_eq!(with(&unproven), Err(missing));
    for parameters in [
        json!({ "USERNAME": "demo", "CHALLENGE_NAME": "SRP_A", "SRP_A": "0" }),
        json!({ "USERNAME": "demo", "CHALLENGE_NAME": "SRP_A", "SRP_A": "coffeeg" }),
        json!({ "USERNAME": "demo", "CHALLENGE_NAME": "PASSWORD_VERIFIER", "SRP_A": "a" }),
    ] {
        let (code, _) = with(&parameters).unwrap_err();
        assert_eq!(code, "InvalidParameterException", "{parameters}");
    }
}
