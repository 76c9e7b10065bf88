//! `/changePassword`: after a temporary password.

use serde_json::json;

use super::visitor::Visitor;
use super::{site_with, status_of};
use crate::core::tests::Cognito;
use crate::core::tests::harness::{Demo, PASSWORD};

const TEMPORARY: &str = "Given-Horse-1";

/// The user `ann` has a temporary password and no first name, which the pool wants.
fn with_ann(cognito: &Cognito) -> Demo<'_> {
    let pool = json!({ "Schema": [{ "Name": "given_name", "Required": true }] });
    let demo = site_with(cognito, &pool, &json!({}));
    let input = json!({
        "UserPoolId": demo.pool_id, "Username": "ann", "TemporaryPassword": TEMPORARY,
        "MessageAction": "SUPPRESS",
    });
    cognito.expect("AdminCreateUser", &input);
    demo
}

#[test]
fn a_temporary_password_is_replaced_and_what_is_missing_is_asked_for() {
    let cognito = Cognito::new();
    let demo = with_ann(&cognito);
    let visitor = Visitor::of(&demo);
    let page = visitor.sign_in("ann", TEMPORARY);
    assert_eq!((page.status, page.name().as_str()), (200, "new-password"));
    let hidden = page.form("new-password").hidden;
    assert!(hidden.contains(&("username".to_owned(), "ann".to_owned())));
    let again = visitor.go_to(&page.address);
    assert_eq!(again.html, page.html, "a reload shows the same");
    for (name, password, complaint) in [
        ("", PASSWORD, "First name is missing."),
        (
            "Ann",
            "lower-case-1",
            "Password did not conform with policy: Password must have uppercase characters",
        ),
    ] {
        let fields = [
            ("attribute.given_name", name),
            ("password", password),
            ("password_again", password),
        ];
        let page = visitor.submit(&page, "new-password", &fields);
        assert_eq!(page.status, 400);
        assert_eq!(page.complaint(), complaint);
    }
    let fields = [
        ("attribute.given_name", "Ann"),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    visitor.submit(&page, "new-password", &fields).code();
    assert_eq!(status_of(&demo, "ann"), "CONFIRMED");
    Visitor::of(&demo).sign_in("ann", PASSWORD).code();
}
