//! What somebody types never becomes part of the page.

use proptest::prelude::*;
use serde_json::json;

use super::visitor::{Shown, Visitor, unescaped};
use super::{site, site_with};
use crate::core::tests::Cognito;
use crate::core::tests::harness::{Demo, PASSWORD};

/// What a template would have to let through for a value to become markup.
const MARKUP: &str = r#"<b id="x">&'"#;

/// Each form that can be had without signing in, with its fields.
const FORMS: [(&str, &str, &[&str]); 5] = [
    ("/login", "sign-in", &["username", "password"]),
    (
        "/signup",
        "sign-up",
        &["username", "attribute.email", "password", "password_again"],
    ),
    ("/confirmUser", "confirm", &["username", "code"]),
    ("/forgotPassword", "forgot-password", &["username"]),
    (
        "/confirmForgotPassword",
        "reset-password",
        &["username", "code", "password", "password_again"],
    ),
];

fn with_email(cognito: &Cognito) -> Demo<'_> {
    let pool = json!({ "Schema": [{ "Name": "email", "Required": true }] });
    site_with(cognito, &pool, &json!({}))
}

/// Sends the same value in every field of a form.
fn answer(visitor: &Visitor<'_>, form: usize, value: &str) -> Shown {
    let (path, id, fields) = FORMS[form];
    let page = visitor.open(path);
    let fields: Vec<_> = fields.iter().map(|name| (*name, value)).collect();
    visitor.submit(&page, id, &fields)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_typed_is_never_markup(form in 0..FORMS.len(), text in "\\PC{0,40}") {
        let cognito = Cognito::new();
        let demo = with_email(&cognito);
        let visitor = Visitor::of(&demo);
        let value = format!("{text}{MARKUP}{text}");
        let page = answer(&visitor, form, &value);
        prop_assert!(!page.html.contains(r#"<b id="x">"#), "{}", page.html);
        prop_assert!(!page.html.contains(MARKUP));
        if page.html.contains(r#"id="username" name"#) {
            // It is all there, for the person to correct, and nothing else.
            prop_assert_eq!(&page.input("username")["value"], &value);
        }
    }

    #[test]
    fn any_query_and_form_get_an_answer(
        path in "/[a-zA-Z]{0,12}",
        query in prop::collection::vec(("[a-z_]{0,12}", "\\PC{0,12}"), 0..6),
        form in prop::collection::vec(("[a-z_]{0,12}", "\\PC{0,12}"), 0..6),
    ) {
        let cognito = Cognito::new();
        let demo = site(&cognito);
        let visitor = Visitor::of(&demo);
        let query: Vec<_> = query.iter().map(|(name, value)| (&**name, &**value)).collect();
        let form: Vec<_> = form.iter().map(|(name, value)| (&**name, &**value)).collect();
        let page = visitor.browser.send("POST", &path, &query, &form, &[]);
        prop_assert!((200..500).contains(&page.status), "{}", page.status);
    }
}

#[test]
fn names_of_pools_and_clients_are_shown_as_they_are() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let name = "a <i> & b";
    let update = json!({
        "UserPoolId": demo.pool_id, "ClientId": demo.client_id, "ClientName": "a+b@c=d,e.f-g h",
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid"], "CallbackURLs": [super::CALLBACK],
    });
    cognito.expect("UpdateUserPoolClient", &update);
    let page = Visitor::with(&demo, "app.auth.localhost:9229", &[("login_hint", name)]);
    let page = page.open("/login");
    assert!(page.html.contains("a+b@c=d,e.f-g h"));
    assert!(page.html.contains(r#"aria-hidden="true">A</span>"#));
    assert_eq!(page.input("username")["value"], name);
    assert!(!page.html.contains("<i>"));
}

#[test]
fn an_error_page_says_nothing_that_a_link_makes_up() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::of(&demo);
    for (error, told) in [
        ("redirect_mismatch", "callback URLs"),
        ("Call%20us%20now", "invalid_request"),
        ("%3Cb%3E", "invalid_request"),
    ] {
        let page = visitor.go_to(&format!("/error?error={error}"));
        assert_eq!((page.status, page.name().as_str()), (400, "error"));
        let detail = page.capture(r#"id="detail" lang="en">([^<]*)<"#).unwrap();
        assert!(unescaped(&detail).contains(told), "{detail}");
    }
}

#[test]
fn a_huge_name_is_refused_like_any_other() {
    let cognito = Cognito::new();
    let demo = with_email(&cognito);
    let visitor = Visitor::of(&demo);
    let huge = "x".repeat(60_000);
    for form in 0..FORMS.len() {
        let page = answer(&visitor, form, &huge);
        assert!([400, 401].contains(&page.status), "{}", page.address);
    }
    visitor.sign_in("demo", PASSWORD).code();
}
