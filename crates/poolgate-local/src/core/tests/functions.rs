//! The functions behind triggers, scripted.

use std::fmt;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::triggers::{InvocationError, Invoker};

/// What a scripted function makes of an event: the new `response`.
type Outcome = Result<Value, InvocationError>;

/// Takes the name of a function and the event.
type Script = dyn Fn(&str, &Value) -> Outcome + Send + Sync;

/// Functions that a test has written, and the events they were called with.
pub(super) struct Functions {
    script: Box<Script>,
    calls: Mutex<Vec<Value>>,
}

impl Functions {
    /// Functions that do what `script` does.
    pub(super) fn new(
        script: impl Fn(&str, &Value) -> Outcome + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            script: Box::new(script),
            calls: Mutex::default(),
        })
    }

    /// Asks for the answer `blue`, three times at most.
    pub(super) fn quiz() -> Arc<Self> {
        Self::new(|function, event| Ok(quiz(function, &event["request"])))
    }

    /// The events since the last time that somebody asked.
    pub(super) fn calls(&self) -> Vec<Value> {
        std::mem::take(&mut self.calls.lock().unwrap())
    }
}

impl fmt::Debug for Functions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Functions")
    }
}

impl Invoker for Functions {
    fn invoke(&self, function: &str, event: &Value) -> Outcome {
        let name = function.rsplit(':').next().unwrap();
        self.calls.lock().unwrap().push(event.clone());
        let mut event = event.clone();
        event["response"] = (self.script)(name, &event)?;
        Ok(event)
    }
}

/// A pool's settings, with all three functions of a custom authentication.
pub(super) fn lambda_config() -> Value {
    let arn = |name| format!("arn:aws:lambda:us-east-1:123456789012:function:{name}");
    json!({ "LambdaConfig": {
        "DefineAuthChallenge": arn("define"),
        "CreateAuthChallenge": arn("create"),
        "VerifyAuthChallengeResponse": arn("verify"),
    } })
}

pub(super) fn quiz(function: &str, request: &Value) -> Value {
    match function {
        "define" => define(request["session"].as_array().unwrap()),
        "create" => json!({
            "publicChallengeParameters": { "question": "Which colour?" },
            "privateChallengeParameters": { "answer": "blue" },
            "challengeMetadata": "COLOUR",
        }),
        "verify" => {
            let right =
                request["challengeAnswer"] == request["privateChallengeParameters"]["answer"];
            json!({ "answerCorrect": right })
        }
        other => panic!("there is no function {other}"),
    }
}

fn define(session: &[Value]) -> Value {
    let custom = |result: &&Value| result["challengeName"] == "CUSTOM_CHALLENGE";
    match session.last().filter(custom) {
        Some(last) if last["challengeResult"] == true => json!({ "issueTokens": true }),
        _ if session.iter().filter(custom).count() == 3 => json!({ "failAuthentication": true }),
        _ => json!({ "challengeName": "CUSTOM_CHALLENGE" }),
    }
}
