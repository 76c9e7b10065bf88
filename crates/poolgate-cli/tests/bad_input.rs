//! What people and machines get wrong: an error of its own each time, and nothing lost.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::net::TcpListener;

use support::{Cognito, Home, PASSWORD, only_file, run_with_input};

const BY_STDIN: [&str; 4] = ["login", "--username", "ana", "--password-stdin"];

#[test]
fn passwords_that_cannot_be() {
    let home = Home::new();
    let cognito = Cognito::start(&home);
    let mebibyte = [vec![b'a'; 1 << 20], b"\n".to_vec()].concat();
    let cases: [(&[u8], &str); 5] = [
        (b"", "standard input has no line with the password"),
        (b"\n", "standard input has no line with the password"),
        (b"caf\xe9\n", "the password is not UTF-8"),
        (&mebibyte, "the password has more than 256 characters"),
        (
            &mebibyte[..300],
            "the password has more than 256 characters",
        ),
    ];
    for (input, expected) in cases {
        let error = cognito.run(&home, &BY_STDIN, input).failure(4);
        assert!(error.contains(expected), "{expected}: {error}");
        assert!(error.len() < 300, "the input is not repeated: {error}");
    }
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let home = Home::new();
    let cognito = Cognito::start(&home);
    let error = cognito
        .run(&home, &["login", "--username", "ana"], b"")
        .failure(4);
    assert!(error.contains("password of ana is needed, but"), "{error}");
    assert!(
        error.contains("Run in a terminal: poolgate login --pool-id"),
        "{error}"
    );
    let error = cognito.run(&home, &["login"], b"").failure(4);
    assert!(error.contains("username is needed, but"), "{error}");
}

#[test]
fn names_that_name_nothing() {
    let home = Home::new();
    home.configure("[profiles.dev]\npool_id = 'eu-west-1_Example'\n");
    let cases: [(&[&str], &str); 8] = [
        (&["status"], "no user pool is named"),
        (
            &[
                "login",
                "--profile",
                "local",
                "--pool-id",
                "eu-west-1_Example",
            ],
            "the profile \"local\" has pools of its own. Leave out --pool-id",
        ),
        (
            &["status", "--profile", "absent"],
            "there is no profile \"absent\". Configured: dev",
        ),
        (
            &["status", "--profile", "a b"],
            "\"a b\" is not a profile's name",
        ),
        (
            &["status", "--profile", "dev"],
            "profile \"dev\" names no app client",
        ),
        (
            &["status", "--pool-id", "nonsense"],
            "is not a user pool id",
        ),
        (
            &["status", "--profile", "dev", "--client-id", "a b"],
            "is not an app client id",
        ),
        (
            &[
                "status",
                "--profile",
                "dev",
                "--client-id",
                "a",
                "--region",
                "EU",
            ],
            "is not a Region",
        ),
    ];
    for (arguments, expected) in cases {
        let error = home.run(arguments).failure(3);
        assert!(error.contains(expected), "{arguments:?}: {error}");
    }
}

#[test]
fn errors_are_json_where_output_is() {
    let home = Home::new();
    let error = home
        .run(&["status", "--json", "--profile", "absent"])
        .failure(3);
    let error: serde_json::Value = serde_json::from_str(&error).unwrap();
    assert_eq!(error["error"]["code"], "configuration");
    assert!(
        error["error"]["hint"]
            .as_str()
            .unwrap()
            .contains("built in: local")
    );
}

#[test]
fn a_configuration_that_is_cut_short_names_its_line() {
    let home = Home::new();
    home.configure("default_profile = 'dev'\n[profiles.dev]\npool_id = 'eu-wes");
    let error = home.run(&["status"]).failure(3);
    assert!(error.contains("config.toml, line 3: "), "{error}");
}

