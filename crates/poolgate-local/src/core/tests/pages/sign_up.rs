//! `/signup`.

use serde_json::{Value, json};

use super::visitor::{Shown, Visitor};
use super::{newest_code, site_with, status_of};
use crate::core::tests::Cognito;
use crate::core::tests::harness::{Demo, PASSWORD};

/// A pool that verifies e-mail addresses and wants a first name too.
pub(super) fn verifying(cognito: &Cognito) -> Demo<'_> {
    let pool = json!({
        "AutoVerifiedAttributes": ["email"],
        "Schema": [
            { "Name": "email", "Required": true }, { "Name": "given_name", "Required": true },
        ],
    });
    site_with(cognito, &pool, &json!({}))
}

pub(super) const ANN: [(&str, &str); 5] = [
    ("username", "ann"),
    ("attribute.email", "ann@example.com"),
    ("attribute.given_name", "Ann"),
    ("password", PASSWORD),
    ("password_again", PASSWORD),
];

/// Ann's form, with one field changed.
fn ann_but(name: &str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let changed = |field: (&'static str, &'static str)| {
        if field.0 == name {
            (field.0, value)
        } else {
            field
        }
    };
    ANN.map(changed).to_vec()
}

pub(super) fn sign_up(visitor: &Visitor<'_>, fields: &[(&str, &str)]) -> Shown {
    let page = visitor.go_to(&visitor.open("/login").link("sign-up"));
    assert_eq!((page.status, page.name().as_str()), (200, "sign-up"));
    visitor.submit(&page, "sign-up", fields)
}

#[test]
fn whoever_signs_up_and_returns_the_code_is_signed_in() {
    let cognito = Cognito::new();
    let demo = verifying(&cognito);
    let visitor = Visitor::of(&demo);
    let page = sign_up(&visitor, &ANN);
    assert_eq!(page.name(), "confirmation");
    assert!(page.html.contains("We sent a code to a***@e***."));
    assert_eq!(status_of(&demo, "ann"), "UNCONFIRMED");
    let again = visitor.go_to(&page.address);
    assert_eq!(again.html, page.html, "a reload shows the same");
    let wrong = visitor.submit(&page, "confirm", &[("code", "no code")]);
    assert_eq!(wrong.status, 400);
    let told = "Invalid verification code provided, please try again.";
    assert_eq!(wrong.complaint(), told);
    let code = newest_code(&cognito, "ann");
    // Spaces between the digits are nobody's fault.
    let code = format!("{} {}", &code[..3], &code[3..]);
    visitor.submit(&wrong, "confirm", &[("code", &code)]).code();
    assert_eq!(status_of(&demo, "ann"), "CONFIRMED");
}

#[test]
fn what_is_wrong_with_a_sign_up_is_said_and_the_rest_is_kept() {
    let cognito = Cognito::new();
    let demo = verifying(&cognito);
    let visitor = Visitor::of(&demo);
    for (name, value, complaint) in [
        ("username", "", "Username is missing."),
        ("username", "a b", "Username: this value is not allowed."),
        ("username", "demo", "User already exists"),
        ("attribute.given_name", "", "First name is missing."),
        (
            "attribute.email",
            "nowhere",
            "Invalid email address format.",
        ),
        ("password_again", "", "Enter the password a second time."),
        (
            "password_again",
            "Other-Horse-1",
            "The two passwords are not the same.",
        ),
    ] {
        let page = sign_up(&visitor, &ann_but(name, value));
        assert_eq!(page.status, 400, "{complaint}");
        assert_eq!(page.complaint(), complaint);
        let id = name.replace('.', "-");
        assert_eq!(page.input(&id)["aria-invalid"], "true", "{complaint}");
        if name != "attribute.email" {
            assert_eq!(page.input("attribute-email")["value"], "ann@example.com");
        }
        assert!(!page.html.contains(PASSWORD));
    }
}

