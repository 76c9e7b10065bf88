//! Who stays signed in in a browser, and for how long.

use serde_json::{Value, json};

use super::{App, CALLBACK};
use crate::core::tests::Cognito;
use crate::core::tests::browser::{Browser, query_of};

/// Whether the browser is let through without a page.
fn is_signed_in(app: &App<'_>, browser: &Browser<'_>) -> bool {
    let location = browser
        .get("/oauth2/authorize", &app.asking(&[]))
        .location();
    location.starts_with(&format!("{CALLBACK}&code="))
}

fn change_user(app: &App<'_>, operation: &str, mut input: Value) {
    input["UserPoolId"] = app.pool_id.clone().into();
    input["Username"] = "demo".into();
    app.cognito.expect(operation, &input);
}

#[test]
fn a_browser_in_which_somebody_signed_in_is_let_through_for_an_hour() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let browser = app.browser();
    assert!(!is_signed_in(&app, &browser));
    let page = browser.pass("demo", &app.asking(&[]));
    let cookie = page.header("set-cookie").unwrap();
    assert!(cookie.starts_with("cognito="), "{cookie}");
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600"),
        "{cookie}"
    );
    cognito.pass(3599);
    assert!(is_signed_in(&app, &browser));
    let silent = app.asking(&[("prompt", "none")]);
    let location = browser.get("/oauth2/authorize", &silent).location();
    let tokens = app.redeem(&query_of(&location)["code"], &[]).json();
    let access = crate::core::tests::harness::claims(&tokens["access_token"]);
    assert_eq!(access["auth_time"], cognito.now() - 3599);
    cognito.pass(1);
    assert!(!is_signed_in(&app, &browser));
}

#[test]
fn an_application_may_have_the_user_sign_in_again() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let browser = app.browser();
    browser.pass("demo", &app.asking(&[]));
    for prompt in ["login", "select_account", "login consent"] {
        let asked = app.asking(&[("prompt", prompt)]);
        let location = browser.get("/oauth2/authorize", &asked).location();
        assert!(location.starts_with("/login?"), "{prompt}: {location}");
    }
    let asked = app.asking(&[("prompt", "consent")]);
    let location = browser.get("/oauth2/authorize", &asked).location();
    assert!(location.starts_with(CALLBACK), "{location}");
}

#[test]
fn a_planted_cookie_is_worth_nothing() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let (victim, attacker) = (app.browser(), app.browser());
    victim.plant("cognito", "planted");
    victim.pass("demo", &app.asking(&[]));
    attacker.plant("cognito", "planted");
    assert!(is_signed_in(&app, &victim));
    assert!(!is_signed_in(&app, &attacker));
    // A session that was known before ends with the next sign-in.
    attacker.plant_all(&victim.cookies());
    assert!(is_signed_in(&app, &attacker));
    victim.pass("demo", &app.asking(&[]));
    assert!(!is_signed_in(&app, &attacker));
    assert!(is_signed_in(&app, &victim));
}

#[test]
fn a_session_ends_with_the_user_s_password_and_account() {
    for (operation, input) in [
        ("AdminDisableUser", json!({})),
        ("AdminResetUserPassword", json!({})),
        ("AdminDeleteUser", json!({})),
        (
            "AdminSetUserPassword",
            json!({ "Password": "Another-Horse-2", "Permanent": true }),
        ),
    ] {
        let cognito = Cognito::new();
        let app = App::new(&cognito);
        let browser = app.browser();
        browser.pass("demo", &app.asking(&[]));
        assert!(is_signed_in(&app, &browser));
        change_user(&app, operation, input);
        assert!(!is_signed_in(&app, &browser), "{operation}");
    }
}

/// protocol.md 5.6: the cookie is for the logout endpoint to clear.
#[test]
fn a_global_sign_out_leaves_the_browser_signed_in() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let browser = app.browser();
    browser.pass("demo", &app.asking(&[]));
    change_user(&app, "AdminUserGlobalSignOut", json!({}));
    let location = browser
        .get("/oauth2/authorize", &app.asking(&[]))
        .location();
    assert_eq!(app.redeem(&query_of(&location)["code"], &[]).status, 200);
}

#[test]
fn a_session_is_its_pool_s_own() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let browser = app.browser();
    browser.pass("demo", &app.asking(&[]));
    let other = cognito.pool(&json!({}));
    cognito.expect(
        "CreateUserPoolDomain",
        &json!({ "UserPoolId": other, "Domain": "other" }),
    );
    let client_id = cognito.client(&other, &super::client_of("code"));
    let there = Browser::at(&cognito, "other.auth.localhost:9229");
    there.plant_all(&browser.cookies());
    let asked = [
        ("client_id", client_id.as_str()),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
    ];
    let location = there.get("/oauth2/authorize", &asked).location();
    assert!(location.starts_with("/login?"), "{location}");
}

/// Cookies know no ports: another server on this machine may have one of the same name.
#[test]
fn a_stranger_s_cookie_of_the_same_name_hides_nobody() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let browser = app.browser();
    browser.pass("demo", &app.asking(&[]));
    browser.plant_before("cognito", "stranger");
    assert!(is_signed_in(&app, &browser));
    let kept = browser.cookies();
    assert!(kept.starts_with("cognito=stranger; cognito="), "{kept}");
    browser.get("/logout", &[("client_id", app.client_id.as_str())]);
    assert_eq!(browser.cookies(), "");
    let (_, own) = kept.split_once("; ").unwrap();
    browser.plant_all(own);
    assert!(!is_signed_in(&app, &browser), "no record is left");
}

#[test]
fn an_application_that_shows_no_page_is_told_that_the_hour_is_over() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let browser = app.browser();
    browser.pass("demo", &app.asking(&[]));
    cognito.pass(3600);
    let silent = app.asking(&[("prompt", "none")]);
    let location = browser.get("/oauth2/authorize", &silent).location();
    assert_eq!(query_of(&location)["error"], "login_required");
}
