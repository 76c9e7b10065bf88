//! What is typed for nothing: flags of another method, and flags that contradict each other.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::Home;

const POOL: [&str; 4] = [
    "--pool-id",
    "eu-west-1_AbCdEf123",
    "--client-id",
    "4h57exampleclient",
];

fn error(code: i32, arguments: &[&str]) -> String {
    let home = Home::new();
    home.run(&[&["login"], arguments, &POOL].concat())
        .failure(code)
}

#[test]
fn a_flag_of_another_method_is_refused_by_name() {
    for (arguments, expected) in [
        (
            &["--method", "srp", "--port", "8405", "--paste"][..],
            "--paste, --port do not go with the method srp",
        ),
        (
            &["--scope", "openid"],
            "--scope does not go with the method auto",
        ),
        (
            &["--method", "client-credentials", "--password-stdin"],
            "--password-stdin does not go with the method client-credentials",
        ),
        (
            &["--method", "client-credentials", "--timeout", "9"],
            "--timeout does not go with the method client-credentials",
        ),
        (
            &["--method", "browser", "--mfa-code", "1"],
            "--mfa-code does not go with the method browser",
        ),
    ] {
        let error = error(2, arguments);
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn flags_that_contradict_each_other_are_a_wrong_usage() {
    let browser = |arguments: &[&str]| {
        error(
            2,
            &[&["--method", "browser", "--no-browser"], arguments].concat(),
        )
    };
    let several = browser(&["--scope", "openid email"]);
    assert!(several.contains("Repeat --scope"), "{several}");
    let prompts = browser(&["--prompt", "none", "--prompt", "login"]);
    assert!(prompts.contains("no other --prompt"), "{prompts}");
}

#[test]
fn a_redirect_uri_that_is_none_is_answered_with_one() {
    let home = Home::new();
    let outcome = home.run(&["login", "--redirect-uri", "foo"]);
    assert_eq!(outcome.code, Some(2));
    let said = &outcome.stderr;
    assert!(
        said.contains("such as http://localhost:8400/callback"),
        "{said}"
    );
}

#[test]
fn a_job_waits_for_no_browser_unless_somebody_opens_it_elsewhere() {
    let refused = error(4, &["--method", "browser"]);
    let expected = "a sign-in in the browser is needed, but CI is set";
    assert!(refused.contains(expected), "{refused}");
    assert!(
        refused.contains("--no-browser, where somebody opens"),
        "{refused}"
    );
    let refused = error(4, &["--method", "browser", "--no-input"]);
    let expected = "a sign-in in the browser is needed, but --no-input was given.";
    assert!(refused.contains(expected), "{refused}");
}
