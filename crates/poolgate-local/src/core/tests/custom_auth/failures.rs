//! Functions that throw, answer nonsense, or do not answer (protocol.md 10.1).

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::functions::{Functions, quiz};
use super::super::harness::{Refusal, incorrect, refusal, text};
use super::{answer, begin, demo};
use crate::triggers::InvocationError;

/// A first step whose function is `define`, with everything else as in the quiz.
fn begin_defined_by(
    define: impl Fn() -> Result<Value, InvocationError> + Send + Sync + 'static,
) -> Result<Value, Refusal> {
    let functions = Functions::new(move |function, event| match function {
        "define" => define(),
        other => Ok(quiz(other, &event["request"])),
    });
    let cognito = Cognito::calling(&functions);
    begin(&demo(&cognito), "demo")
}

#[test]
fn an_error_that_a_function_throws_is_passed_on() {
    let thrown = begin_defined_by(|| Err(InvocationError::Thrown("not on Sundays".to_owned())));
    let message = "DefineAuthChallenge failed with error not on Sundays.";
    assert_eq!(thrown, Err(refusal("UserLambdaValidation", message)));
}

#[test]
fn a_function_that_cannot_be_called_is_named() {
    let refused = begin_defined_by(|| {
        Err(InvocationError::NotCalled(
            "AccessDeniedException".to_owned(),
        ))
    });
    let message = "DefineAuthChallenge invocation failed due to error AccessDeniedException.";
    assert_eq!(refused, Err(refusal("UnexpectedLambda", message)));
}

#[test]
fn without_anybody_to_call_functions_that_is_said() {
    let cognito = Cognito::new();
    let (code, message) = begin(&demo(&cognito), "demo").unwrap_err();
    assert_eq!(code, "UnexpectedLambdaException");
    let beginning = "DefineAuthChallenge invocation failed due to error ResourceNotFoundException";
    assert!(message.starts_with(beginning), "{message}");
}

#[test]
fn only_a_function_that_does_not_answer_is_called_again_and_three_times_in_all() {
    for (error, attempts) in [
        (InvocationError::TimedOut, 3),
        (InvocationError::NotJson, 1),
        (InvocationError::Thrown("once".to_owned()), 1),
        (InvocationError::NotCalled("once".to_owned()), 1),
    ] {
        let failure = error.clone();
        let functions = Functions::new(move |_, _| Err(failure.clone()));
        let cognito = Cognito::calling(&functions);
        let refused = begin(&demo(&cognito), "demo");
        assert_eq!(functions.calls().len(), attempts, "{error:?}");
        if error == InvocationError::TimedOut {
            let message = "DefineAuthChallenge invocation failed due to error Socket timeout while \
                           invoking Lambda function.";
            assert_eq!(refused, Err(refusal("UnexpectedLambda", message)));
        }
    }
}

#[test]
fn a_late_answer_is_as_good_as_one_in_time() {
    let missing = AtomicU32::new(2);
    let answered = begin_defined_by(move || {
        let left = missing.try_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            left.checked_sub(1)
        });
        match left {
            Ok(_) => Err(InvocationError::TimedOut),
            Err(_) => Ok(json!({ "issueTokens": true })),
        }
    });
    assert!(answered.unwrap()["AuthenticationResult"]["IdToken"].is_string());
}

#[test]
fn answers_that_mean_nothing_are_refused() {
    let expected = refusal("InvalidLambdaResponse", "Unrecognizable lambda output");
    for response in [
        json!(null),
        json!([]),
        json!("yes"),
        json!({}),
        json!({ "issueTokens": "yes" }),
        json!({ "issueTokens": false, "failAuthentication": false }),
        json!({ "challengeName": 5 }),
        json!({ "challengeName": "SMS_MFA" }),
        // There is no SRP_A to prove a password with.
        json!({ "challengeName": "PASSWORD_VERIFIER" }),
    ] {
        let answer = response.clone();
        let refused = begin_defined_by(move || Ok(answer.clone()));
        assert_eq!(refused, Err(expected.clone()), "{response}");
    }
    let invalid = refusal(
        "InvalidLambdaResponse",
        "Invalid lambda function output : Invalid JSON",
    );
    assert_eq!(
        begin_defined_by(|| Err(InvocationError::NotJson)),
        Err(invalid)
    );
}

#[test]
fn a_failure_outweighs_tokens() {
    let both = json!({ "issueTokens": true, "failAuthentication": true });
    assert_eq!(begin_defined_by(move || Ok(both.clone())), Err(incorrect()));
}

#[test]
fn rounds_and_what_they_remember_are_bounded() {
    let functions = Functions::new(|function, event| match function {
        "define" => Ok(json!({ "challengeName": "CUSTOM_CHALLENGE" })),
        other => Ok(quiz(other, &event["request"])),
    });
    let cognito = Cognito::calling(&functions);
    let demo = demo(&cognito);
    let mut challenge = begin(&demo, "demo").unwrap();
    let mut rounds = 0;
    let refused = loop {
        assert!(text(&challenge["Session"]).len() <= 4096);
        match answer(&demo, &challenge, "red") {
            Ok(next) => challenge = next,
            Err(refused) => break refused,
        }
        rounds += 1;
        assert!(rounds < 100, "it goes on for ever");
    };
    assert_eq!(refused.0, "InvalidLambdaResponseException");
    assert!(rounds > 10, "only {rounds} rounds");
}
