//! What the developers of an application learn from the page that its users are shown instead.

use serde_json::json;

use super::visitor::{Shown, Visitor, unescaped};
use super::{CALLBACK, site, site_with};
use crate::core::tests::Cognito;

#[track_caller]
fn detail(page: &Shown) -> String {
    assert_eq!((page.status, page.name().as_str()), (400, "error"));
    let detail = page.capture(r#"id="detail" lang="en">([^<]*)<"#);
    unescaped(&detail.unwrap())
}

#[test]
fn the_address_that_is_not_registered_is_named_with_where_to_register_it() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::of(&demo);
    let client = format!("response_type=code&client_id={}", demo.client_id);
    for (path, expected) in [
        (
            "/logout?logout_uri=http://localhost:8400/nope",
            "redirect_mismatch: the logout_uri http://localhost:8400/nope is none of the app \
             client's sign-out URLs. UpdateUserPoolClient registers it in LogoutURLs, to the letter.",
        ),
        (
            "/login?redirect_uri=http://localhost:8400/nope",
            "redirect_mismatch: the redirect_uri http://localhost:8400/nope is none of the app \
             client's callback URLs. UpdateUserPoolClient registers it in CallbackURLs, to the letter.",
        ),
        (
            "/oauth2/authorize?state=s",
            "redirect_mismatch: the request has no redirect_uri, which has to be one of the app \
             client's callback URLs (CallbackURLs).",
        ),
    ] {
        let page = visitor.go_to(&format!("{path}&{client}"));
        assert_eq!(detail(&page), expected);
    }
}

#[test]
fn a_client_that_was_never_meant_for_the_pages_is_said_to_be_so() {
    let cognito = Cognito::new();
    let settings = json!({
        "AllowedOAuthFlowsUserPoolClient": false, "AllowedOAuthFlows": null,
        "AllowedOAuthScopes": null, "CallbackURLs": null,
    });
    let demo = site_with(&cognito, &json!({}), &settings);
    let page = Visitor::of(&demo).open("/login");
    let told = detail(&page);
    assert!(told.contains("is not set up for these pages"), "{told}");
    assert!(told.contains("AllowedOAuthFlowsUserPoolClient"), "{told}");
}

#[test]
fn only_an_address_is_repeated_and_not_without_end() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::of(&demo);
    let shown = |uri: &str| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("error", "redirect_mismatch")
            .append_pair("redirect_uri", uri)
            .finish();
        detail(&visitor.go_to(&format!("/error?{query}")))
    };
    for words in [
        "Call us now",
        "https://x.example/ call us",
        "<b>",
        "d\u{e9}j\u{e0}:vu",
    ] {
        let told = shown(words);
        assert!(
            told.starts_with("redirect_mismatch: the redirect_uri is none"),
            "{told}"
        );
    }
    assert!(shown(CALLBACK).contains(CALLBACK));
    let long = format!("https://x.example/{}", "y".repeat(5000));
    assert!(shown(&long).len() < 400);
    let escaped = visitor.go_to("/error?error=redirect_mismatch&redirect_uri=x:%3Cb%3E%22");
    assert!(!escaped.html.contains("<b>"));
}
