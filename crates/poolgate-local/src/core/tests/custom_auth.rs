//! `CUSTOM_AUTH` and the functions behind it (protocol.md 3.5 and 10).

mod failures;
mod srp;

use serde_json::{Value, json};

use super::Cognito;
use super::functions::{Functions, lambda_config};
use super::harness::{Demo, PASSWORD, Refusal, incorrect, refusal, text};

fn begin(demo: &Demo<'_>, username: &str) -> Result<Value, Refusal> {
    demo.initiate("CUSTOM_AUTH", &json!({ "USERNAME": username }))
}

fn answer(demo: &Demo<'_>, challenge: &Value, answer: &str) -> Result<Value, Refusal> {
    answer_as(demo, challenge, "demo", answer)
}

fn answer_as(
    demo: &Demo<'_>,
    challenge: &Value,
    username: &str,
    answer: &str,
) -> Result<Value, Refusal> {
    assert_eq!(challenge["ChallengeName"], "CUSTOM_CHALLENGE");
    let responses = json!({ "USERNAME": username, "ANSWER": answer });
    let session = text(&challenge["Session"]);
    demo.respond("CUSTOM_CHALLENGE", Some(&session), &responses)
}

fn demo(cognito: &Cognito) -> Demo<'_> {
    cognito.demo_with(&lambda_config(), &json!({}))
}

#[test]
fn the_right_answer_signs_in() {
    let functions = Functions::quiz();
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    let challenge = begin(&demo, "demo").unwrap();
    assert_eq!(
        challenge["ChallengeParameters"],
        json!({ "USERNAME": "demo", "question": "Which colour?" })
    );
    let tokens = answer(&demo, &challenge, "blue").unwrap();
    assert_eq!(tokens["ChallengeParameters"], json!({}));
    demo.get_user(&tokens["AuthenticationResult"]["AccessToken"])
        .unwrap();
}

#[test]
fn events_are_as_the_service_writes_them() {
    let functions = Functions::quiz();
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    let challenge = begin(&demo, "demo").unwrap();
    answer(&demo, &challenge, "blue").unwrap();
    let calls = functions.calls();
    let sub = &calls[0]["request"]["userAttributes"]["sub"];
    assert_eq!(text(sub).len(), 36);
    let attributes = json!({ "sub": sub, "cognito:user_status": "CONFIRMED" });
    let event = |source: &str, request: &Value, response: &Value| {
        let mut request = request.clone();
        request["userAttributes"] = attributes.clone();
        json!({
            "version": "1", "triggerSource": format!("{source}_Authentication"),
            "region": "us-east-1", "userPoolId": demo.pool_id, "userName": "demo",
            "callerContext": {
                "awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": demo.client_id,
            },
            "request": request, "response": response,
        })
    };
    let defined = json!({ "challengeName": null, "issueTokens": null, "failAuthentication": null });
    let created = json!({
        "publicChallengeParameters": null, "privateChallengeParameters": null,
        "challengeMetadata": null,
    });
    let verified = json!({ "answerCorrect": null });
    let creation = json!({ "challengeName": "CUSTOM_CHALLENGE", "session": [] });
    let judgement = json!({
        "privateChallengeParameters": { "answer": "blue" }, "challengeAnswer": "blue",
    });
    let results = json!({ "session": [
        { "challengeName": "CUSTOM_CHALLENGE", "challengeResult": true, "challengeMetadata": "COLOUR" },
    ] });
    let expected = [
        event("DefineAuthChallenge", &json!({ "session": [] }), &defined),
        event("CreateAuthChallenge", &creation, &created),
        event("VerifyAuthChallengeResponse", &judgement, &verified),
        event("DefineAuthChallenge", &results, &defined),
    ];
    for (call, expected) in calls.iter().zip(&expected) {
        assert_eq!(call, expected);
    }
    assert_eq!(calls.len(), expected.len());
}

#[test]
fn wrong_answers_go_on_until_the_functions_have_enough() {
    let functions = Functions::quiz();
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    let first = begin(&demo, "demo").unwrap();
    let second = answer(&demo, &first, "red").unwrap();
    // Only the first challenge names the user (protocol.md 3.3).
    assert_eq!(
        second["ChallengeParameters"],
        json!({ "question": "Which colour?" })
    );
    let third = answer(&demo, &second, "green").unwrap();
    assert_eq!(answer(&demo, &third, "yellow"), Err(incorrect()));
    let last = functions.calls().pop().unwrap();
    let results = last["request"]["session"].as_array().unwrap().clone();
    assert_eq!(results.len(), 3);
    assert!(
        results
            .iter()
            .all(|result| result["challengeResult"] == false)
    );
    // Answers do not count as attempts (protocol.md 7.4).
    demo.password_sign_in("demo", PASSWORD).unwrap();
}

