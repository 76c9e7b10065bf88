//! Signing in with a browser: the pool's own pages, the way back, and all that may come between.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::Stdio;

use serde_json::Value;
use support::browser::Browser;
use support::browser_login::BrowserLogin;
use support::pages::{LOGIN, Place, failed, json, settings_for_pages};
use support::{Cognito, Home, Outcome, PASSWORD, claims, only_file};

/// Has the kept tokens end now.
fn run_out(home: &Home) {
    let path = only_file(&home.state().join("sessions"));
    let text = std::fs::read_to_string(&path).unwrap();
    let mut record: Value = serde_json::from_str(&text).unwrap();
    record["expires_at"] = record["received_at"].clone();
    std::fs::write(path, record.to_string()).unwrap();
}

fn is_open(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[test]
fn a_sign_in_in_the_browser_is_a_session_like_any_other() {
    let place = Place::new();
    let login = place.login(&["--scope", "openid", "--scope", "email", "--lang", "de"]);
    assert_eq!(login.parameter("scope"), "openid+email");
    assert_eq!(login.parameter("code_challenge_method"), "S256");
    assert_eq!(login.parameter("lang"), "de");
    let mut browser = Browser::default();
    let page = browser.sign_in(&login.url, "ana", PASSWORD);
    assert!(page.body.contains("You are signed in"), "{page:?}");
    assert!(
        page.url.ends_with("/done"),
        "no code in the history: {page:?}"
    );
    let outcome = login.finish();
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert!(
        outcome.stdout.contains("✓ Signed in as ana"),
        "{}",
        outcome.stdout
    );
    assert!(!place.ports.iter().any(|port| is_open(*port)));

    let status = json(&place.run(&["status", "--json"]));
    assert_eq!(status["username"], "ana");
    let token = place.run(&["token"]).success();
    assert_eq!(place.run(&["token"]).success(), token, "it is kept");
    run_out(&place.home);
    let next = place.run(&["token"]).success();
    assert_ne!(next, token, "refreshed where the session began");
    let told = place.run(&["logout"]).success();
    assert!(
        told.starts_with("Signed out ana. The browser remembers them"),
        "{told}"
    );
    assert!(
        told.contains("poolgate logout --browser --pool-id"),
        "{told}"
    );
    place.run(&["token"]).failure(4);
}

#[test]
fn a_token_for_one_api_names_it_also_once_it_is_refreshed() {
    let place = Place::new();
    let api = "https://api.example.com";
    let login = place.login(&["--resource", api]);
    assert_eq!(login.parameter("resource"), "https%3A%2F%2Fapi.example.com");
    Browser::default().sign_in(&login.url, "ana", PASSWORD);
    assert_eq!(login.finish().code, Some(0));
    let token = place.run(&["token"]).success();
    assert_eq!(claims(&token)["aud"], api);
    run_out(&place.home);
    let next = place.run(&["token"]).success();
    assert_ne!(next, token);
    assert_eq!(claims(&next)["aud"], api);
}

#[test]
fn a_wrong_password_is_the_pages_affair() {
    let place = Place::new();
    let login = place.login(&["--username", "ana", "--json"]);
    assert_eq!(login.parameter("login_hint"), "ana");
    let mut browser = Browser::default();
    let page = browser.sign_in(&login.url, "ana", "wrong");
    assert!(
        page.body.contains("Incorrect username or password"),
        "{page:?}"
    );
    browser.submit(
        &page,
        "sign-in",
        &[("username", "ana"), ("password", PASSWORD)],
    );
    assert_eq!(json(&login.finish())["username"], "ana");
}

#[test]
fn strays_do_not_end_the_wait() {
    let place = Place::new();
    let login = place.login(&["--json"]);
    let callback = login.redirect_uri();
    let mut browser = Browser::default();
    for (method, url, status) in [
        ("GET", callback.replace("/callback", "/favicon.ico"), 404),
        ("GET", format!("{callback}?code=a&state=b"), 400),
        (
            "GET",
            format!("{callback}?error=access_denied&state=b"),
            400,
        ),
        ("HEAD", login.answer("code=a"), 405),
    ] {
        assert_eq!(browser.request(method, &url, "").status, status, "{url}");
    }
    browser.sign_in(&login.url, "ana", PASSWORD);
    assert_eq!(json(&login.finish())["username"], "ana");
}

#[test]
fn a_second_window_ends_the_sign_in_of_the_first_only_for_itself() {
    let place = Place::new();
    let (first, second) = (place.login(&["--json"]), place.login(&["--json"]));
    assert_ne!(
        first.redirect_uri(),
        second.redirect_uri(),
        "each has a port of its own"
    );
    let code = "code=a&state=b".replace('b', first.parameter("state"));
    let url = format!("{}?{code}", second.redirect_uri());
    let page = Browser::default().open(&url);
    assert!(page.body.contains("belongs to another window"), "{page:?}");
    for login in [second, first] {
        Browser::default().sign_in(&login.url, "ana", PASSWORD);
        assert_eq!(json(&login.finish())["username"], "ana");
    }
}

#[test]
fn a_refusal_that_the_browser_brings_is_told_on_both_sides() {
    let place = Place::new();
    let login = place.login(&[]);
    let answer = "error=access_denied&error_description=User+cancelled";
    let page = Browser::default().open(&login.answer(answer));
    assert!(page.body.contains("The sign-in has failed"), "{page:?}");
    failed(&login.finish(), 4, "access_denied: User cancelled");
}

#[test]
fn a_code_that_is_none_is_refused() {
    let place = Place::new();
    let login = place.login(&[]);
    let page = Browser::default().open(&login.answer("code=hunter2"));
    assert!(page.body.contains("The sign-in has failed"), "{page:?}");
    let outcome = login.finish();
    failed(&outcome, 4, "invalid_grant");
    assert!(!outcome.stderr.contains("hunter2"), "{}", outcome.stderr);
}

#[test]
fn the_next_port_is_taken_and_without_one_all_are_named() {
    let place = Place::new();
    let holders = place
        .ports
        .map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap());
    let outcome = Outcome::of(place.command(&[]).output().unwrap());
    let error = outcome.failure(3);
    assert!(
        place
            .ports
            .iter()
            .all(|port| error.contains(&port.to_string())),
        "{error}"
    );
    assert!(error.contains("--paste"), "{error}");
    let [first, second] = holders;
    drop(second);
    let login = place.login(&["--json"]);
    assert!(login.redirect_uri().contains(&place.ports[1].to_string()));
    Browser::default().sign_in(&login.url, "ana", PASSWORD);
    assert_eq!(json(&login.finish())["username"], "ana");
    drop(first);
}

