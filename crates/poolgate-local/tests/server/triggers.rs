//! Functions called over HTTP, well-meaning and otherwise.

use std::net::TcpListener;
use std::sync::{Arc, Barrier, OnceLock};
use std::thread;
use std::time::Duration;

use poolgate_local::{FunctionAddress, Functions, Server};
use serde_json::{Value, json};

use super::client::{Answer, call, send};
use super::start::Running;
use super::webhook::{Call, Reply, Webhook, reply, respond};

/// A server whose pool has the three functions of a custom authentication, and a user.
struct Cognito {
    server: Running,
    pool_id: Value,
    client_id: Value,
}

impl Cognito {
    fn calling(functions: Functions) -> Self {
        let server = Running::start(Server::builder().functions(functions)).unwrap();
        let url = server.url();
        let arn = |name| format!("arn:aws:lambda:us-east-1:123456789012:function:{name}");
        let input = json!({ "PoolName": "p", "LambdaConfig": {
            "DefineAuthChallenge": arn("define"),
            "CreateAuthChallenge": arn("create"),
            "VerifyAuthChallengeResponse": arn("verify"),
        } });
        let pool_id = call(url, "CreateUserPool", &input).success()["UserPool"]["Id"].clone();
        let input = json!({ "UserPoolId": pool_id, "ClientName": "c" });
        let client = call(url, "CreateUserPoolClient", &input).success();
        let client_id = client["UserPoolClient"]["ClientId"].clone();
        let password = json!({
            "UserPoolId": pool_id, "Username": "demo", "Password": "Correct-Horse-1",
            "Permanent": true,
        });
        let user = json!({ "UserPoolId": pool_id, "Username": "demo" });
        call(url, "AdminCreateUser", &user).success();
        call(url, "AdminSetUserPassword", &password).success();
        Self {
            server,
            pool_id,
            client_id,
        }
    }

    /// One function for everything.
    fn defined_by(address: FunctionAddress) -> Self {
        Self::calling(functions().webhook("define", address))
    }

    fn begin(&self) -> Answer {
        begin(self.server.url(), &self.client_id)
    }

    /// How the first step is refused.
    fn refusal(&self) -> (String, String) {
        let answer = self.begin();
        assert_eq!(answer.status, 400, "{}", answer.body);
        let error = answer.json();
        let text = |member: &str| error[member].as_str().unwrap().to_owned();
        (text("__type"), text("message"))
    }

    fn answer(&self, challenge: &Value, answer: &str) -> Answer {
        let input = answering(&self.client_id, &challenge["Session"], answer);
        call(self.server.url(), "RespondToAuthChallenge", &input)
    }
}

/// Impatient, for a function that is expected not to answer.
fn impatient() -> Functions {
    Functions::default().patience(Duration::from_millis(50))
}

fn functions() -> Functions {
    Functions::default()
}

fn begin(url: &str, client_id: &Value) -> Answer {
    let input = json!({
        "ClientId": client_id, "AuthFlow": "CUSTOM_AUTH",
        "AuthParameters": { "USERNAME": "demo" },
    });
    call(url, "InitiateAuth", &input)
}

fn answering(client_id: &Value, session: &Value, answer: &str) -> Value {
    json!({
        "ClientId": client_id, "ChallengeName": "CUSTOM_CHALLENGE", "Session": session,
        "ChallengeResponses": { "USERNAME": "demo", "ANSWER": answer },
    })
}

/// Asks for a colour until it is blue.
fn quiz(call: &Call) -> Value {
    let request = &call.event["request"];
    match call.event["triggerSource"].as_str().unwrap() {
        "DefineAuthChallenge_Authentication" => {
            let last = request["session"].as_array().unwrap().last();
            match last.map(|result| &result["challengeResult"]) {
                Some(Value::Bool(true)) => json!({ "issueTokens": true }),
                _ => json!({ "challengeName": "CUSTOM_CHALLENGE" }),
            }
        }
        "CreateAuthChallenge_Authentication" => {
            json!({ "privateChallengeParameters": { "answer": "blue" } })
        }
        "VerifyAuthChallengeResponse_Authentication" => {
            json!({ "answerCorrect": request["challengeAnswer"] == "blue" })
        }
        other => panic!("{other}"),
    }
}

#[test]
fn webhooks_sign_somebody_in() {
    let webhook = Webhook::start(|call| {
        assert!(call.line.starts_with("POST /hooks/"), "{}", call.line);
        respond(call, &quiz(call))
    });
    let hook = |name| (name, webhook.url(&format!("/hooks/{name}")));
    // By name, or by the whole ARN.
    let whole = "arn:aws:lambda:us-east-1:123456789012:function:verify";
    let functions = [hook("define"), hook("create"), hook(whole)]
        .into_iter()
        .fold(functions(), |functions, (name, url)| {
            functions.webhook(name, url)
        });
    let cognito = Cognito::calling(functions);
    let challenge = cognito.begin().success();
    let tokens = cognito.answer(&challenge, "blue").success();
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
    assert_eq!(webhook.calls(), 4);
}

