//! `/confirmUser` and `/resendcode`: by code, and by link.

use serde_json::json;

use super::sign_up::{ANN, sign_up, verifying};
use super::visitor::{Visitor, unescaped};
use super::{newest_code, site_with, status_of};
use crate::core::tests::Cognito;
use crate::core::tests::harness::PASSWORD;

#[test]
fn a_password_that_was_proven_long_ago_is_asked_for_again() {
    let cognito = Cognito::new();
    let demo = verifying(&cognito);
    let visitor = Visitor::of(&demo);
    let page = sign_up(&visitor, &ANN);
    cognito.pass(16 * 60);
    let code = newest_code(&cognito, "ann");
    let page = visitor.submit(&page, "confirm", &[("code", &code)]);
    assert_eq!(page.name(), "sign-in");
    assert!(
        page.html
            .contains("Your account is confirmed. You can sign in now.")
    );
    assert_eq!(page.input("username")["value"], "ann");
    let fields = [("username", "ann"), ("password", PASSWORD)];
    visitor.submit(&page, "sign-in", &fields).code();
}

#[test]
fn whoever_may_not_in_any_more_is_confirmed_all_the_same() {
    let cognito = Cognito::new();
    let demo = verifying(&cognito);
    let visitor = Visitor::of(&demo);
    let page = sign_up(&visitor, &ANN);
    let user = json!({ "UserPoolId": demo.pool_id, "Username": "ann" });
    cognito.expect("AdminDisableUser", &user);
    let code = newest_code(&cognito, "ann");
    let page = visitor.submit(&page, "confirm", &[("code", &code)]);
    assert_eq!(page.name(), "sign-in");
    let fields = [("username", "ann"), ("password", PASSWORD)];
    let page = visitor.submit(&page, "sign-in", &fields);
    assert_eq!(page.complaint(), "User is disabled.");
}

#[test]
fn another_browser_confirms_and_is_not_signed_in() {
    let cognito = Cognito::new();
    let demo = verifying(&cognito);
    sign_up(&Visitor::of(&demo), &ANN);
    let visitor = Visitor::of(&demo);
    let page = visitor.open("/confirmUser");
    let code = newest_code(&cognito, "ann");
    let fields = [("username", "ann"), ("code", code.as_str())];
    let page = visitor.submit(&page, "confirm", &fields);
    assert_eq!(page.name(), "sign-in");
    assert_eq!(status_of(&demo, "ann"), "CONFIRMED");
}

#[test]
fn whoever_signs_in_before_the_code_has_come_back_is_asked_for_it() {
    let cognito = Cognito::new();
    let demo = verifying(&cognito);
    sign_up(&Visitor::of(&demo), &ANN);
    let visitor = Visitor::of(&demo);
    let page = visitor.sign_in("ann", PASSWORD);
    assert_eq!(page.name(), "confirmation");
    let sent = visitor.submit(&page, "resend", &[]);
    let german = sent.capture(r#"<a href="([^"]*)" lang="de""#).unwrap();
    let german = visitor.go_to(&unescaped(&german));
    assert!(german.html.contains("Die Nachricht wurde erneut gesendet."));
    assert!(sent.html.contains("It was sent again."));
    let code = newest_code(&cognito, "ann");
    visitor.submit(&sent, "confirm", &[("code", &code)]).code();
}

#[test]
fn a_link_in_an_email_confirms_at_the_domain_too() {
    let cognito = Cognito::new();
    let pool = json!({
        "AutoVerifiedAttributes": ["email"],
        "Schema": [{ "Name": "email", "Required": true }],
        "VerificationMessageTemplate": { "DefaultEmailOption": "CONFIRM_WITH_LINK" },
    });
    let demo = site_with(&cognito, &pool, &json!({}));
    let visitor = Visitor::of(&demo);
    let fields = [
        ("username", "ann"),
        ("attribute.email", "ann@example.com"),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    let page = sign_up(&visitor, &fields);
    assert!(page.html.contains("We sent a link to a***@e***."));
    assert!(!page.html.contains(r#"<form id="confirm""#));
    let link = cognito.newest_message("ann").unwrap().link.unwrap();
    let (_, query) = link.split_once('?').unwrap();
    // Who scans mail for bad links asks for the head of them.
    let given: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let given: Vec<_> = given
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    visitor
        .browser
        .send("HEAD", "/confirmUser", &given, &[], &[]);
    assert_eq!(status_of(&demo, "ann"), "UNCONFIRMED");
    let page = visitor.go_to(&format!("/confirmUser?{query}"));
    assert_eq!((page.status, page.name().as_str()), (200, "confirmed"));
    assert_eq!(status_of(&demo, "ann"), "CONFIRMED");
    let page = visitor.go_to(&format!("/confirmUser?{query}"));
    assert_eq!((page.status, page.name().as_str()), (400, "error"));
}

#[test]
fn a_link_takes_no_code_that_was_sent_by_itself() {
    let cognito = Cognito::new();
    for (verified, option) in [
        ("email", "CONFIRM_WITH_CODE"),
        ("phone_number", "CONFIRM_WITH_LINK"),
    ] {
        let pool_id = cognito.pool(&json!({
            "AutoVerifiedAttributes": [verified],
            "VerificationMessageTemplate": { "DefaultEmailOption": option },
        }));
        let client_id = cognito.client(&pool_id, &json!({}));
        let input = json!({
            "ClientId": client_id, "Username": "ann", "Password": PASSWORD,
            "UserAttributes": [
                { "Name": "email", "Value": "ann@example.com" },
                { "Name": "phone_number", "Value": "+12065550100" },
            ],
        });
        cognito.expect("SignUp", &input);
        let code = newest_code(&cognito, "ann");
        let refused = cognito.open_link(&client_id, "ann", &code).unwrap_err();
        assert_eq!(
            refused,
            "Invalid verification code provided, please try again."
        );
        let confirm = json!({
            "ClientId": client_id, "Username": "ann", "ConfirmationCode": code,
        });
        cognito.expect("ConfirmSignUp", &confirm);
        let delete = json!({ "UserPoolId": pool_id, "Username": "ann" });
        cognito.expect("AdminDeleteUser", &delete);
    }
}

#[test]
fn a_link_does_not_tell_who_exists() {
    let cognito = Cognito::new();
    let pool = json!({
        "AutoVerifiedAttributes": ["email"],
        "VerificationMessageTemplate": { "DefaultEmailOption": "CONFIRM_WITH_LINK" },
    });
    let demo = site_with(&cognito, &pool, &json!({}));
    let create = |username: &str| {
        let input = json!({
            "ClientId": demo.client_id, "Username": username, "Password": PASSWORD,
            "UserAttributes": [{ "Name": "email", "Value": "ann@example.com" }],
        });
        cognito.expect("SignUp", &input);
    };
    create("ann");
    // The codes of both are gone by then: of the one who exists, and of the one who does not.
    cognito.pass(25 * 3600);
    let told = |username| {
        cognito
            .open_link(&demo.client_id, username, "123456")
            .unwrap_err()
    };
    assert_eq!(
        told("nobody"),
        "Invalid code provided, please request a code again."
    );
    assert_eq!(told("ann"), told("nobody"));
}