#[test]
fn waiting_ends_when_it_was_told_to() {
    let place = Place::new();
    let login = place.login(&["--timeout", "1"]);
    let outcome = login.finish();
    failed(
        &outcome,
        6,
        "nobody has come back from the browser within 1 s",
    );
    let said = &outcome.stderr;
    assert!(said.contains("lacks a callback URL of these"), "{said}");
    assert!(
        said.contains("If no page opens at all, check --domain, which is http"),
        "{said}"
    );
}

#[test]
fn the_command_to_run_again_repeats_what_was_typed() {
    let place = Place::new();
    let flags = ["--username", "ana", "--scope", "openid", "--no-browser"];
    let login = place.login(&[&flags[..], &["--timeout", "1"]].concat());
    let outcome = login.finish();
    let [first, second] = place.ports;
    let again = format!(
        " --username ana --method browser --no-browser --port {first},{second} --scope openid"
    );
    failed(&outcome, 6, &again);
    assert!(
        outcome
            .stderr
            .contains("Run again, with a longer --timeout")
    );
}

#[test]
fn a_domain_that_is_not_there_is_told_before_the_wait_ends() {
    let place = Place::new();
    // The second port is for a first one that is taken, and so nobody's.
    let domain = format!("http://127.0.0.1:{}/pool", place.ports[1]);
    let mut login = place.login(&["--domain", &domain, "--timeout", "60"]);
    let warning = login.expect("Warning: 127.0.0.1 takes no connection");
    let question = format!("is {domain} the pool's domain?");
    assert!(warning.contains(&question), "{warning}");
    login.interrupt();
    failed(&login.finish(), 130, "interrupted");
}

#[test]
fn ctrl_c_ends_it_and_leaves_nothing_behind() {
    let place = Place::new();
    let login = place.login(&[]);
    assert!(is_open(place.ports[0]));
    login.interrupt();
    failed(&login.finish(), 130, "interrupted");
    assert!(!is_open(place.ports[0]));
    place.run(&["status"]).failure(4);
}

