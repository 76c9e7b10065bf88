//! What is in progress: tabs, Back, reload, and what comes too late.

use serde_json::json;

use super::site;
use super::visitor::Visitor;
use crate::core::tests::Cognito;
use crate::core::tests::harness::Demo;

const TEMPORARY: &str = "Given-Horse-1";
const NEW: [(&str, &str); 2] = [
    ("password", "Other-Horse-2"),
    ("password_again", "Other-Horse-2"),
];

/// The users `ann` and `ben` have temporary passwords.
fn site_with_two(cognito: &Cognito) -> Demo<'_> {
    let demo = site(cognito);
    for username in ["ann", "ben"] {
        let input = json!({
            "UserPoolId": demo.pool_id, "Username": username, "TemporaryPassword": TEMPORARY,
            "MessageAction": "SUPPRESS",
        });
        cognito.expect("AdminCreateUser", &input);
    }
    demo
}

#[test]
fn two_tabs_do_not_meet() {
    let cognito = Cognito::new();
    let demo = site_with_two(&cognito);
    let visitor = Visitor::of(&demo);
    let ann = visitor.sign_in("ann", TEMPORARY);
    let ben = visitor.sign_in("ben", TEMPORARY);
    assert_eq!(visitor.go_to(&ann.address).name(), "new-password");
    visitor.submit(&ann, "new-password", &NEW).code();
    visitor.submit(&ben, "new-password", &NEW).code();
    assert!(visitor.open("/login").html.contains("Continue as ben"));
}

#[test]
fn a_form_that_was_sent_already_says_so() {
    let cognito = Cognito::new();
    let demo = site_with_two(&cognito);
    let visitor = Visitor::of(&demo);
    let page = visitor.sign_in("ann", TEMPORARY);
    visitor.submit(&page, "new-password", &NEW).code();
    for late in [
        visitor.submit(&page, "new-password", &NEW),
        visitor.go_to(&page.address),
    ] {
        assert_eq!((late.status, late.name().as_str()), (400, "expired"));
        let start = visitor.go_to(&late.link("start-again"));
        assert_eq!(start.name(), "account");
    }
}

#[test]
fn a_form_that_comes_too_late_says_so() {
    let cognito = Cognito::new();
    let demo = site_with_two(&cognito);
    let visitor = Visitor::of(&demo);
    let page = visitor.sign_in("ann", TEMPORARY);
    cognito.pass(3 * 60);
    let late = visitor.submit(&page, "new-password", &NEW);
    assert_eq!((late.status, late.name().as_str()), (400, "expired"));
    let start = visitor.go_to(&late.link("start-again"));
    assert_eq!(start.name(), "sign-in");
}

#[test]
fn a_step_belongs_to_its_browser() {
    let cognito = Cognito::new();
    let demo = site_with_two(&cognito);
    let page = Visitor::of(&demo).sign_in("ann", TEMPORARY);
    let other = Visitor::of(&demo);
    other.open("/login");
    assert_eq!(other.go_to(&page.address).name(), "expired");
}

#[test]
fn a_step_belongs_to_its_page_and_to_its_client() {
    let cognito = Cognito::new();
    let demo = site_with_two(&cognito);
    let visitor = Visitor::of(&demo);
    let page = visitor.sign_in("ann", TEMPORARY);
    for path in ["/mfa", "/selectMfa", "/mfaSetup"] {
        let elsewhere = page.address.replace("/changePassword", path);
        assert_eq!(visitor.go_to(&elsewhere).name(), "expired");
    }
    let settings = json!({
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid"], "CallbackURLs": [super::CALLBACK],
    });
    let other = cognito.client(&demo.pool_id, &settings);
    let address = page.address.replace(&demo.client_id, &other);
    assert_eq!(visitor.go_to(&address).name(), "expired");
    for broken in ["x", "../../x", ""] {
        let (before, _) = page.address.rsplit_once("step=").unwrap();
        let address = format!("{before}step={broken}");
        assert_eq!(visitor.go_to(&address).name(), "expired");
    }
}

#[test]
fn a_browser_keeps_only_the_last_steps() {
    let cognito = Cognito::new();
    let demo = site_with_two(&cognito);
    let visitor = Visitor::of(&demo);
    let pages: Vec<_> = (0..9).map(|_| visitor.sign_in("ann", TEMPORARY)).collect();
    let kept = pages
        .iter()
        .filter(|page| visitor.go_to(&page.address).name() == "new-password");
    assert_eq!(kept.count(), 6);
}
