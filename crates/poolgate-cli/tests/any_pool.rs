//! A pool that is named, not built in: by flags, by the environment, by a profile.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::{Cognito, Home, PASSWORD, run_with_input};

fn line(text: &str) -> Vec<u8> {
    format!("{text}\n").into_bytes()
}

const BY_STDIN: [&str; 4] = ["login", "--username", "ana", "--password-stdin"];

#[test]
fn both_methods_sign_in_and_tell_who() {
    let home = Home::new();
    let cognito = Cognito::start(&home);
    for method in ["srp", "password", "auto"] {
        let arguments = [&BY_STDIN[..], &["--method", method]].concat();
        let told = cognito.run(&home, &arguments, &line(PASSWORD)).success();
        assert!(told.starts_with("✓ Signed in as ana to "), "{told}");
        assert!(
            !told.contains("AWS credentials"),
            "no identity pool was named: {told}"
        );
    }
    cognito.run(&home, &["token"], b"").success();
    let error = cognito.run(&home, &["credential-process"], b"").failure(3);
    assert!(error.contains("--identity-pool-id"), "{error}");
    cognito.run(&home, &["logout", "--global"], b"").success();
}

#[test]
fn flags_and_standard_input_name_everything() {
    let home = Home::new();
    let cognito = Cognito::start(&home);
    let mut command = home.poolgate(&[
        "login",
        "--pool-id",
        &cognito.pool_id,
        "--client-id",
        &cognito.client_id,
        "--client-secret-stdin",
        "--username",
        "ana",
        "--password-stdin",
        "--json",
    ]);
    command.env("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", &cognito.url);
    let input = format!("{}\n{PASSWORD}\n", cognito.client_secret);
    let told = run_with_input(command, input.as_bytes()).success();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["username"], "ana");
    assert_eq!(told["pool_id"], cognito.pool_id.as_str());
}

#[test]
fn a_profile_names_everything() {
    let home = Home::new();
    let cognito = Cognito::start(&home);
    let secret = home.state().with_file_name("client-secret");
    std::fs::create_dir_all(secret.parent().unwrap()).unwrap();
    std::fs::write(&secret, line(&cognito.client_secret)).unwrap();
    home.configure(&format!(
        "default_profile = 'dev'\n[profiles.dev]\npool_id = '{}'\nclient_id = '{}'\n\
         client_secret_file = '{}'\nusername = 'ana'\nendpoint_url = '{}'\n",
        cognito.pool_id,
        cognito.client_id,
        secret.display(),
        cognito.url
    ));
    home.run_with_input(&["login", "--password-stdin"], &line(PASSWORD))
        .success();
    home.run(&["token", "--profile", "dev"]).success();
    home.run(&["logout"]).success();
}

#[test]
fn a_refused_sign_in_says_why_and_keeps_nothing() {
    let home = Home::new();
    let cognito = Cognito::start(&home);
    let wrong = cognito
        .run(&home, &BY_STDIN, &line("Wrong-horse-1"))
        .failure(4);
    assert!(wrong.contains("Incorrect username or password"), "{wrong}");

    let mut command = cognito.poolgate(&home, &BY_STDIN);
    command.env("POOLGATE_CLIENT_SECRET", "not-the-secret");
    let wrong = run_with_input(command, &line(PASSWORD)).failure(4);
    assert!(wrong.contains("client secret is not the one"), "{wrong}");

    let mut command = cognito.poolgate(&home, &BY_STDIN);
    command.env_remove("POOLGATE_CLIENT_SECRET");
    let missing = run_with_input(command, &line(PASSWORD)).failure(4);
    assert!(missing.contains("has a secret"), "{missing}");
    assert!(!home.state().join("sessions").exists());
}

#[test]
fn two_users_of_one_client_are_kept_apart() {
    let home = Home::new();
    let cognito = Cognito::start(&home);
    let bea = serde_json::json!({
        "UserPoolId": cognito.pool_id, "Username": "bea", "MessageAction": "SUPPRESS",
    });
    support::call(&cognito.url, "AdminCreateUser", &bea);
    let password = serde_json::json!({
        "UserPoolId": cognito.pool_id, "Username": "bea", "Password": PASSWORD, "Permanent": true,
    });
    support::call(&cognito.url, "AdminSetUserPassword", &password);
    let login = |name| ["login", "--username", name, "--password-stdin"];
    cognito.run(&home, &login("ana"), &line(PASSWORD)).success();
    cognito.run(&home, &login("bea"), &line(PASSWORD)).success();

    let status = |arguments: &[&str]| cognito.run(&home, arguments, b"").success();
    assert!(
        status(&["status"]).starts_with("bea at "),
        "who signed in last"
    );
    assert!(status(&["status", "--username", "ana"]).starts_with("ana at "));
    status(&["logout"]);
    assert!(status(&["status", "--username", "ana"]).starts_with("ana at "));
}
