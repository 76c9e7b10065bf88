//! The browser that a sign-in opens, or does not.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use support::browser::Browser;
use support::browser_login::BrowserLogin;
use support::pages::{Place, failed, json};
use support::terminal::Terminal;
use support::{Home, Outcome, PASSWORD};

/// A browser for `BROWSER`: it prints noise, and leaves what it is told: the URL and the environment.
struct Opener {
    script: PathBuf,
    /// A pipe, so that who reads waits for it.
    told: PathBuf,
}

impl Opener {
    fn new(home: &Home) -> Self {
        let (script, told) = (
            home.directory().join("opener"),
            home.directory().join("told"),
        );
        let made = Command::new("mkfifo").arg(&told).status().unwrap();
        assert!(made.success());
        let text = format!(
            "#!/bin/sh\necho noise\n{{ echo \"$1\"; env; }} > '{}'\n",
            told.display()
        );
        std::fs::write(&script, text).unwrap();
        let executable = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&script, executable).unwrap();
        Self { script, told }
    }

    /// The URL, and its environment; opening the pipe waits for them.
    fn told(&self) -> (String, String) {
        let (sender, told) = std::sync::mpsc::channel();
        let path = self.told.clone();
        std::thread::spawn(move || sender.send(std::fs::read_to_string(path)));
        let told = told.recv_timeout(Duration::from_mins(1)).unwrap().unwrap();
        let (url, environment) = told.split_once('\n').unwrap();
        (url.to_owned(), environment.to_owned())
    }
}

#[test]
fn the_browser_that_the_environment_names_is_opened() {
    let place = Place::new();
    let opener = Opener::new(&place.home);
    let mut command = place.command(&["--json"]);
    command.env_remove("CI").env("BROWSER", &opener.script);
    let login = BrowserLogin::start(command);
    assert_eq!(opener.told().0, login.url);
    Browser::default().sign_in(&login.url, "ana", PASSWORD);
    let outcome = login.finish();
    assert!(!outcome.stderr.contains("noise"), "{}", outcome.stderr);
    json(&outcome);
}

#[test]
fn the_browser_inherits_no_secret() {
    let place = Place::new();
    let opener = Opener::new(&place.home);
    let mut command = place.command(&[]);
    command
        .env_remove("CI")
        .env("BROWSER", &opener.script)
        .env("COGNITO_PASSWORD", "hunter2")
        .env("POOLGATE_PASSWORD", "hunter2")
        .env("POOLGATE_CLIENT_SECRET", "hunter2")
        .env("DISPLAY", ":0");
    let login = BrowserLogin::start(command);
    let (_, environment) = opener.told();
    assert!(environment.contains("DISPLAY=:0"), "{environment}");
    assert!(!environment.contains("hunter2"), "{environment}");
    login.interrupt();
    login.finish();
}

#[test]
fn where_there_is_no_browser_it_is_said() {
    let place = Place::new();
    let mut command = place.command(&[]);
    command
        .env("PATH", place.home.directory())
        .env("DISPLAY", ":99");
    let mut login = BrowserLogin::start(command);
    login.expect("No browser could be opened; BROWSER may name one.");
    login.interrupt();
    failed(&login.finish(), 130, "interrupted");
}

#[test]
fn no_browser_is_opened_where_none_is_wanted() {
    let place = Place::new();
    let opened = place.home.directory().join("opened");
    let mut command = place.command(&["--no-browser", "--timeout", "1"]);
    let browser = format!("touch {}", opened.display());
    command.env_remove("CI").env("BROWSER", browser);
    let outcome = BrowserLogin::start(command).finish();
    assert!(
        outcome.stderr.contains("(--no-browser)"),
        "{}",
        outcome.stderr
    );
    assert!(!opened.exists());
}

#[test]
fn at_a_terminal_the_domain_decides_and_the_way_is_told() {
    let place = Place::new();
    let opener = Opener::new(&place.home);
    let port = place.ports[0].to_string();
    let mut command = place.poolgate(&["login", "--json", "--port", &port]);
    let domain = format!("{}/{}", place.cognito.url, place.cognito.pool_id);
    command
        .env("POOLGATE_DOMAIN", domain)
        .env("BROWSER", &opener.script);
    let terminal = Terminal::run(&command);
    Browser::default().sign_in(&opener.told().0, "ana", PASSWORD);
    let (outcome, _) = terminal.finish();
    assert!(
        outcome.stderr.contains("in the browser. If none opens"),
        "{}",
        outcome.stderr
    );
    assert_eq!(json(&outcome)["username"], "ana");

    let command = place.poolgate(&["login", "--json", "--username", "ana"]);
    let mut terminal = Terminal::run(&command);
    terminal.expect("Signing in with the password, by SRP.");
    terminal.answer("Password of ana: ", PASSWORD);
    assert_eq!(json(&terminal.finish().0)["username"], "ana");
}

#[test]
fn a_job_may_say_that_somebody_opens_the_page_elsewhere() {
    let place = Place::new();
    let port = place.ports[0].to_string();
    let login = ["login", "--json", "--no-browser", "--port", &port];
    let mut command = place.poolgate(&login);
    let domain = format!("{}/{}", place.cognito.url, place.cognito.pool_id);
    command.env("CI", "true").env("POOLGATE_DOMAIN", domain);
    let login = BrowserLogin::start(command);
    Browser::default().sign_in(&login.url, "ana", PASSWORD);
    assert_eq!(json(&login.finish())["username"], "ana");
}

#[test]
fn nobody_waits_for_a_browser_where_nobody_is() {
    let place = Place::new();
    let outcome = Outcome::of(place.command(&["--no-input"]).output().unwrap());
    let error = outcome.failure(4);
    assert!(
        error.contains("in the browser is needed, but --no-input"),
        "{error}"
    );
    // The profile has a domain, and CI has no person.
    let domain = format!("{}/{}", place.cognito.url, place.cognito.pool_id);
    let mut command = place.poolgate(&["login"]);
    let outcome = Outcome::of(command.env("POOLGATE_DOMAIN", &domain).output().unwrap());
    let error = outcome.failure(4);
    assert!(
        error.contains("in the browser is needed, but CI is set"),
        "{error}"
    );
    assert!(error.contains("or give --no-browser"), "{error}");
    // Whoever gives a password has chosen it.
    let login = [
        "login",
        "--username",
        "ana",
        "--domain",
        &domain,
        "--password-stdin",
        "--json",
    ];
    let outcome = place
        .cognito
        .run(&place.home, &login, format!("{PASSWORD}\n").as_bytes());
    assert_eq!(json(&outcome)["username"], "ana");
}
