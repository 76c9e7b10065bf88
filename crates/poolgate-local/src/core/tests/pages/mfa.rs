//! `/selectMfa`, `/mfa` and `/mfaSetup`.

use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use super::visitor::{Shown, Visitor};
use super::{newest_code, site};
use crate::core::tests::Cognito;
use crate::core::tests::harness::{Demo, PASSWORD};

/// A pool with these second factors; the user `ann` has both addresses, `demo` has none.
fn site_with_mfa<'c>(cognito: &'c Cognito, configuration: &str, factors: &[&str]) -> Demo<'c> {
    let demo = site(cognito);
    let attributes = json!([
        { "Name": "phone_number", "Value": "+12065551234" },
        { "Name": "email", "Value": "ann@example.com" },
    ]);
    cognito.user(&demo.pool_id, "ann", &attributes);
    let sms =
        json!({ "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::123456789012:role/sns" } });
    let offered = |factor, settings: Value| factors.contains(&factor).then_some(settings);
    let input = json!({
        "UserPoolId": demo.pool_id, "MfaConfiguration": configuration,
        "SmsMfaConfiguration": offered("SMS_MFA", sms),
        "SoftwareTokenMfaConfiguration":
            offered("SOFTWARE_TOKEN_MFA", json!({ "Enabled": true })),
        "EmailMfaConfiguration": offered("EMAIL_OTP", json!({ "Subject": "Your code" })),
    });
    cognito.expect("SetUserPoolMfaConfig", &input);
    demo
}

fn turn_on(demo: &Demo<'_>, factors: &[&str]) {
    for factor in factors {
        let input = json!({
            "UserPoolId": demo.pool_id, "Username": "ann", *factor: { "Enabled": true },
        });
        demo.cognito.expect("AdminSetUserMFAPreference", &input);
    }
}