#[test]
fn each_session_has_one_answer_judged() {
    let functions = Functions::quiz();
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    let challenge = begin(&demo, "demo").unwrap();
    answer(&demo, &challenge, "red").unwrap();
    functions.calls();
    let used = "Invalid session for the user, session can only be used once.";
    let expected = refusal("NotAuthorized", used);
    assert_eq!(answer(&demo, &challenge, "blue"), Err(expected));
    assert_eq!(functions.calls().len(), 0);
}

#[test]
fn a_session_belongs_to_its_user_and_expires() {
    let functions = Functions::quiz();
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    cognito.user(&demo.pool_id, "other", &json!([]));
    let challenge = begin(&demo, "demo").unwrap();
    functions.calls();
    let invalid = refusal("NotAuthorized", "Invalid session for the user.");
    assert_eq!(
        answer_as(&demo, &challenge, "other", "blue"),
        Err(invalid.clone())
    );
    let session = text(&challenge["Session"]);
    let other = json!({ "USERNAME": "demo", "NEW_PASSWORD": PASSWORD });
    assert_eq!(
        demo.respond("NEW_PASSWORD_REQUIRED", Some(&session), &other),
        Err(invalid)
    );
    let silent = json!({ "USERNAME": "demo" });
    let missing = refusal("InvalidParameter", "Missing required parameter ANSWER");
    assert_eq!(
        demo.respond("CUSTOM_CHALLENGE", Some(&session), &silent),
        Err(missing)
    );
    cognito.pass(180);
    let expired = "Invalid session for the user, session is expired.";
    assert_eq!(
        answer(&demo, &challenge, "blue"),
        Err(refusal("NotAuthorized", expired))
    );
    assert_eq!(functions.calls().len(), 0);
}

#[test]
fn what_the_functions_keep_to_themselves_is_not_shown() {
    let functions = Functions::quiz();
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    let challenge = begin(&demo, "demo").unwrap();
    let shown = challenge.to_string();
    assert!(
        !shown.contains("blue") && !shown.contains("COLOUR"),
        "{shown}"
    );
}

#[test]
fn metadata_of_the_answer_reaches_the_functions_and_that_of_the_beginning_does_not() {
    let functions = Functions::quiz();
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    let input = json!({
        "ClientId": demo.client_id, "AuthFlow": "CUSTOM_AUTH",
        "AuthParameters": { "USERNAME": "demo" }, "ClientMetadata": { "from": "beginning" },
    });
    let challenge = cognito.expect("InitiateAuth", &input);
    for call in functions.calls() {
        assert_eq!(call["request"].get("clientMetadata"), None, "{call}");
    }
    let input = json!({
        "ClientId": demo.client_id, "ChallengeName": "CUSTOM_CHALLENGE",
        "Session": challenge["Session"], "ClientMetadata": { "from": "answer" },
        "ChallengeResponses": { "USERNAME": "demo", "ANSWER": "red" },
    });
    cognito.expect("RespondToAuthChallenge", &input);
    let calls = functions.calls();
    assert_eq!(calls.len(), 3);
    for call in calls {
        assert_eq!(
            call["request"]["clientMetadata"],
            json!({ "from": "answer" })
        );
    }
}

#[test]
fn an_administrator_signs_in_by_the_same_functions() {
    let functions = Functions::quiz();
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    let input = json!({
        "UserPoolId": demo.pool_id, "ClientId": demo.client_id, "AuthFlow": "CUSTOM_AUTH",
        "AuthParameters": { "USERNAME": "demo" },
    });
    let challenge = cognito.expect("AdminInitiateAuth", &input);
    let mut input = json!({
        "ClientId": demo.client_id, "ChallengeName": "CUSTOM_CHALLENGE",
        "Session": challenge["Session"],
        "ChallengeResponses": { "USERNAME": "demo", "ANSWER": "blue" },
    });
    let invalid = refusal("NotAuthorized", "Invalid session for the user.");
    assert_eq!(cognito.call("RespondToAuthChallenge", &input), Err(invalid));
    input["UserPoolId"] = json!(demo.pool_id);
    let tokens = cognito.expect("AdminRespondToAuthChallenge", &input);
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
}

#[test]
fn a_stranger_is_asked_like_a_user_and_never_let_in() {
    let functions = Functions::quiz();
    let cognito = Cognito::calling(&functions);
    let hiding = json!({ "PreventUserExistenceErrors": "ENABLED" });
    let demo = cognito.demo_with(&lambda_config(), &hiding);
    let challenge = begin(&demo, "nobody").unwrap();
    assert_eq!(
        challenge["ChallengeParameters"],
        json!({ "USERNAME": "nobody", "question": "Which colour?" })
    );
    let invalid = refusal("NotAuthorized", "Invalid session for the user.");
    assert_eq!(answer(&demo, &challenge, "blue"), Err(invalid));
    assert_eq!(
        answer_as(&demo, &challenge, "nobody", "blue"),
        Err(incorrect())
    );
    let calls = functions.calls();
    assert_eq!(calls.len(), 4);
    for call in calls {
        assert_eq!(call["request"]["userNotFound"], true);
        assert_eq!(call["request"]["userAttributes"], json!({}));
        assert_eq!(call["userName"], "nobody");
    }
    // Nor does somebody who takes the name before the answer.
    let challenge = begin(&demo, "newcomer").unwrap();
    cognito.user(&demo.pool_id, "newcomer", &json!([]));
    assert_eq!(
        answer_as(&demo, &challenge, "newcomer", "blue"),
        Err(incorrect())
    );
}