#[test]
fn the_policy_is_shown_and_holds() {
    let cognito = Cognito::new();
    let demo = verifying(&cognito);
    let visitor = Visitor::of(&demo);
    for (password, reason) in [
        ("short", "Password not long enough"),
        ("lower-case-1", "Password must have uppercase characters"),
    ] {
        let mut fields = ann_but("password", password);
        fields[4].1 = password;
        let page = sign_up(&visitor, &fields);
        let told = format!("Password did not conform with policy: {reason}");
        assert_eq!(page.complaint(), told);
        let described_by = &page.input("password")["aria-describedby"];
        assert_eq!(described_by, "password-policy password-error");
    }
    let page = visitor.open("/signup");
    assert!(page.html.contains("at least 8 characters"));
    assert!(page.html.contains("an upper-case letter"));
    let input = page.input("password");
    assert_eq!(input["autocomplete"], "new-password");
    assert_eq!(input["aria-describedby"], "password-policy");
}

#[test]
fn a_pool_that_signs_in_by_address_asks_for_it_once() {
    let cognito = Cognito::new();
    let pool = json!({
        "UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"],
        "Schema": [{ "Name": "email", "Required": true }],
    });
    let demo = site_without_demo(&cognito, &pool);
    let visitor = Visitor::of(&demo);
    let page = visitor.open("/signup");
    assert_eq!(page.input("username")["type"], "email");
    assert!(!page.html.contains("attribute.email"));
    let fields = [
        ("username", "ann@example.com"),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    let page = visitor.submit(&page, "sign-up", &fields);
    assert_eq!(page.name(), "confirmation");
    let user = json!({ "UserPoolId": demo.pool_id, "Username": "ann@example.com" });
    let username = cognito.expect("AdminGetUser", &user)["Username"].clone();
    let code = newest_code(&cognito, username.as_str().unwrap());
    visitor.submit(&page, "confirm", &[("code", &code)]).code();
}

/// The same as `site_with`, where `demo` is no username.
fn site_without_demo<'c>(cognito: &'c Cognito, pool: &Value) -> Demo<'c> {
    let pool_id = cognito.pool(pool);
    let client = json!({
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid"], "CallbackURLs": [super::CALLBACK],
    });
    let client_id = cognito.client(&pool_id, &client);
    let domain = json!({ "UserPoolId": pool_id, "Domain": "app" });
    cognito.expect("CreateUserPoolDomain", &domain);
    Demo {
        cognito,
        pool_id,
        client_id,
    }
}

#[test]
fn where_only_administrators_create_users_nobody_signs_up() {
    let cognito = Cognito::new();
    let pool = json!({ "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": true } });
    let demo = site_with(&cognito, &pool, &json!({}));
    let visitor = Visitor::of(&demo);
    let login = visitor.open("/login");
    assert!(!login.html.contains(r#"id="sign-up""#));
    let page = visitor.open("/signup");
    assert_eq!(
        page.complaint(),
        "SignUp is not permitted for this user pool"
    );
    assert!(!page.html.contains(r#"<form id="sign-up""#));
    let mut fields = ANN.to_vec();
    let token = login.form("sign-in").hidden[0].1.clone();
    fields.push(("_csrf", &token));
    let page = visitor.send("POST", &page.address, &fields, &[]);
    assert_eq!(page.status, 400);
    assert_eq!(
        page.complaint(),
        "SignUp is not permitted for this user pool"
    );
}

#[test]
fn where_nobody_gets_a_code_an_administrator_confirms() {
    let cognito = Cognito::new();
    let demo = site_with(&cognito, &json!({}), &json!({}));
    let visitor = Visitor::of(&demo);
    let fields = [
        ("username", "ann"),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    let page = sign_up(&visitor, &fields);
    assert_eq!(page.name(), "sign-up-waits");
    assert_eq!(status_of(&demo, "ann"), "UNCONFIRMED");
}
