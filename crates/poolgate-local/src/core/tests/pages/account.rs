//! Somebody is signed in already.

use super::site;
use super::visitor::Visitor;
use crate::core::tests::Cognito;
use crate::core::tests::harness::PASSWORD;

#[test]
fn whoever_is_signed_in_goes_on_without_a_password() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::of(&demo);
    let first = visitor.sign_in_demo().code();
    let page = visitor.open("/login");
    assert_eq!(page.name(), "account");
    assert!(page.html.contains("Continue as demo"));
    let second = visitor.submit(&page, "continue", &[]).code();
    assert_ne!(first, second);
    visitor.open("/oauth2/authorize").code();
}

#[test]
fn another_account_is_signed_in_instead() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    cognito.user(&demo.pool_id, "ann", &serde_json::json!([]));
    let visitor = Visitor::of(&demo);
    visitor.sign_in_demo().code();
    let page = visitor.go_to(&visitor.open("/login").link("another-account"));
    assert_eq!(page.name(), "sign-in");
    let fields = [("username", "ann"), ("password", PASSWORD)];
    visitor.submit(&page, "sign-in", &fields).code();
    assert!(visitor.open("/login").html.contains("Continue as ann"));
}

#[test]
fn an_application_may_want_the_password_again_or_the_choice() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let host = "app.auth.localhost:9229";
    for (prompt, expected) in [("login", "sign-in"), ("select_account", "account")] {
        let visitor = Visitor::with(&demo, host, &[("prompt", prompt)]);
        visitor.sign_in_demo().code();
        assert_eq!(visitor.open("/oauth2/authorize").name(), expected);
    }
}

#[test]
fn whose_session_is_over_signs_in_again() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::of(&demo);
    visitor.sign_in_demo().code();
    let page = visitor.open("/login");
    cognito.pass(3601);
    assert_eq!(visitor.submit(&page, "continue", &[]).name(), "sign-in");
}