#[test]
fn a_stranger_is_named_where_users_are_not_hidden() {
    let functions = Functions::quiz();
    let cognito = Cognito::calling(&functions);
    let expected = refusal("UserNotFound", "User does not exist.");
    assert_eq!(begin(&demo(&cognito), "nobody"), Err(expected));
    assert_eq!(functions.calls().len(), 0);
}

#[test]
fn content_functions_do_not_let_in_whom_the_pool_keeps_out() {
    let define = |function: &str, _: &Value| {
        assert_eq!(function, "define");
        Ok(json!({ "issueTokens": true }))
    };
    let functions = Functions::new(define);
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    let input = json!({
        "ClientId": demo.client_id, "Username": "unconfirmed", "Password": PASSWORD,
    });
    cognito.expect("SignUp", &input);
    let expected = refusal("UserNotConfirmed", "User is not confirmed.");
    assert_eq!(begin(&demo, "unconfirmed"), Err(expected));
    cognito.set_password(&demo.pool_id, "demo", "Temporary-1", false);
    let challenge = begin(&demo, "demo").unwrap();
    assert_eq!(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let responses = json!({ "USERNAME": "demo", "NEW_PASSWORD": PASSWORD });
    let session = text(&challenge["Session"]);
    functions.calls();
    let tokens = demo.respond("NEW_PASSWORD_REQUIRED", Some(&session), &responses);
    assert!(tokens.unwrap()["AuthenticationResult"]["AccessToken"].is_string());
    // They had decided, and are not asked again.
    assert_eq!(functions.calls().len(), 0);
}

#[test]
fn a_lock_for_wrong_passwords_does_not_concern_it() {
    let functions = Functions::quiz();
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    let challenge = begin(&demo, "demo").unwrap();
    for _ in 0..5 {
        demo.password_sign_in("demo", "Wrong-Horse-1").unwrap_err();
    }
    answer(&demo, &challenge, "blue").unwrap();
    let locked = refusal("NotAuthorized", "Password attempts exceeded");
    assert_eq!(demo.password_sign_in("demo", PASSWORD), Err(locked));
}

#[test]
fn a_pool_without_the_functions_has_no_such_flow() {
    let expected = refusal(
        "InvalidParameter",
        "Custom auth lambda trigger is not configured for the user pool.",
    );
    let cognito = Cognito::calling(&Functions::quiz());
    assert_eq!(begin(&cognito.demo(), "demo"), Err(expected.clone()));
    let mut partial = lambda_config();
    let functions = partial["LambdaConfig"].as_object_mut().unwrap();
    functions.remove("CreateAuthChallenge");
    let demo = cognito.demo_with(&partial, &json!({}));
    assert_eq!(begin(&demo, "demo"), Err(expected));
}

#[test]
fn a_pool_gives_its_functions_back_as_it_got_them() {
    let cognito = Cognito::new();
    let mut settings = lambda_config();
    let functions = &mut settings["LambdaConfig"];
    functions["PreSignUp"] = functions["DefineAuthChallenge"].clone();
    functions["PreTokenGenerationConfig"] = json!({
        "LambdaArn": functions["DefineAuthChallenge"], "LambdaVersion": "V2_0",
    });
    let input = json!({ "UserPoolId": cognito.pool(&settings) });
    let pool = cognito.expect("DescribeUserPool", &input);
    assert_eq!(pool["UserPool"]["LambdaConfig"], settings["LambdaConfig"]);
}

#[test]
fn the_client_must_allow_the_flow() {
    let functions = Functions::quiz();
    let cognito = Cognito::calling(&functions);
    let with = |flows: &Value| {
        let demo = cognito.demo_with(&lambda_config(), &json!({ "ExplicitAuthFlows": flows }));
        (
            begin(&demo, "demo"),
            demo.initiate(
                "USER_SRP_AUTH",
                &json!({ "USERNAME": "demo", "SRP_A": "a" }),
            ),
        )
    };
    let not_enabled = |flow| {
        let message = format!("{flow} is not enabled for the client.");
        Err(refusal("InvalidParameter", &message))
    };
    let (custom, _) = with(&json!(["ALLOW_USER_SRP_AUTH"]));
    assert_eq!(custom, not_enabled("CUSTOM_AUTH"));
    let (custom, srp) = with(&Value::Null);
    assert!(custom.is_ok() && srp.is_ok());
    let (custom, srp) = with(&json!(["CUSTOM_AUTH_FLOW_ONLY"]));
    assert!(custom.is_ok());
    assert_eq!(srp, not_enabled("USER_SRP_AUTH"));
}