/// What an authenticator app with the secret on the page shows.
fn app_code(page: &Shown, now: i64) -> String {
    let secret = page.capture(r#"data-secret="([A-Z2-7]*)""#).unwrap();
    let grouped = page.capture(r#"(?s)id="secret"[^>]*>([^<]*)<"#).unwrap();
    assert_eq!(grouped.replace(' ', ""), secret);
    assert!(
        grouped.split(' ').all(|group| group.len() == 4),
        "{grouped}"
    );
    let secret = Secret::try_from_base32(&secret).unwrap();
    let totp = Builder::new().with_secret(secret).build_noncompliant();
    totp.generate(u64::try_from(now).unwrap()).to_string()
}

#[test]
fn a_code_by_text_message_ends_the_sign_in() {
    let cognito = Cognito::new();
    let demo = site_with_mfa(&cognito, "OPTIONAL", &["SMS_MFA"]);
    turn_on(&demo, &["SMSMfaSettings"]);
    let visitor = Visitor::of(&demo);
    let page = visitor.sign_in("ann", PASSWORD);
    assert_eq!((page.status, page.name().as_str()), (200, "mfa-code"));
    assert!(page.html.contains("We sent a code to +*******1234."));
    let input = page.input("code");
    assert_eq!(input["autocomplete"], "one-time-code");
    assert_eq!(input["inputmode"], "numeric");
    let sent = newest_code(&cognito, "ann");
    visitor.go_to(&page.address);
    assert_eq!(
        newest_code(&cognito, "ann"),
        sent,
        "a reload sends no other code"
    );
    let wrong = visitor.submit(&page, "mfa-code", &[("code", "no")]);
    assert_eq!(wrong.status, 400);
    assert_eq!(wrong.complaint(), "Invalid code received for user");
    visitor
        .submit(&wrong, "mfa-code", &[("code", &sent)])
        .code();
}

#[test]
fn one_of_several_factors_is_chosen() {
    let cognito = Cognito::new();
    let demo = site_with_mfa(&cognito, "OPTIONAL", &["SMS_MFA", "EMAIL_OTP"]);
    turn_on(&demo, &["SMSMfaSettings", "EmailMfaSettings"]);
    let visitor = Visitor::of(&demo);
    let page = visitor.sign_in("ann", PASSWORD);
    assert_eq!(page.name(), "mfa-choice");
    for factor in ["SOFTWARE_TOKEN_MFA", "", "x"] {
        let page = visitor.submit(&page, "mfa-choice", &[("factor", factor)]);
        assert_eq!(page.complaint(), "Choose one of them.");
    }
    let page = visitor.submit(&page, "mfa-choice", &[("factor", "EMAIL_OTP")]);
    assert_eq!(page.name(), "mfa-code");
    assert!(page.html.contains("a***@e***"));
    let code = newest_code(&cognito, "ann");
    visitor.submit(&page, "mfa-code", &[("code", &code)]).code();
}

#[test]
fn an_app_is_set_up_where_a_factor_is_required() {
    let cognito = Cognito::new();
    let demo = site_with_mfa(&cognito, "ON", &["SOFTWARE_TOKEN_MFA"]);
    let visitor = Visitor::of(&demo);
    let page = visitor.sign_in_demo();
    assert_eq!((page.status, page.name().as_str()), (200, "totp-setup"));
    assert!(page.html.contains(r#"<svg class="qr" id="qr" role="img""#));
    let address = page.link("open-app");
    assert!(
        address.starts_with("otpauth://totp/test:demo?secret="),
        "{address}"
    );
    assert!(address.ends_with("&issuer=test"), "{address}");
    let again = visitor.go_to(&page.address);
    assert_eq!(again.html, page.html, "a reload shows the same secret");
    let wrong = visitor.submit(&page, "totp-setup", &[("code", "no")]);
    assert_eq!(wrong.complaint(), "Code mismatch");
    let code = app_code(&wrong, cognito.now());
    visitor
        .submit(&wrong, "totp-setup", &[("code", &code)])
        .code();
    let later = Visitor::of(&demo).sign_in_demo();
    assert_eq!(later.name(), "mfa-code");
    assert!(
        later
            .html
            .contains("Enter the code that your authenticator app shows.")
    );
}

#[test]
fn an_email_address_is_set_up_where_a_factor_is_required() {
    let cognito = Cognito::new();
    let demo = site_with_mfa(&cognito, "ON", &["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]);
    let visitor = Visitor::of(&demo);
    let page = visitor.sign_in_demo();
    assert_eq!(page.name(), "mfa-setup-choice");
    let page = visitor.submit(&page, "mfa-setup-choice", &[("factor", "EMAIL_OTP")]);
    assert_eq!(page.name(), "email-setup");
    let wrong = visitor.submit(&page, "email-setup", &[("email", "nowhere")]);
    assert_eq!(wrong.complaint(), "Invalid email address format.");
    let fields = [("email", "demo@example.com")];
    let page = visitor.submit(&wrong, "email-setup", &fields);
    assert_eq!(page.name(), "mfa-code");
    let code = newest_code(&cognito, "demo");
    visitor.submit(&page, "mfa-code", &[("code", &code)]).code();
}

#[test]
fn whom_only_an_administrator_can_help_is_told_so() {
    let cognito = Cognito::new();
    let demo = site_with_mfa(&cognito, "ON", &["SMS_MFA"]);
    let page = Visitor::of(&demo).sign_in_demo();
    assert_eq!((page.status, page.name().as_str()), (400, "error"));
    assert!(page.html.contains("the user has no phone number"));
}

#[test]
fn wrong_codes_lock_out() {
    let cognito = Cognito::new();
    let demo = site_with_mfa(&cognito, "OPTIONAL", &["SMS_MFA"]);
    turn_on(&demo, &["SMSMfaSettings"]);
    let visitor = Visitor::of(&demo);
    let page = visitor.sign_in("ann", PASSWORD);
    for _ in 0..5 {
        visitor.submit(&page, "mfa-code", &[("code", "no")]);
    }
    let code = newest_code(&cognito, "ann");
    let page = visitor.submit(&page, "mfa-code", &[("code", &code)]);
    assert_eq!(page.complaint(), "Password attempts exceeded");
}
