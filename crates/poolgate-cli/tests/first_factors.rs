//! The ways to sign in, each with the questions that it brings.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use serde_json::{Value, json};
use support::http_server::HttpServer;
use support::terminal::Terminal;
use support::{Cognito, Home, PASSWORD};

const LOGIN: [&str; 3] = ["login", "--username", "ana"];

/// A pool where `ana` may choose, and an app client that knows no other flow.
fn pool_of_choice(home: &Home, factors: &[&str]) -> Cognito {
    let pool = json!({
        "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": factors } },
        "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::123456789012:role/sns" },
    });
    Cognito::start_with(home, &[], pool, &["ALLOW_USER_AUTH"])
}

#[test]
fn where_srp_has_no_flow_of_its_own_it_is_chosen() {
    let home = Home::new();
    let cognito = pool_of_choice(&home, &["PASSWORD", "EMAIL_OTP"]);
    cognito.login(&home, &[]).success();
    cognito.login(&home, &["--method", "choice"]).success();
    let error = cognito.login(&home, &["--method", "srp"]).failure(4);
    assert!(error.contains("Enable ALLOW_USER_SRP_AUTH"), "{error}");
    let login = ["login", "--username", "ana", "--password-stdin"];
    let error = cognito.run(&home, &login, b"Wrong-horse-1\n").failure(4);
    assert!(error.contains("Incorrect username or password"), "{error}");
}

#[test]
fn a_password_is_never_sent_unasked() {
    let home = Home::new();
    let flows = ["ALLOW_USER_PASSWORD_AUTH"];
    let cognito = Cognito::start_with(&home, &[], json!({}), &flows);
    let error = cognito.login(&home, &[]).failure(4);
    assert!(
        error.contains("neither USER_SRP_AUTH nor USER_AUTH"),
        "{error}"
    );
    assert!(error.contains("--method password"), "{error}");
    cognito.login(&home, &["--method", "password"]).success();
}

#[test]
fn a_code_is_enough_where_the_pool_says_so() {
    let home = Home::new();
    let cognito = pool_of_choice(&home, &["PASSWORD", "EMAIL_OTP", "SMS_OTP"]);
    let methods = [
        ("email-otp", "Code sent by e-mail to a***@e***: "),
        ("sms-otp", "Code sent by SMS to +*******1234: "),
    ];
    for (method, question) in methods {
        let login = [&LOGIN[..], &["--method", method]].concat();
        let mut terminal = Terminal::run(&cognito.poolgate(&home, &login));
        let before = terminal.expect(question);
        assert!(!before.contains("Password"), "{before}");
        terminal.type_line(&cognito.newest_code());
        terminal.finish().0.success();

        let error = cognito.run(&home, &login, b"").failure(4);
        assert!(error.contains("is needed, but CI is set"), "{error}");
        assert!(
            error.contains(&format!("--method {method}; or give --mfa-code")),
            "{error}"
        );
    }
}

#[test]
fn what_to_show_first_is_chosen_by_its_number() {
    let home = Home::new();
    let cognito = pool_of_choice(&home, &["PASSWORD", "EMAIL_OTP"]);
    let login = [&LOGIN[..], &["--method", "choice"]].concat();
    let mut terminal = Terminal::run(&cognito.poolgate(&home, &login));
    let list = terminal.expect("Number: ");
    assert!(
        !list.contains("sent inside TLS"),
        "SRP does as well: {list}"
    );
    let line = list.lines().find(|line| line.contains("password")).unwrap();
    terminal.type_line(&line.trim()[..1]);
    terminal.answer("Password of ana: ", PASSWORD);
    terminal.finish().0.success();

    let error = cognito.run(&home, &login, b"").failure(4);
    assert!(error.contains("code by e-mail"), "what is offered: {error}");
}

#[test]
fn a_method_that_the_user_lacks_leads_to_those_there_are() {
    let home = Home::new();
    let cognito = pool_of_choice(&home, &["PASSWORD", "EMAIL_OTP"]);
    let login = [&LOGIN[..], &["--method", "sms-otp"]].concat();
    let error = cognito.run(&home, &login, b"").failure(4);
    assert!(error.contains("way to sign in ("), "{error}");
    assert!(error.contains("; or give --method"), "{error}");
}

