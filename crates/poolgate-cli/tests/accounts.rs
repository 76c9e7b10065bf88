//! What users do with their own accounts: sign up, confirm, change, recover and delete.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use serde_json::{Value, json};
use support::http_server::HttpServer;
use support::terminal::Terminal;
use support::{Cognito, Home, PASSWORD};

const NEW_PASSWORD: &str = "Better-horse-2";

/// A pool that sends codes to e-mail addresses and has an attribute of its own.
fn pool(home: &Home) -> Cognito {
    let pool = json!({
        "AutoVerifiedAttributes": ["email"],
        "Schema": [{
            "Name": "tier", "AttributeDataType": "String", "Mutable": true,
            "StringAttributeConstraints": { "MaxLength": "8" },
        }],
    });
    let flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"];
    Cognito::start_with(home, &[], pool, &flows)
}

fn terminal(cognito: &Cognito, home: &Home, arguments: &[&str]) -> Terminal {
    Terminal::run(&cognito.poolgate(home, arguments))
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Signs `bea` up beforehand, without a terminal.
fn sign_bea_up(cognito: &Cognito, home: &Home, arguments: &[&str]) -> String {
    let sign_up = [
        "signup",
        "--username",
        "bea",
        "--attribute",
        "email=bea@example.com",
        "--password-stdin",
    ];
    let input = format!("{PASSWORD}\n");
    let arguments = [&sign_up, arguments].concat();
    cognito.run(home, &arguments, input.as_bytes()).success()
}

fn confirm_bea(cognito: &Cognito, home: &Home) {
    let code = cognito.newest_code_of("bea");
    let confirm = ["confirm", "--username", "bea", "--code", &code];
    cognito.run(home, &confirm, b"").success();
}

fn log_in(cognito: &Cognito, home: &Home, name: &str, password: &str) -> support::Outcome {
    let login = ["login", "--username", name, "--password-stdin"];
    cognito.run(home, &login, format!("{password}\n").as_bytes())
}

#[test]
fn somebody_new_signs_up_at_a_terminal() {
    let home = Home::new();
    let cognito = pool(&home);
    let sign_up = ["signup", "--attribute", "email=bea@example.com"];
    let mut terminal = terminal(&cognito, &home, &sign_up);
    terminal.answer("Username: ", "bea");
    terminal.answer("New password: ", "short");
    terminal.answer("The same again: ", "short");
    terminal.expect("greater than or equal to 6");
    terminal.answer("New password: ", PASSWORD);
    terminal.answer("The same again: ", "something else");
    terminal.expect("The two are not the same.");
    terminal.answer("New password: ", PASSWORD);
    terminal.answer("The same again: ", PASSWORD);
    let (outcome, shown) = terminal.finish();
    let told = outcome.success();
    assert!(told.starts_with("✓ Signed up bea.\n"), "{told}");
    let sent = "A code was sent by e-mail to b***@e***.";
    assert!(told.contains(sent), "{told}");
    assert!(told.contains("poolgate confirm --pool-id"), "{told}");
    assert!(!shown.contains(PASSWORD), "{shown}");

    let mut terminal = self::terminal(&cognito, &home, &["confirm", "--username", "bea"]);
    terminal.answer("Code that was sent to bea: ", "000000");
    terminal.expect("CodeMismatchException");
    let code = cognito.newest_code_of("bea");
    terminal.answer("Code that was sent to bea: ", &code);
    let told = terminal.finish().0.success();
    assert!(told.starts_with("✓ Confirmed bea.\n"), "{told}");
    log_in(&cognito, &home, "bea", PASSWORD).success();
}

#[test]
fn a_program_signs_up_without_a_terminal() {
    let home = Home::new();
    let cognito = pool(&home);
    let signed_up = value(&sign_bea_up(&cognito, &home, &["--json"]));
    let sub = signed_up["sub"].as_str().unwrap().to_owned();
    let sent = json!({ "destination": "b***@e***", "medium": "EMAIL", "attribute": "email" });
    let expected = json!({
        "username": "bea", "sub": sub, "confirmed": false, "code_sent": sent,
    });
    assert_eq!(signed_up, expected);

    let first = cognito.newest_code_of("bea");
    let resend = ["confirm", "--username", "bea", "--resend", "--json"];
    let again = value(&cognito.run(&home, &resend, b"").success());
    assert_eq!(again, json!({ "username": "bea", "code_sent": sent }));
    let code = cognito.newest_code_of("bea");
    assert_ne!(first, code);

    // The command learns for whom.
    let process = format!("test \"$POOLGATE_USERNAME\" = bea && echo {code}");
    let confirm = [
        "confirm",
        "--username",
        "bea",
        "--code-process",
        &process,
        "--json",
    ];
    let confirmed = value(&cognito.run(&home, &confirm, b"").success());
    assert_eq!(confirmed, json!({ "username": "bea", "confirmed": true }));
}

#[test]
fn a_password_comes_from_a_command_as_well() {
    let home = Home::new();
    let cognito = pool(&home);
    let process = format!("echo '{PASSWORD}'; echo more");
    let given = ["--username", "bea", "--password-process", &process];
    let told = cognito
        .run(&home, &[&["signup"], &given[..]].concat(), b"")
        .success();
    assert!(told.contains("No code was sent"), "no address: {told}");
    cognito.call("AdminConfirmSignUp", json!({ "Username": "bea" }));
    cognito
        .run(&home, &[&["login"], &given[..]].concat(), b"")
        .success();

    let silent = ["signup", "--username", "cleo", "--password-process", "true"];
    let error = cognito.run(&home, &silent, b"").failure(1);
    assert!(
        error.contains("--password-process printed no password"),
        "{error}"
    );
}

#[test]
fn sign_ups_that_the_pool_refuses_say_why() {
    let home = Home::new();
    let cognito = pool(&home);
    let sign_up = |arguments: &[&str], input: &[u8]| {
        let start = ["signup", "--password-stdin"];
        cognito.run(&home, &[&start, arguments].concat(), input)
    };
    let error = sign_up(&["--username", "ana"], b"Correct-horse-1\n").failure(1);
    assert!(error.contains("SignUp: UsernameExistsException"), "{error}");
    let error = sign_up(&["--username", "bea"], b"weak-one\n").failure(4);
    assert!(error.contains("InvalidPasswordException"), "{error}");
    assert!(!error.contains("weak-one"), "{error}");
    let undeclared = ["--username", "bea", "--attribute", "custom:none=1"];
    let error = sign_up(&undeclared, b"Correct-horse-1\n").failure(1);
    assert!(error.contains("custom:none"), "{error}");
    let error = sign_up(&["--username", "a b"], b"x\n").failure(4);
    assert!(error.contains("username"), "{error}");

    let error = cognito
        .run(&home, &["signup", "--username", "bea"], b"")
        .failure(4);
    assert!(
        error.contains("new password is needed, but CI is set"),
        "{error}"
    );
    assert!(
        error.contains("give --password-stdin or --password-process"),
        "{error}"
    );
    let error = cognito
        .run(&home, &["confirm", "--username", "bea"], b"")
        .failure(4);
    assert!(error.contains("give --code or --code-process"), "{error}");
    let outcome = cognito.run(&home, &["signup", "--attribute", "email"], b"");
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
}

#[test]
fn validation_data_and_metadata_go_along_and_a_function_may_confirm() {
    let home = Home::new();
    let service =
        HttpServer::start(|_, _| (200, json!({ "UserConfirmed": true, "UserSub": "b7c3" })));
    let mut sign_up = home.poolgate(&[
        "signup",
        "--pool-id",
        "eu-west-1_Example",
        "--client-id",
        "abc",
        "--username",
        "bea",
        "--no-password",
        "--attribute",
        "custom:tier=a=b",
        "--validation-data",
        "ticket=7",
        "--client-metadata",
        "campaign=x",
    ]);
    sign_up.env("AWS_ENDPOINT_URL", &service.url);
    let told = support::run_with_input(sign_up, b"").success();
    let next = "Next: poolgate login --pool-id eu-west-1_Example --client-id abc --username bea\n";
    assert_eq!(told, format!("✓ Signed up bea.\n{next}"));
    let expected = json!({
        "ClientId": "abc", "Username": "bea",
        "UserAttributes": [{ "Name": "custom:tier", "Value": "a=b" }],
        "ValidationData": [{ "Name": "ticket", "Value": "7" }],
        "ClientMetadata": { "campaign": "x" },
    });
    assert_eq!(service.asked(), [("SignUp".to_owned(), expected)]);
}

#[test]
fn a_password_is_changed_by_who_knows_it() {
    let home = Home::new();
    let cognito = pool(&home);
    cognito.login(&home, &[]).success();
    let mut terminal = terminal(&cognito, &home, &["password", "change"]);
    terminal.answer("Present password of ana: ", PASSWORD);
    terminal.answer("New password: ", "too-weak");
    terminal.answer("The same again: ", "too-weak");
    terminal.expect("InvalidPasswordException");
    terminal.answer("New password: ", NEW_PASSWORD);
    terminal.answer("The same again: ", NEW_PASSWORD);
    let (outcome, shown) = terminal.finish();
    assert_eq!(outcome.success(), "✓ Changed the password of ana.\n");
    assert!(
        !shown.contains(PASSWORD) && !shown.contains(NEW_PASSWORD),
        "{shown}"
    );
    log_in(&cognito, &home, "ana", PASSWORD).failure(4);
    log_in(&cognito, &home, "ana", NEW_PASSWORD).success();

    let lines = format!("{NEW_PASSWORD}\n{PASSWORD}\n");
    let change = [
        "password",
        "change",
        "--password-stdin",
        "--new-password-stdin",
        "--json",
    ];
    let changed = value(&cognito.run(&home, &change, lines.as_bytes()).success());
    assert_eq!(changed, json!({ "username": "ana", "changed": true }));
    log_in(&cognito, &home, "ana", PASSWORD).success();

    let error = cognito.run(&home, &change, lines.as_bytes()).failure(4);
    let error = value(&error);
    assert_eq!(error["error"]["code"], "auth_required");
    assert!(!error.to_string().contains(PASSWORD), "{error}");
    assert!(!error.to_string().contains(NEW_PASSWORD), "{error}");
}

#[test]
fn a_forgotten_password_is_replaced_with_a_code() {
    let home = Home::new();
    let cognito = pool(&home);
    let forgot = ["password", "forgot", "--username", "ana"];
    let told = cognito.run(&home, &forgot, b"").success();
    assert!(told.contains("A code was sent by "), "{told}");
    assert!(told.contains("poolgate password reset --pool-id"), "{told}");
    let mut terminal = terminal(&cognito, &home, &["password", "reset", "--username", "ana"]);
    terminal.answer("Code that was sent to ana: ", "000000");
    terminal.answer("New password: ", NEW_PASSWORD);
    terminal.answer("The same again: ", NEW_PASSWORD);
    terminal.expect("CodeMismatchException");
    // Only what was wrong is asked for again.
    terminal.answer("Code that was sent to ana: ", &cognito.newest_code());
    let told = terminal.finish().0.success();
    assert!(
        told.starts_with("✓ Set a new password for ana.\n"),
        "{told}"
    );
    log_in(&cognito, &home, "ana", NEW_PASSWORD).success();

    let forgot = [&forgot[..], &["--json"]].concat();
    let sent = value(&cognito.run(&home, &forgot, b"").success());
    assert_eq!(sent["username"], "ana");
    assert!(sent["code_sent"]["destination"].is_string(), "{sent}");
    let code = cognito.newest_code();
    let reset = [
        "password",
        "reset",
        "--username",
        "ana",
        "--code",
        &code,
        "--new-password-stdin",
    ];
    // The code outlives a password that the policy refuses.
    let error = cognito.run(&home, &reset, b"weak-one\n").failure(4);
    assert!(error.contains("InvalidPasswordException"), "{error}");
    let line = format!("{PASSWORD}\n");
    cognito.run(&home, &reset, line.as_bytes()).success();
    log_in(&cognito, &home, "ana", PASSWORD).success();
    let error = cognito.run(&home, &reset, line.as_bytes()).failure(4);
    assert!(error.contains("ExpiredCodeException"), "{error}");
}

#[test]
fn attributes_are_shown_set_and_removed() {
    let home = Home::new();
    let cognito = pool(&home);
    cognito.login(&home, &[]).success();
    let run = |arguments: &[&str]| {
        let arguments = [&["account"], arguments].concat();
        cognito.run(&home, &arguments, b"")
    };
    let told = run(&["set", "name=Ana B", "custom:tier=gold"]).success();
    assert_eq!(told, "✓ Set custom:tier, name of ana.\n");
    let shown = value(&run(&["show", "--json"]).success());
    assert_eq!(shown["username"], "ana");
    let attributes = &shown["attributes"];
    assert_eq!(attributes["name"], "Ana B");
    assert_eq!(attributes["custom:tier"], "gold");
    assert_eq!(
        attributes["email_verified"], true,
        "a boolean: {attributes}"
    );
    let shown = run(&["show"]).success();
    assert!(
        shown.contains("\n  name                   Ana B\n"),
        "{shown}"
    );

    let unset = value(&run(&["unset", "custom:tier", "name", "--json"]).success());
    assert_eq!(
        unset,
        json!({ "username": "ana", "unset": ["custom:tier", "name"] })
    );
    let attributes = value(&run(&["show", "--json"]).success())["attributes"].clone();
    assert_eq!(
        (&attributes["name"], &attributes["custom:tier"]),
        (&Value::Null, &Value::Null)
    );

    let error = run(&["set", "custom:tier=far too long"]).failure(1);
    assert!(error.contains("custom:tier"), "{error}");
    let error = run(&["set", "custom:none=1", "--json"]).failure(1);
    assert_eq!(value(&error)["error"]["code"], "error");
    assert_eq!(run(&["set"]).code, Some(2));
}

#[test]
fn a_new_address_is_verified_with_its_code() {
    let home = Home::new();
    let cognito = pool(&home);
    cognito.login(&home, &[]).success();
    let change = ["account", "set", "email=ana@example.org", "--json"];
    let outcome = value(&cognito.run(&home, &change, b"").success());
    let sent = json!({ "destination": "a***@e***", "medium": "EMAIL", "attribute": "email" });
    assert_eq!(
        outcome,
        json!({ "username": "ana", "set": ["email"], "codes_sent": [sent] })
    );
    let verify = ["account", "verify", "email"];
    let resend = [&verify[..], &["--resend"]].concat();
    let told = cognito.run(&home, &resend, b"").success();
    assert!(
        told.contains("A code was sent by e-mail to a***@e***.\n"),
        "{told}"
    );

    let error = cognito.run(&home, &verify, b"").failure(4);
    assert!(
        error.contains("code that was sent to ana is needed, but CI is set"),
        "{error}"
    );
    let error = cognito
        .run(&home, &[&verify[..], &["--code", "1"]].concat(), b"")
        .failure(4);
    assert!(error.contains("CodeMismatchException"), "{error}");
    let mut terminal = terminal(&cognito, &home, &verify);
    terminal.answer("Code that was sent to ana: ", &cognito.newest_code());
    assert_eq!(terminal.finish().0.success(), "✓ Verified email of ana.\n");
    let shown = cognito
        .run(&home, &["account", "show", "--json"], b"")
        .success();
    assert_eq!(value(&shown)["attributes"]["email"], "ana@example.org");
    assert_eq!(value(&shown)["attributes"]["email_verified"], true);
}

#[test]
fn an_account_is_deleted_by_who_means_it() {
    let home = Home::new();
    let cognito = pool(&home);
    sign_bea_up(&cognito, &home, &[]);
    confirm_bea(&cognito, &home);
    log_in(&cognito, &home, "bea", PASSWORD).success();
    let delete = ["account", "delete"];
    let error = cognito.run(&home, &delete, b"").failure(4);
    assert!(error.contains("; or give --yes"), "{error}");
    let mut terminal = terminal(&cognito, &home, &delete);
    let question = format!(
        "Leave to delete the account of bea at {} for good [y/N]: ",
        cognito.pool_id
    );
    terminal.answer(&question, "n");
    let error = terminal.finish().0.failure(1);
    assert!(error.contains("nothing was deleted"), "{error}");
    cognito.run(&home, &["token"], b"").success();

    let deleted = [&delete[..], &["--yes", "--json"]].concat();
    let deleted = value(&cognito.run(&home, &deleted, b"").success());
    assert_eq!(deleted, json!({ "username": "bea", "deleted": true }));
    let error = cognito.run(&home, &["token"], b"").failure(4);
    assert!(error.contains("nobody is signed in"), "{error}");
    let error = log_in(&cognito, &home, "bea", PASSWORD).failure(4);
    assert!(
        error.contains("User does not exist") || error.contains("Incorrect username"),
        "{error}"
    );
}

#[test]
fn without_a_session_the_account_commands_ask_for_a_sign_in() {
    let home = Home::new();
    let cognito = pool(&home);
    let commands: [&[&str]; 6] = [
        &["account", "show"],
        &["account", "set", "name=A"],
        &["account", "unset", "name"],
        &["account", "verify", "email", "--code", "1"],
        &["account", "delete", "--yes"],
        &["password", "change"],
    ];
    for command in commands {
        let error = cognito.run(&home, command, b"").failure(4);
        assert!(
            error.contains("Run: poolgate login --pool-id"),
            "{command:?}: {error}"
        );
    }
}
