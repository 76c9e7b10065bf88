//! A newcomer's way: the profile `local`, with nothing started by hand.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;
use support::Home;

const LOCAL: [&str; 2] = ["--profile", "local"];

fn with_local<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [arguments, &LOCAL].concat()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn one_command_signs_in_and_the_others_go_on_from_there() {
    let home = Home::new();
    let told = home.run(&with_local(&["login"])).success();
    assert!(told.contains("✓ Signed in as demo to us-east-1_"), "{told}");
    assert!(told.contains("✓ AWS credentials of us-east-1:"), "{told}");
    assert!(
        told.contains("poolgate exec --profile local -- aws sts"),
        "{told}"
    );

    let status = json(&home.run(&with_local(&["status", "--json"])).success());
    assert_eq!(status["username"], "demo");
    assert_eq!(status["profile"], "local");
    let mfa = json(
        &home
            .run(&with_local(&["mfa", "status", "--json"]))
            .success(),
    );
    assert_eq!(mfa["enabled"], Value::Array(Vec::new()));

    let token = home.run(&with_local(&["token"])).success();
    assert_eq!(token.trim().split('.').count(), 3, "a JWT");
    let header = home.run(&with_local(&["token", "--header"])).success();
    assert_eq!(
        header.trim(),
        format!("Authorization: Bearer {}", token.trim())
    );
    let id = json(
        &home
            .run(&with_local(&["token", "--type", "id", "--json"]))
            .success(),
    );
    assert_eq!(id["type"], "id");
    assert_ne!(id["token"].as_str().unwrap(), token.trim());

    let first = home.run(&with_local(&["credential-process"])).success();
    let credentials = json(&first);
    assert_eq!(credentials["Version"], 1);
    assert!(
        credentials["AccessKeyId"]
            .as_str()
            .unwrap()
            .starts_with("ASIA")
    );
    assert!(credentials["Expiration"].as_str().unwrap().ends_with('Z'));
    assert_eq!(first.lines().count(), 1);
    assert_eq!(
        home.run(&with_local(&["credential-process"])).success(),
        first,
        "from the cache"
    );

    let told = home.run(&with_local(&["logout"])).success();
    assert_eq!(told, "Signed out demo.\n");
    for command in [&["status"][..], &["token"], &["credential-process"]] {
        let error = home.run(&with_local(command)).failure(4);
        assert!(
            error.contains("Run: poolgate login --profile local"),
            "{error}"
        );
    }
}

#[test]
fn a_second_sign_in_finds_the_same_pool_and_user() {
    let home = Home::new();
    let pool = |text: String| json(&text)["pool_id"].as_str().unwrap().to_owned();
    let first = pool(home.run(&with_local(&["login", "--json"])).success());
    let second = pool(home.run(&with_local(&["login", "--json"])).success());
    assert_eq!(first, second);
}

#[test]
fn commands_at_once_share_the_data() {
    let home = Home::new();
    home.run(&with_local(&["login"])).success();
    let running: Vec<_> = (0..6)
        .map(|_| {
            home.poolgate(&with_local(&["login", "--json"]))
                .spawn()
                .unwrap()
        })
        .collect();
    for child in running {
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{stderr}");
    }
    home.run(&with_local(&["token"])).success();
}

#[test]
fn exec_hands_over_credentials_and_endpoints_and_the_exit_code() {
    let home = Home::new();
    home.run(&with_local(&["login"])).success();
    let script = "echo $AWS_ACCESS_KEY_ID $AWS_REGION $AWS_ENDPOINT_URL_STS; exit 7";
    let arguments = [&["exec"], &LOCAL[..], &["--", "sh", "-c", script]].concat();
    let mut command = home.poolgate(&arguments);
    command.env("AWS_PROFILE", "other");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(7));
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.starts_with("ASIA"), "{stdout}");
    assert!(stdout.contains(" us-east-1 http://127.0.0.1:"), "{stdout}");

    let absent = [&["exec"], &LOCAL[..], &["--", "no-such-command"]].concat();
    let error = home.run(&absent).failure(127);
    assert!(
        error.contains("there is no command \"no-such-command\""),
        "{error}"
    );
}

#[test]
fn nobody_else_can_read_what_is_kept() {
    let home = Home::new();
    home.run(&with_local(&["login"])).success();
    let mut directories = vec![home.state()];
    let mut files = 0;
    while let Some(directory) = directories.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{:o} {}", mode, entry.path().display());
            if entry.file_type().unwrap().is_dir() {
                directories.push(entry.path());
            } else {
                files += 1;
            }
        }
    }
    assert!(files >= 4, "session, credentials, data and seed");
}

#[test]
fn the_seeded_password_is_shown_and_opens_the_pool_from_elsewhere() {
    let home = Home::new();
    let told = home.run(&with_local(&["login"])).success();
    let password = told
        .split("with the password ")
        .nth(1)
        .unwrap()
        .lines()
        .next()
        .unwrap();
    let line = format!("{password}\n");
    let arguments = with_local(&["login", "--username", "demo", "--password-stdin"]);
    home.run_with_input(&arguments, line.as_bytes()).success();
    let error = home.run_with_input(&arguments, b"another\n").failure(4);
    assert!(error.contains("Incorrect username or password"), "{error}");
    assert!(!error.contains("another"), "{error}");
}

#[test]
fn credential_process_is_silent_even_when_it_puts_a_file_right() {
    let home = Home::new();
    home.run(&with_local(&["login"])).success();
    let session = support::only_file(&home.state().join("sessions"));
    let cache = support::only_file(&home.state().join("aws"));
    std::fs::remove_file(cache).unwrap();
    let open_to_all = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(&session, open_to_all).unwrap();
    home.run(&with_local(&["credential-process"])).success();
    let mode = std::fs::metadata(&session).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "put right all the same");
}