#[test]
fn lambda_s_api_signs_somebody_in() {
    let lambda = Webhook::start(|call| {
        let path = call.line.strip_prefix("POST /base/2015-03-31/functions/");
        let function = path.and_then(|path| path.strip_suffix("/invocations HTTP/1.1"));
        assert!(
            matches!(function, Some("define" | "create" | "verify")),
            "{}",
            call.line
        );
        respond(call, &quiz(call))
    });
    let cognito = Cognito::calling(functions().lambda(lambda.url("/base/")));
    let challenge = cognito.begin().success();
    cognito.answer(&challenge, "blue").success();
}

#[test]
fn what_lambda_says_of_a_function_is_passed_on() {
    let failed = "X-Amz-Function-Error: Unhandled";
    let message = r#"{"errorMessage":"no way","errorType":"Error"}"#;
    let unknown = "x-amzn-ErrorType: ResourceNotFoundException:http://example/";
    let thrown = |message| {
        let text = format!("DefineAuthChallenge failed with error {message}.");
        ("UserLambdaValidationException", text)
    };
    let missing = "DefineAuthChallenge invocation failed due to error ResourceNotFoundException.";
    for (answer, (code, text)) in [
        (reply("200 OK", &[failed], message), thrown("no way")),
        // As the emulator of Lambda's runtime has it: without the header.
        (reply("200 OK", &[], message), thrown("no way")),
        (reply("200 OK", &[failed], "null"), thrown("Unhandled")),
        (
            reply("404 Not Found", &[unknown], r#"{"Type":"User"}"#),
            ("UnexpectedLambdaException", missing.to_owned()),
        ),
    ] {
        let lambda = Webhook::start(move |_| answer.clone());
        let cognito = Cognito::calling(functions().lambda(lambda.url("/")));
        assert_eq!(cognito.refusal(), (code.to_owned(), text));
        assert_eq!(lambda.calls(), 1);
    }
}

#[test]
fn what_a_webhook_throws_is_passed_on() {
    for (answer, message) in [
        (
            reply("500 Oops", &[], r#"{"errorMessage":"no way"}"#),
            "no way",
        ),
        (
            reply("503 Service Unavailable", &[], "try later"),
            "503 Service Unavailable",
        ),
        (
            reply("301 Moved Permanently", &["Location: /elsewhere"], ""),
            "301 Moved Permanently",
        ),
        (reply("200 OK", &[], r#"{"errorMessage":"no"}"#), "no"),
    ] {
        let webhook = Webhook::start(move |_| answer.clone());
        let (code, text) = Cognito::defined_by(webhook.url("/")).refusal();
        assert_eq!(code, "UserLambdaValidationException");
        let expected = format!("DefineAuthChallenge failed with error {message}.");
        assert_eq!(text, expected);
    }
}

#[test]
fn garbage_is_no_answer() {
    let deep = "[".repeat(10_000);
    for (body, message) in [
        ("", "Invalid lambda function output : Invalid JSON"),
        ("null", "Invalid lambda function output : Invalid JSON"),
        ("<html>", "Invalid lambda function output : Invalid JSON"),
        (&deep, "Invalid lambda function output : Invalid JSON"),
        ("[]", "Unrecognizable lambda output"),
        ("{}", "Unrecognizable lambda output"),
        (r#"{"response":[]}"#, "Unrecognizable lambda output"),
        (
            r#"{"response":{"issueTokens":1}}"#,
            "Unrecognizable lambda output",
        ),
    ] {
        let answer = reply("200 OK", &[], body);
        let webhook = Webhook::start(move |_| answer.clone());
        let expected = (
            "InvalidLambdaResponseException".to_owned(),
            message.to_owned(),
        );
        assert_eq!(Cognito::defined_by(webhook.url("/")).refusal(), expected);
    }
}

#[test]
fn answers_that_break_off_are_no_answers() {
    let endless: Reply = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &vec![b' '; 7 << 20]].concat();
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{".to_vec();
    for answer in [Reply::new(), b"SSH-2.0\r\n".to_vec(), cut, endless] {
        let webhook = Webhook::start(move |_| answer.clone());
        let (code, message) = Cognito::defined_by(webhook.url("/")).refusal();
        assert_eq!(code, "UnexpectedLambdaException", "{message}");
        assert_eq!(webhook.calls(), 1);
    }
}

#[test]
fn nobody_at_the_address_is_said() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/f", free.local_addr().unwrap());
    drop(free);
    let (code, message) = Cognito::defined_by(address.parse().unwrap()).refusal();
    assert_eq!(code, "UnexpectedLambdaException");
    assert!(message.contains(&address), "{message}");
}

#[test]
fn a_function_without_an_address_is_said() {
    let webhook = Webhook::start(|call| respond(call, &json!({})));
    let cognito = Cognito::calling(functions().webhook("other", webhook.url("/")));
    let (code, message) = cognito.refusal();
    assert_eq!(code, "UnexpectedLambdaException");
    let beginning = "DefineAuthChallenge invocation failed due to error ResourceNotFoundException";
    assert!(message.starts_with(beginning), "{message}");
    assert_eq!(webhook.calls(), 0);
}

#[test]
fn a_function_that_never_answers_is_called_three_times() {
    let webhook = Webhook::start(|_| {
        loop {
            thread::park();
        }
    });
    let functions = impatient().webhook("define", webhook.url("/"));
    let (code, message) = Cognito::calling(functions).refusal();
    assert_eq!(code, "UnexpectedLambdaException");
    assert_eq!(
        message,
        "DefineAuthChallenge invocation failed due to error Socket timeout while invoking Lambda \
         function."
    );
    assert_eq!(webhook.calls(), 3);
}

#[test]
fn others_are_served_while_functions_think() {
    const SIGN_INS: usize = 16;
    // Every sign-in waits for its function, and every function waits for the test.
    let (entered, left) = (
        Arc::new(Barrier::new(SIGN_INS + 1)),
        Arc::new(Barrier::new(SIGN_INS + 1)),
    );
    let (enter, leave) = (Arc::clone(&entered), Arc::clone(&left));
    let webhook = Webhook::start(move |call| {
        enter.wait();
        leave.wait();
        respond(call, &json!({ "issueTokens": true }))
    });
    let cognito = Cognito::defined_by(webhook.url("/"));
    thread::scope(|scope| {
        let sign_ins = [(); SIGN_INS].map(|()| scope.spawn(|| cognito.begin().status));
        entered.wait();
        let health = send(cognito.server.url(), "GET /_poolgate/health", &[], "");
        assert_eq!(health.status, 200);
        let pool = json!({ "UserPoolId": cognito.pool_id });
        call(cognito.server.url(), "DescribeUserPool", &pool).success();
        left.wait();
        for sign_in in sign_ins {
            assert_eq!(sign_in.join().unwrap(), 200);
        }
    });
}

#[test]
fn a_function_may_call_back_and_finds_the_session_spent() {
    // The server's address and the client are known only after the webhook's.
    let back: Arc<OnceLock<(String, Value, Value, Value)>> = Arc::default();
    let known = Arc::clone(&back);
    let webhook = Webhook::start(move |incoming| {
        if let Some((url, pool_id, client_id, session)) = known.get() {
            let user = json!({ "UserPoolId": pool_id, "Username": "demo" });
            call(url, "AdminGetUser", &user).success();
            let again = call(
                url,
                "RespondToAuthChallenge",
                &answering(client_id, session, "blue"),
            );
            let expected = "Invalid session for the user, session can only be used once.";
            assert_eq!(again.json()["message"], expected);
            let attribute = json!({
                "UserPoolId": pool_id, "Username": "demo", "Password": "Another-Horse-2",
                "Permanent": true,
            });
            call(url, "AdminSetUserPassword", &attribute).success();
        }
        respond(incoming, &quiz(incoming))
    });
    let functions = functions()
        .webhook("define", webhook.url("/"))
        .webhook("create", webhook.url("/"))
        .webhook("verify", webhook.url("/"));
    let cognito = Cognito::calling(functions);
    let challenge = cognito.begin().success();
    let Cognito {
        server,
        pool_id,
        client_id,
    } = &cognito;
    let session = challenge["Session"].clone();
    let known = (
        server.url().to_owned(),
        pool_id.clone(),
        client_id.clone(),
        session,
    );
    back.set(known).unwrap();
    let tokens = cognito.answer(&challenge, "blue").success();
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
}

#[test]
fn a_server_ends_while_a_function_thinks() {
    let entered = Arc::new(Barrier::new(2));
    let enter = Arc::clone(&entered);
    let webhook = Webhook::start(move |_| {
        enter.wait();
        loop {
            thread::park();
        }
    });
    let functions = functions().webhook("define", webhook.url("/"));
    let cognito = Cognito::calling(functions);
    let (url, client_id) = (cognito.server.url().to_owned(), cognito.client_id.clone());
    let client = thread::spawn(move || {
        let input = json!({
            "ClientId": client_id, "AuthFlow": "CUSTOM_AUTH",
            "AuthParameters": { "USERNAME": "demo" },
        });
        super::client::Connection::open(&url)?.call("InitiateAuth", &input)
    });
    entered.wait();
    // Dropping the runtime waits for its threads, and so for the call that waits for the function.
    drop(cognito);
    client.join().unwrap().unwrap_err();
}
