//! Second factors: set up, asked for, chosen, and refused.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use serde_json::{Value, json};
use support::authenticator::App;
use support::terminal::Terminal;
use support::{Cognito, Home, PASSWORD, set_clock};

/// A pool with this `MfaConfiguration`, which offers all three factors.
fn pool_with_mfa(home: &Home, configuration: &str) -> Cognito {
    let sms = json!({ "SnsCallerArn": "arn:aws:iam::123456789012:role/sns" });
    // Recovery needs a channel that is no factor (protocol.md 3.6).
    let recovery = json!({ "RecoveryMechanisms": [{ "Name": "admin_only", "Priority": 1 }] });
    let pool = json!({ "SmsConfiguration": sms, "AccountRecoverySetting": recovery });
    let flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"];
    let cognito = Cognito::start_with(home, &[], pool, &flows);
    let factors = json!({
        "MfaConfiguration": configuration,
        "SmsMfaConfiguration": { "SmsConfiguration": sms },
        "SoftwareTokenMfaConfiguration": { "Enabled": true },
        "EmailMfaConfiguration": { "Subject": "Your code" },
    });
    cognito.call("SetUserPoolMfaConfig", factors);
    cognito
}

fn prefer(cognito: &Cognito, settings: &str, preferred: bool) {
    let input = json!({
        "Username": "ana", settings: { "Enabled": true, "PreferredMfa": preferred },
    });
    cognito.call("AdminSetUserMFAPreference", input);
}

fn terminal(cognito: &Cognito, home: &Home, arguments: &[&str]) -> Terminal {
    Terminal::run(&cognito.poolgate(home, arguments))
}

const LOGIN: [&str; 3] = ["login", "--username", "ana"];

/// Sets up an authenticator app at a terminal; gives the app and all that was shown.
fn set_up_app(cognito: &Cognito, home: &Home, arguments: &[&str]) -> (App, String) {
    let setup = [&["mfa", "setup"], arguments].concat();
    let mut terminal = terminal(cognito, home, &setup);
    terminal.expect("Secret:");
    let app = App::with_secret(&terminal.expect("\r\n"));
    terminal.answer("authenticator app shows: ", &app.code(0));
    let (outcome, shown) = terminal.finish();
    assert!(outcome.success().contains("for ana: authenticator app."));
    (app, shown)
}

#[test]
fn an_authenticator_app_is_set_up_and_asked_for_from_then_on() {
    let home = Home::new();
    let cognito = pool_with_mfa(&home, "OPTIONAL");
    cognito.login(&home, &[]).success();
    let named = ["--issuer", "Acme", "--name", "phone"];
    let (app, shown) = set_up_app(&cognito, &home, &named);
    assert!(shown.contains("otpauth://totp/Acme:ana?secret="), "{shown}");
    assert!(
        shown.contains("█▀▀▀▀▀█") || shown.contains("▄▄▄▄▄"),
        "a QR code: {shown}"
    );

    let status: Value = serde_json::from_str(
        &cognito
            .run(&home, &["mfa", "status", "--json"], b"")
            .success(),
    )
    .unwrap();
    let expected = json!({ "username": "ana", "enabled": ["totp"], "preferred": "totp" });
    assert_eq!(status, expected);

    // The code of the set-up counts as used.
    set_clock(&cognito.url, 60);
    let mut terminal = terminal(&cognito, &home, &LOGIN);
    terminal.answer("Password of ana: ", PASSWORD);
    terminal.answer("Code of the authenticator app (phone): ", &app.code(60));
    terminal.finish().0.success();
}

#[test]
fn a_code_is_given_by_a_flag_or_by_a_command() {
    let home = Home::new();
    let cognito = pool_with_mfa(&home, "OPTIONAL");
    cognito.login(&home, &[]).success();
    let (app, _) = set_up_app(&cognito, &home, &[]);
    set_clock(&cognito.url, 60);
    cognito
        .login(&home, &["--mfa-code", &app.code(60)])
        .success();
    set_clock(&cognito.url, 120);
    let command = format!("echo {}; echo more", app.code(120));
    cognito.login(&home, &["--mfa-process", &command]).success();
}

