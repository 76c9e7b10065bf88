//! The inbox as a page.

use std::sync::Arc;

use serde_json::json;

use super::visitor::Visitor;
use super::{newest_code, site_with};
use crate::core::tests::Cognito;
use crate::hosted::pages;

#[test]
fn the_newest_message_comes_first_and_none_is_markup() {
    let cognito = Cognito::new();
    let pool = json!({
        "AutoVerifiedAttributes": ["email"],
        "EmailVerificationMessage": "<script>x</script> {####}",
        "EmailVerificationSubject": "<b>Hello</b>",
    });
    let demo = site_with(&cognito, &pool, &json!({}));
    let email = json!([
        { "Name": "email", "Value": "ann@example.com" },
        { "Name": "email_verified", "Value": "true" },
    ]);
    cognito.user(&demo.pool_id, "ann", &email);
    let visitor = Visitor::of(&demo);
    let ask = || {
        let page = visitor.open("/forgotPassword");
        visitor.submit(&page, "forgot-password", &[("username", "ann")]);
        cognito.newest_message("ann").unwrap()
    };
    let messages = [Arc::new(ask()), Arc::new(ask())];
    let page = pages::inbox::page(&messages).into_response();
    let html = String::from_utf8(page.body).unwrap();
    let position = |number: u64| html.find(&format!(r#"data-number="{number}""#)).unwrap();
    assert!(position(2) < position(1));
    let code = newest_code(&cognito, "ann");
    assert!(html.contains(&format!(r#"translate="no">{code}</p>"#)));
    assert!(html.contains("&#60;script&#62;"));
    assert!(!html.contains("<script") && !html.contains("<b>"));
    assert!(html.contains(r#"<time datetime="2026-09-21T"#), "{html}");
}

#[test]
fn a_link_that_was_sent_is_one_on_the_page() {
    let cognito = Cognito::new();
    let pool = json!({
        "AutoVerifiedAttributes": ["email"],
        "VerificationMessageTemplate": { "DefaultEmailOption": "CONFIRM_WITH_LINK" },
    });
    let demo = site_with(&cognito, &pool, &json!({}));
    let input = json!({
        "ClientId": demo.client_id, "Username": "ann", "Password": "Correct-Horse-1",
        "UserAttributes": [{ "Name": "email", "Value": "ann@example.com" }],
    });
    cognito.expect("SignUp", &input);
    let message = Arc::new(cognito.newest_message("ann").unwrap());
    let page = pages::inbox::page(&[message]).into_response();
    let html = String::from_utf8(page.body).unwrap();
    assert!(
        html.contains(r#"<a href="http://127.0.0.1:9229/confirmUser?"#),
        "{html}"
    );
}