#[test]
fn a_session_that_is_cut_short_is_named_and_mended_by_a_sign_in() {
    let home = Home::new();
    let cognito = Cognito::start(&home);
    let input = format!("{PASSWORD}\n").into_bytes();
    cognito.run(&home, &BY_STDIN, &input).success();
    let file = only_file(&home.state().join("sessions"));
    let whole = fs::read(&file).unwrap();
    for length in [0, 1, whole.len() / 2, whole.len() - 1] {
        fs::write(&file, &whole[..length]).unwrap();
        let outcome = cognito.run(&home, &["token"], b"");
        let error = outcome.failure(1);
        assert!(
            error.contains(&file.display().to_string()),
            "{length}: {error}"
        );
        assert!(!error.contains("eyJ"), "no token is shown: {error}");
    }
    let mended = cognito.run(&home, &BY_STDIN, &input);
    assert_eq!(mended.code, Some(0));
    assert!(mended.stderr.contains("is kept as"), "{}", mended.stderr);
    cognito.run(&home, &["token"], b"").success();
}

#[test]
fn a_session_of_someone_else_is_refused() {
    let home = Home::new();
    let cognito = Cognito::start(&home);
    let input = format!("{PASSWORD}\n").into_bytes();
    cognito.run(&home, &BY_STDIN, &input).success();
    let file = only_file(&home.state().join("sessions"));
    let text = fs::read_to_string(&file).unwrap();
    let other = text.replace(&cognito.client_id, "another4client");
    assert_ne!(text, other);
    fs::write(&file, other).unwrap();
    let error = cognito.run(&home, &["token"], b"").failure(1);
    assert!(error.contains("belongs to another app client"), "{error}");
}

#[test]
fn a_state_directory_that_cannot_be_written_is_named() {
    let home = Home::new();
    // A file in the directory's place stops even those whom permissions do not.
    fs::create_dir_all(home.state().parent().unwrap()).unwrap();
    fs::write(home.state(), "in the way").unwrap();
    let error = home.run(&["login", "--profile", "local"]);
    assert_ne!(error.code, Some(0));
    let error = error.stderr;
    assert!(error.contains("state/poolgate"), "{error}");
    assert_eq!(fs::read_to_string(home.state()).unwrap(), "in the way");
}

#[test]
fn a_port_in_use_is_named() {
    let home = Home::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let error = home
        .run(&["local", "serve", "--memory", "--addr", &address])
        .failure(3);
    assert!(error.contains(&address), "{error}");
    assert!(error.contains("in use"), "{error}");
}

#[test]
fn a_service_that_is_not_there_may_be_tried_again() {
    let home = Home::new();
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let mut command = home.poolgate(&[
        "login",
        "--pool-id",
        "eu-west-1_Example",
        "--client-id",
        "abc",
        "--username",
        "ana",
        "--password-stdin",
    ]);
    command.env("AWS_ENDPOINT_URL", format!("http://{closed}"));
    let error = run_with_input(command, b"password\n").failure(5);
    assert!(
        error.contains("InitiateAuth: the service cannot be reached"),
        "{error}"
    );
}

#[test]
fn a_file_of_access_keys_names_its_bad_line_and_no_secret() {
    let home = Home::new();
    let file = home.state().with_file_name("keys");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "AKIDEXAMPLE secret-1\n\nsecret-2\n").unwrap();
    let path = file.to_str().unwrap();
    let arguments = ["local", "serve", "--memory", "--verify-signatures", path];
    let error = home.run(&arguments).failure(3);
    assert!(error.contains("line 3: expected"), "{error}");
    assert!(!error.contains("secret-"), "{error}");
}

#[test]
fn a_wrong_clock_stops_no_sign_in_and_ends_no_session() {
    let home = Home::new();
    let cognito = Cognito::start(&home);
    let input = format!("{PASSWORD}\n").into_bytes();
    // This machine is two hours ahead, then behind: the service's answers tell its time, and
    // lifetimes count from them.
    for offset in [-7200, 7200] {
        support::set_clock(&cognito.url, offset);
        for method in ["srp", "password"] {
            let arguments = [&BY_STDIN[..], &["--method", method]].concat();
            cognito.run(&home, &arguments, &input).success();
        }
        cognito.run(&home, &["token"], b"").success();
        let status = cognito.run(&home, &["status"], b"").success();
        assert!(status.contains("(59 min)"), "{status}");
    }
}