#[test]
fn a_command_learns_what_is_asked_and_no_secret() {
    let home = Home::new();
    let cognito = pool_with_mfa(&home, "OPTIONAL");
    prefer(&cognito, "SMSMfaSettings", true);
    let told = home.state().with_file_name("told");
    let command = format!(
        "mkdir -p {0}; env > {0}/environment; exit 1",
        told.display()
    );
    let login = [&LOGIN[..], &["--mfa-process", &command]].concat();
    let mut login = cognito.poolgate(&home, &login);
    login.env("POOLGATE_PASSWORD", PASSWORD);
    let error = support::run_with_input(login, b"").failure(1);
    assert!(
        error.contains("--mfa-process ended with exit status: 1"),
        "{error}"
    );
    let environment = std::fs::read_to_string(told.join("environment")).unwrap();
    assert!(
        environment.contains("POOLGATE_CHALLENGE=SMS_MFA\n"),
        "{environment}"
    );
    assert!(
        environment.contains("POOLGATE_DESTINATION=+*******1234\n"),
        "{environment}"
    );
    for secret in [PASSWORD, &cognito.client_secret, &cognito.newest_code()] {
        assert!(!environment.contains(secret), "{environment}");
    }
}

#[test]
fn a_wrong_code_may_be_corrected_twice() {
    let home = Home::new();
    let cognito = pool_with_mfa(&home, "OPTIONAL");
    prefer(&cognito, "SMSMfaSettings", true);
    let mut terminal = Terminal::run(&cognito.poolgate(&home, &LOGIN));
    terminal.answer("Password of ana: ", PASSWORD);
    terminal.answer("Code sent by SMS to +*******1234: ", "no digits");
    terminal.answer("Code sent by SMS", "000000");
    terminal.answer("Code sent by SMS", &cognito.newest_code());
    terminal.finish().0.success();

    let mut terminal = Terminal::run(&cognito.poolgate(&home, &LOGIN));
    terminal.answer("Password of ana: ", PASSWORD);
    for _ in 0..3 {
        terminal.answer("Code sent by SMS to +*******1234: ", "000000");
    }
    let error = terminal.finish().0.failure(4);
    assert!(error.contains("CodeMismatchException"), "{error}");
}

#[test]
fn a_code_that_is_refused_is_the_error_where_nobody_can_be_asked() {
    let home = Home::new();
    let cognito = pool_with_mfa(&home, "OPTIONAL");
    prefer(&cognito, "SMSMfaSettings", true);
    let error = cognito.login(&home, &["--mfa-code", "000000"]).failure(4);
    assert!(error.contains("CodeMismatchException"), "{error}");
    let error = cognito
        .login(&home, &["--mfa-process", "echo 000000"])
        .failure(4);
    assert!(
        error.contains("CodeMismatchException"),
        "tried once, not thrice: {error}"
    );
    let error = cognito.login(&home, &[]).failure(4);
    assert!(
        error.contains("code sent by SMS to +*******1234 is needed, but"),
        "{error}"
    );
    assert!(
        error.contains("; or give --mfa-code or --mfa-process"),
        "{error}"
    );
}

#[test]
fn one_of_several_factors_is_chosen() {
    let home = Home::new();
    let cognito = pool_with_mfa(&home, "OPTIONAL");
    prefer(&cognito, "SMSMfaSettings", false);
    prefer(&cognito, "EmailMfaSettings", false);

    let error = cognito.login(&home, &[]).failure(4);
    assert!(error.contains("codes by SMS"), "{error}");
    assert!(error.contains("or give --mfa-type"), "{error}");
    let error = cognito.login(&home, &["--mfa-type", "email"]).failure(4);
    assert!(
        error.contains("code sent by e-mail to a***@e*** is needed"),
        "{error}"
    );

    let mut terminal = Terminal::run(&cognito.poolgate(&home, &LOGIN));
    terminal.answer("Password of ana: ", PASSWORD);
    let list = terminal.answer("Number: ", "7");
    assert!(list.contains("1  codes by SMS\r\n"), "{list}");
    terminal.expect("\"7\" is not a number from 1 to 2.");
    terminal.answer("Number: ", "1");
    terminal.expect("Code sent by SMS to +*******1234: ");
    terminal.type_line(&cognito.newest_code());
    terminal.finish().0.success();
}