#[test]
fn a_new_password_is_chosen_with_what_the_pool_requires() {
    let home = Home::new();
    let required = json!({
        "Schema": [{
            "Name": "nickname", "AttributeDataType": "String", "Required": true, "Mutable": true,
        }],
    });
    let cognito = Cognito::start_with(&home, &[], required, &["ALLOW_USER_SRP_AUTH"]);
    let bea = json!({
        "Username": "bea", "TemporaryPassword": "Temporary-1", "MessageAction": "SUPPRESS",
    });
    cognito.call("AdminCreateUser", bea);
    let mut terminal = Terminal::run(&cognito.poolgate(&home, &["login", "--username", "bea"]));
    terminal.answer("Password of bea: ", "Temporary-1");
    terminal.answer("New password: ", "Another-horse-1");
    terminal.answer("The same again: ", "Another-horse-2");
    terminal.expect("The two are not the same.");
    for question in ["New password: ", "The same again: "] {
        terminal.answer(question, "weak");
    }
    terminal.answer("Attribute nickname: ", "Bea");
    terminal.expect("InvalidPasswordException");
    for question in ["New password: ", "The same again: "] {
        terminal.answer(question, "Another-horse-1");
    }
    terminal.answer("Attribute nickname: ", "Bea");
    terminal.finish().0.success();
    let user = cognito.call("AdminGetUser", json!({ "Username": "bea" }));
    let attributes = user["UserAttributes"].as_array().unwrap();
    assert!(attributes.contains(&json!({ "Name": "nickname", "Value": "Bea" })));
}

/// Functions that ask for two colours, after the password if the client has begun with it.
fn two_questions(_target: &str, event: &Value) -> (u16, Value) {
    let mut event = event.clone();
    let source = event["triggerSource"].as_str().unwrap().to_owned();
    let steps = event["request"]["session"].as_array();
    let steps = steps.cloned().unwrap_or_default();
    let answers = steps
        .iter()
        .filter(|step| step["challengeName"] == "CUSTOM_CHALLENGE");
    let right = answers
        .filter(|step| step["challengeResult"] == true)
        .count();
    let begins_with_password = steps
        .last()
        .is_some_and(|step| step["challengeName"] == "SRP_A");
    let answer = if right == 0 { "blue" } else { "-red" };
    event["response"] = match source.as_str() {
        "DefineAuthChallenge_Authentication" if begins_with_password => json!({
            "challengeName": "PASSWORD_VERIFIER", "issueTokens": false, "failAuthentication": false,
        }),
        "DefineAuthChallenge_Authentication" => json!({
            "challengeName": "CUSTOM_CHALLENGE", "issueTokens": right == 2,
            "failAuthentication": false,
        }),
        "CreateAuthChallenge_Authentication" => json!({
            "publicChallengeParameters": { "question": format!("Colour {}?\x1b[2J", right + 1) },
            "privateChallengeParameters": { "answer": answer },
        }),
        _ => json!({
            "answerCorrect": event["request"]["challengeAnswer"]
                == event["request"]["privateChallengeParameters"]["answer"],
        }),
    };
    (200, event)
}

fn pool_with_functions(home: &Home, url: &str) -> Cognito {
    let functions = ["define", "create", "verify"];
    let arn = |name: &str| format!("arn:aws:lambda:us-east-1:123456789012:function:{name}");
    let pool = json!({ "LambdaConfig": {
        "DefineAuthChallenge": arn("define"), "CreateAuthChallenge": arn("create"),
        "VerifyAuthChallengeResponse": arn("verify"),
    } });
    let webhooks = functions.map(|name| format!("--function={name}={url}/"));
    let arguments: Vec<&str> = webhooks.iter().map(String::as_str).collect();
    Cognito::start_with(home, &arguments, pool, &["ALLOW_CUSTOM_AUTH"])
}

#[test]
fn what_the_functions_ask_is_answered() {
    let home = Home::new();
    let functions = HttpServer::start(two_questions);
    let cognito = pool_with_functions(&home, &functions.url);
    let custom = [&LOGIN[..], &["--method", "custom"]].concat();
    let answers = [
        "--answer",
        "blue",
        "--answer",
        "-red",
        "--client-metadata",
        "a=b=c",
    ];
    cognito
        .run(&home, &[&custom[..], &answers].concat(), b"")
        .success();
    let asked = functions.asked();
    let verifications: Vec<_> = asked
        .iter()
        .filter(|(_, event)| event["request"].get("challengeAnswer").is_some())
        .collect();
    assert_eq!(verifications.len(), 2);
    for (_, event) in verifications {
        assert_eq!(event["request"]["clientMetadata"], json!({ "a": "b=c" }));
    }
    let error = cognito
        .run(&home, &[&custom[..], &answers[..2]].concat(), b"")
        .failure(4);
    assert!(error.contains("answer is needed, but"), "{error}");
    assert!(
        error.contains("--method custom; or give --answer"),
        "{error}"
    );

    let mut terminal = Terminal::run(&cognito.poolgate(&home, &custom));
    let question = terminal.answer("Answer: ", "green");
    assert!(
        question.contains("question: Colour 1?\u{fffd}[2J\r\n"),
        "{question:?}"
    );
    assert!(!question.contains("USERNAME"), "{question}");
    terminal.answer("Answer: ", "blue");
    let question = terminal.answer("Answer: ", "-red");
    assert!(question.contains("Colour 2?"), "{question}");
    terminal.finish().0.success();
}

