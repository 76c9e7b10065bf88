//! `/logout`: out, and on to a place that the client has registered.

use super::{App, CALLBACK};
use crate::core::tests::Cognito;
use crate::core::tests::browser::query_of;

#[test]
fn a_browser_is_signed_out_and_led_to_the_registered_place() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let browser = app.browser();
    browser.pass("demo", &app.asking(&[]));
    let cookie = browser.cookies();
    let asked = [
        ("client_id", app.client_id.as_str()),
        ("logout_uri", "https://app.example/"),
        ("redirect_uri", "https://elsewhere.example/"),
    ];
    let page = browser.get("/logout", &asked);
    assert_eq!(page.location(), "https://app.example/");
    assert_eq!(browser.cookies(), "");
    // Nor is the record left, whoever has kept the cookie.
    browser.plant_all(&cookie);
    let location = browser
        .get("/oauth2/authorize", &app.asking(&[]))
        .location();
    assert!(location.starts_with("/login?"), "{location}");
}

#[test]
fn a_browser_is_signed_out_and_led_to_the_next_sign_in() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let browser = app.browser();
    browser.pass("demo", &app.asking(&[]));
    let asked = app.asking(&[("state", "s")]);
    let location = browser.get("/logout", &asked).location();
    assert!(location.starts_with("/login?client_id="), "{location}");
    assert!(
        location.ends_with("&response_type=code&state=s"),
        "{location}"
    );
    assert_eq!(browser.cookies(), "");
}

#[test]
fn nobody_is_led_to_a_place_that_is_not_registered_nor_signed_out_by_the_attempt() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let browser = app.browser();
    browser.pass("demo", &app.asking(&[]));
    for uri in [
        "https://evil.example/",
        "https://app.example",
        "https://app.example/x",
        "https://app.example/?",
        "https://app.example/#",
        "https://app.example:443/",
        "https://APP.example/",
        "https://app.example@evil.example/",
        "//app.example/",
        "http://localhost:8401/",
        CALLBACK,
    ] {
        let asked = [("client_id", app.client_id.as_str()), ("logout_uri", uri)];
        let location = browser.get("/logout", &asked).location();
        let shown = format!("/error?error=redirect_mismatch&client_id={}", app.client_id);
        assert!(location.starts_with(&shown), "{location}");
        assert_eq!(query_of(&location)["logout_uri"], uri);
    }
    let no_client = [("logout_uri", "https://app.example/")];
    let location = browser.get("/logout", &no_client).location();
    assert_eq!(location, "/error?error=invalid_client");
    let location = browser
        .get("/oauth2/authorize", &app.asking(&[]))
        .location();
    assert!(
        location.starts_with(CALLBACK),
        "still signed in: {location}"
    );
}

#[test]
fn whoever_names_no_place_is_told_that_it_is_done() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let browser = app.browser();
    browser.pass("demo", &app.asking(&[]));
    let nowhere = [("client_id", app.client_id.as_str())];
    let page = browser.get("/logout", &nowhere);
    assert_eq!(page.status, 200);
    assert!(
        page.text().contains("data-page=\"signed-out\""),
        "{}",
        page.text()
    );
    assert_eq!(browser.cookies(), "");
}