#[test]
fn a_factor_that_the_pool_demands_is_set_up_on_the_way() {
    let home = Home::new();
    let cognito = pool_with_mfa(&home, "ON");
    remove_addresses(&cognito);
    let error = cognito.login(&home, &["--mfa-type", "totp"]).failure(4);
    assert!(
        error.contains("code that the authenticator app shows is needed"),
        "{error}"
    );

    let mut terminal = Terminal::run(&cognito.poolgate(&home, &LOGIN));
    terminal.answer("Password of ana: ", PASSWORD);
    let list = terminal.expect("Number: ");
    let app = list
        .lines()
        .find(|line| line.contains("authenticator app"))
        .unwrap();
    let number = app.trim().chars().next().unwrap().to_string();
    terminal.type_line(&number);
    terminal.expect("Secret:");
    let app = App::with_secret(&terminal.expect("\r\n"));
    terminal.answer("authenticator app shows: ", "12");
    // The secret is shown once: the app has it.
    let between = terminal.answer("authenticator app shows: ", &app.code(0));
    assert!(!between.contains("Secret:"), "{between}");
    terminal.finish().0.success();
    let status = cognito.run(&home, &["mfa", "status"], b"").success();
    assert!(status.contains("authenticator app  on"), "{status}");
}

#[test]
fn an_address_for_codes_is_set_up_on_the_way() {
    let home = Home::new();
    let cognito = pool_with_mfa(&home, "ON");
    remove_addresses(&cognito);
    let login = [&LOGIN[..], &["--mfa-type", "email"]].concat();
    let mut terminal = Terminal::run(&cognito.poolgate(&home, &login));
    terminal.answer("Password of ana: ", PASSWORD);
    terminal.answer("E-mail address for the codes: ", "ana@example.org");
    terminal.expect("Code sent by e-mail to a***@e***: ");
    terminal.type_line(&cognito.newest_code());
    terminal.finish().0.success();
}

/// So that there is no address yet that codes could go to.
fn remove_addresses(cognito: &Cognito) {
    cognito.call("AdminDeleteUser", json!({ "Username": "ana" }));
    let ana = json!({ "Username": "ana", "MessageAction": "SUPPRESS" });
    cognito.call("AdminCreateUser", ana);
    let password = json!({ "Username": "ana", "Password": PASSWORD, "Permanent": true });
    cognito.call("AdminSetUserPassword", password);
}

#[test]
fn factors_are_preferred_and_switched_off() {
    let home = Home::new();
    let cognito = pool_with_mfa(&home, "OPTIONAL");
    cognito.login(&home, &[]).success();
    let mfa = |arguments: &[&str]| {
        let arguments = [&["mfa"], arguments].concat();
        cognito.run(&home, &arguments, b"").success()
    };
    let status = || mfa(&["status"]);
    mfa(&["setup", "--type", "email", "--no-prefer"]);
    assert!(
        status().ends_with("codes by e-mail    on\n"),
        "{}",
        status()
    );
    mfa(&["prefer", "sms"]);
    assert!(
        status().contains("codes by SMS       on, preferred\n"),
        "{}",
        status()
    );
    mfa(&["prefer", "none"]);
    assert!(status().contains("codes by SMS       on\n"), "{}", status());
    mfa(&["disable", "sms"]);
    mfa(&["disable", "email"]);
    assert!(!status().contains("on"), "{}", status());
    cognito.login(&home, &[]).success();
}

#[test]
fn an_app_is_not_set_up_where_nobody_can_enter_its_code() {
    let home = Home::new();
    let cognito = pool_with_mfa(&home, "OPTIONAL");
    cognito.login(&home, &[]).success();
    let error = cognito.run(&home, &["mfa", "setup"], b"").failure(4);
    assert!(
        error.contains("Run in a terminal: poolgate mfa setup --pool-id"),
        "{error}"
    );
    let error = cognito
        .run(&home, &["mfa", "prefer", "totp"], b"")
        .failure(1);
    assert!(error.contains("not verified software token"), "{error}");
}
