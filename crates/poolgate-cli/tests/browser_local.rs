//! A newcomer's way with a browser: the profile `local`, with nothing started by hand.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use serde_json::Value;
use support::browser::Browser;
use support::browser_login::BrowserLogin;
use support::{Home, Outcome};

const LOGIN: [&str; 4] = ["login", "--method", "browser", "--no-browser"];

fn local<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [arguments, &["--profile", "local"]].concat()
}

fn json(outcome: &Outcome) -> Value {
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).unwrap()
}

#[test]
fn a_newcomer_signs_in_with_a_browser_and_goes_on_to_aws() {
    let home = Home::new();
    let login = BrowserLogin::start(home.poolgate(&local(&[&LOGIN[..], &["--json"]].concat())));
    let password = login.said().split("with the password ").nth(1).unwrap();
    let password = password.lines().next().unwrap();
    let page = Browser::default().sign_in(&login.url, "demo", password);
    assert!(page.body.contains("You are signed in"), "{page:?}");
    let outcome = json(&login.finish());
    assert_eq!(outcome["username"], "demo");
    assert!(outcome["aws"]["identity_id"].is_string(), "{outcome}");

    let id = home.run(&local(&["identities", "id"])).success();
    assert_eq!(id.trim(), outcome["aws"]["identity_id"].as_str().unwrap());
    let credentials = json(&home.run(&local(&["credential-process"])));
    assert_eq!(credentials["Version"], 1);
    let exec = [
        &local(&["exec"])[..],
        &["--", "sh", "-c", "echo $AWS_ACCESS_KEY_ID"],
    ]
    .concat();
    let key = home.run(&exec).success();
    assert_eq!(key.trim(), credentials["AccessKeyId"].as_str().unwrap());
    let account = home.run(&local(&["account", "show", "--json"]));
    assert_eq!(
        json(&account)["username"],
        "demo",
        "the scope for it was granted"
    );
    home.run(&local(&["logout"])).success();
}

#[test]
fn the_page_that_signs_out_is_there_until_the_browser_has_it() {
    let home = Home::new();
    let login = BrowserLogin::start(home.poolgate(&local(&LOGIN)));
    let password = login.said().split("with the password ").nth(1).unwrap();
    let password = password.lines().next().unwrap().to_owned();
    let mut browser = Browser::default();
    browser.sign_in(&login.url, "demo", &password);
    let told = login.finish();
    assert_eq!(told.code, Some(0), "{}", told.stderr);

    let logout = ["logout", "--browser", "--no-browser", "--json"];
    let mut logout = BrowserLogin::start(home.poolgate(&local(&logout)));
    logout.expect("The page comes from this command");
    let page = browser.open(&logout.url);
    assert!(page.body.contains("id=\"sign-in\""), "{page:?}");
    logout.interrupt();
    let ended = json(&logout.finish());
    assert_eq!(ended["username"], "demo");
}
