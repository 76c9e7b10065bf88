//! `/forgotPassword` and `/confirmForgotPassword`.

use serde_json::json;

use super::visitor::{Shown, Visitor};
use super::{newest_code, site_with};
use crate::core::tests::Cognito;
use crate::core::tests::harness::{Demo, PASSWORD};

const NEW: &str = "Other-Horse-2";

/// The user `ann` has a verified address.
fn with_ann(cognito: &Cognito) -> Demo<'_> {
    let demo = site_with(cognito, &json!({}), &json!({}));
    let attributes = json!([
        { "Name": "email", "Value": "ann@example.com" },
        { "Name": "email_verified", "Value": "true" },
    ]);
    cognito.user(&demo.pool_id, "ann", &attributes);
    demo
}

fn ask_for_a_code(visitor: &Visitor<'_>, username: &str) -> Shown {
    let page = visitor.go_to(&visitor.open("/login").link("forgot-password"));
    assert_eq!(page.name(), "forgot-password");
    visitor.submit(&page, "forgot-password", &[("username", username)])
}

#[test]
fn a_code_sets_a_new_password() {
    let cognito = Cognito::new();
    let demo = with_ann(&cognito);
    let visitor = Visitor::of(&demo);
    let page = ask_for_a_code(&visitor, "ann");
    assert_eq!((page.status, page.name().as_str()), (200, "reset-password"));
    assert!(page.html.contains("We sent a code to a***@e***."));
    assert_eq!(visitor.go_to(&page.address).html, page.html);
    let code = newest_code(&cognito, "ann");
    let fields = [
        ("code", code.as_str()),
        ("password", NEW),
        ("password_again", NEW),
    ];
    let page = visitor.submit(&page, "reset-password", &fields);
    assert_eq!(page.name(), "sign-in");
    assert!(page.html.contains("Your password was changed."));
    let fields = [("username", "ann"), ("password", NEW)];
    visitor.submit(&page, "sign-in", &fields).code();
    assert_eq!(visitor.open("/login").name(), "account");
    assert_eq!(Visitor::of(&demo).sign_in("ann", PASSWORD).status, 401);
}

#[test]
fn what_is_wrong_is_said_and_changes_nothing() {
    let cognito = Cognito::new();
    let demo = with_ann(&cognito);
    let visitor = Visitor::of(&demo);
    let page = ask_for_a_code(&visitor, "ann");
    let code = newest_code(&cognito, "ann");
    for (code, password, again, complaint) in [
        ("", NEW, NEW, "Code is missing."),
        (
            "no",
            NEW,
            NEW,
            "Invalid verification code provided, please try again.",
        ),
        (
            code.as_str(),
            NEW,
            PASSWORD,
            "The two passwords are not the same.",
        ),
        (
            code.as_str(),
            "short",
            "short",
            "Password did not conform with policy: Password not long enough",
        ),
    ] {
        let fields = [
            ("code", code),
            ("password", password),
            ("password_again", again),
        ];
        let page = visitor.submit(&page, "reset-password", &fields);
        assert_eq!(page.status, 400);
        assert_eq!(page.complaint(), complaint);
        assert!(!page.html.contains(NEW));
    }
    visitor.sign_in("ann", PASSWORD).code();
}

#[test]
fn a_stranger_is_told_the_same_as_a_user() {
    let cognito = Cognito::new();
    let demo = with_ann(&cognito);
    let visitor = Visitor::of(&demo);
    let page = ask_for_a_code(&visitor, "nobody");
    assert_eq!((page.status, page.name().as_str()), (200, "reset-password"));
    let fields = [
        ("code", "123456"),
        ("password", NEW),
        ("password_again", NEW),
    ];
    let page = visitor.submit(&page, "reset-password", &fields);
    let told = "Invalid verification code provided, please try again.";
    assert_eq!(page.complaint(), told);
}

#[test]
fn whose_password_was_reset_is_led_to_a_new_one() {
    let cognito = Cognito::new();
    let demo = with_ann(&cognito);
    let input = json!({ "UserPoolId": demo.pool_id, "Username": "ann" });
    cognito.expect("AdminResetUserPassword", &input);
    let visitor = Visitor::of(&demo);
    let page = visitor.sign_in("ann", PASSWORD);
    assert_eq!(page.name(), "reset-password");
    let code = newest_code(&cognito, "ann");
    let fields = [
        ("code", code.as_str()),
        ("password", NEW),
        ("password_again", NEW),
    ];
    let page = visitor.submit(&page, "reset-password", &fields);
    let fields = [("username", "ann"), ("password", NEW)];
    visitor.submit(&page, "sign-in", &fields).code();
}