#[test]
fn functions_may_ask_after_the_password() {
    let home = Home::new();
    let functions = HttpServer::start(two_questions);
    let cognito = pool_with_functions(&home, &functions.url);
    let answers = [
        "--method",
        "srp-custom",
        "--answer",
        "blue",
        "--answer",
        "-red",
    ];
    cognito.login(&home, &answers).success();
    let login = [
        &["login", "--username", "ana", "--password-stdin"],
        &answers[..],
    ]
    .concat();
    let error = cognito.run(&home, &login, b"Wrong-horse-1\n").failure(4);
    assert!(error.contains("Incorrect username or password"), "{error}");
}

/// A service that asks for a passkey and takes none.
fn asks_for_a_passkey(target: &str, _body: &Value) -> (u16, Value) {
    if target == "InitiateAuth" {
        let options = json!({ "challenge": "Y2hhbGxlbmdl", "rpId": "example.com" });
        return (
            200,
            json!({
                "ChallengeName": "WEB_AUTHN", "Session": "session-of-more-than-twenty-characters",
                "ChallengeParameters": { "CREDENTIAL_REQUEST_OPTIONS": options.to_string() },
            }),
        );
    }
    (
        400,
        json!({ "__type": "NotAuthorizedException", "message": "No such passkey." }),
    )
}

#[test]
fn a_passkey_is_asked_of_the_authenticator_that_the_person_names() {
    let home = Home::new();
    let service = HttpServer::start(asks_for_a_passkey);
    let run = |more: &[&str]| {
        let pool = ["--pool-id", "eu-west-1_Example", "--client-id", "client"];
        let arguments = [&LOGIN[..], &["--method", "passkey"], &pool, more].concat();
        let mut command = home.poolgate(&arguments);
        command.env("AWS_ENDPOINT_URL", &service.url);
        support::run_with_input(command, b"")
    };
    let error = run(&[]).failure(4);
    assert!(error.contains("Name one with --passkey-process"), "{error}");

    let options = home.state().with_file_name("options");
    std::fs::create_dir_all(options.parent().unwrap()).unwrap();
    let credential = r#"{"id":"a","response":{"clientDataJSON":"b","signature":"c"}}"#;
    let command = format!("cat > {}; echo '{credential}'", options.display());
    let error = run(&["--passkey-process", &command]).failure(4);
    assert!(error.contains("No such passkey"), "{error}");
    let told: Value = serde_json::from_slice(&std::fs::read(options).unwrap()).unwrap();
    assert_eq!(told["rpId"], "example.com");
    let (_, answer) = service.asked().pop().unwrap();
    assert_eq!(answer["ChallengeResponses"]["CREDENTIAL"], credential);

    let error = run(&["--passkey-process", "echo nonsense"]).failure(4);
    assert!(error.contains("not JSON"), "{error}");
}

#[test]
fn a_profile_names_the_method_and_the_commands() {
    let home = Home::new();
    let service = HttpServer::start(asks_for_a_passkey);
    home.configure(&format!(
        "[profiles.base]\nmethod = 'passkey'\npasskey_process = 'exit 7'\n\
         [profiles.dev]\ninherits = 'base'\npool_id = 'eu-west-1_Example'\nclient_id = 'client'\n\
         username = 'ana'\nremember_device = true\nendpoint_url = '{}'\n",
        service.url
    ));
    let error = home.run(&["login", "--profile", "dev"]).failure(1);
    assert!(
        error.contains("--passkey-process ended with exit status: 7"),
        "{error}"
    );
    let (target, body) = service.asked().pop().unwrap();
    assert_eq!(target, "InitiateAuth");
    assert_eq!(body["AuthParameters"]["PREFERRED_CHALLENGE"], "WEB_AUTHN");
}