#[test]
fn the_address_can_be_pasted_where_the_browser_is_elsewhere() {
    use std::io::Write as _;

    let place = Place::new();
    let mut command = place.command(&["--paste", "--json"]);
    command.stdin(Stdio::piped());
    let mut login = BrowserLogin::start(command);
    let mut browser = Browser::default();
    let page = browser.open(&login.url);
    let form = [("username", "ana"), ("password", PASSWORD)];
    let address = browser.submit_until(&page, "sign-in", &form, &login.redirect_uri());
    login.expect("The browser will end at http://localhost:");
    let mut stdin = login.child().stdin.take().unwrap();
    for (line, answer) in [
        ("", "Paste the whole address:"),
        ("1b2c3d", "That is no address, but perhaps its code only."),
        (
            "http://localhost/",
            "That is http://localhost/, and not http",
        ),
        ("code=a&state=b", "That answers another sign-in."),
    ] {
        writeln!(stdin, "{line}").unwrap();
        login.expect(answer);
    }
    assert!(!is_open(place.ports[0]), "nothing listens");
    writeln!(stdin, "  {address}\r").unwrap();
    assert_eq!(json(&login.finish())["username"], "ana");
    drop(stdin);

    let outcome = Outcome::of(place.command(&["--paste"]).output().unwrap());
    failed(&outcome, 4, "standard input has ended");
}

#[test]
fn who_was_not_meant_is_not_signed_in() {
    let place = Place::new();
    let login = place.login(&["--username", "bea"]);
    Browser::default().sign_in(&login.url, "ana", PASSWORD);
    failed(
        &login.finish(),
        4,
        "\"ana\" signed in in the browser, and not \"bea\"",
    );
    place.run(&["status", "--username", "bea"]).failure(4);
    place.run(&["status", "--username", "ana"]).failure(4);
    // The address is an alias of hers here, so that it is she who was meant.
    let login = place.login(&["--username", "ana@example.com", "--json"]);
    Browser::default().sign_in(&login.url, "ana", PASSWORD);
    assert_eq!(json(&login.finish())["username"], "ana");
    place
        .run(&["status", "--username", "ana@example.com"])
        .success();
}

#[test]
fn a_pool_without_pages_says_so() {
    let home = Home::new();
    let cognito = Cognito::start(&home);
    let login = [&LOGIN[..], &["--no-browser"]].concat();
    let error = cognito.run(&home, &login, b"").failure(3);
    assert!(error.contains("domain"), "{error}");
}

#[test]
fn who_signs_out_in_the_browser_too_has_to_sign_in_again() {
    let place = Place::new();
    let mut browser = Browser::default();
    place.signed_in(&mut browser);
    // The browser remembers, whatever has become of the tokens.
    place.run(&["logout"]).success();
    let login = place.login(&["--json"]);
    let page = browser.open(&login.url);
    if !page.url.ends_with("/done") {
        browser.submit(&page, "continue", &[]);
    }
    assert_eq!(json(&login.finish())["username"], "ana");

    let uri = format!("http://localhost:{}/callback", place.ports[0]);
    place
        .home
        .configure(&format!("[profiles.dev]\nredirect_uris = ['{uri}']\n"));
    let logout = ["logout", "--browser", "--profile", "dev"];
    let out = BrowserLogin::start(place.poolgate(&logout));
    let page = browser.open(&out.url);
    assert!(page.body.contains("id=\"sign-in\""), "{page:?}");
    let outcome = out.finish();
    assert_eq!(outcome.stdout, "Signed out ana.\n", "{}", outcome.stderr);
    let login = place.login(&["--timeout", "60"]);
    let page = browser.open(&login.url);
    assert!(page.body.contains("id=\"sign-in\""), "{page:?}");
    login.interrupt();
    login.finish();
    let out = BrowserLogin::start(place.poolgate(&logout)).finish();
    assert_eq!(out.stdout, "There was no session here.\n", "{}", out.stderr);
}

#[test]
fn the_browser_can_be_sent_on_once_it_is_signed_out() {
    let place = Place::new();
    let end = format!("http://localhost:{}/", place.ports[0]);
    let mut settings = settings_for_pages(&place.ports);
    settings["LogoutURLs"] = vec![end.as_str()].into();
    place.cognito.update_client(settings);
    let mut browser = Browser::default();
    place.signed_in(&mut browser);
    let logout = ["logout", "--browser", "--logout-uri", &end];
    let out = BrowserLogin::start(place.poolgate(&logout));
    let answer = browser.request("GET", &out.url, "");
    assert_eq!(answer.header("location"), Some(end.as_str()), "{answer:?}");
    assert_eq!(out.finish().stdout, "Signed out ana.\n");
}
