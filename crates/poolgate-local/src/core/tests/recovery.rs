//! Forgotten passwords: `ForgotPassword`, `ConfirmForgotPassword`, and the codes between them
//! (protocol.md 7.3, 7.5 and 9.2).

use serde_json::{Value, json};

use super::Cognito;
use super::account_states::reachable;
use super::harness::{Demo, PASSWORD, Refusal, incorrect, refusal};

const NEW: &str = "Another-Horse-2";

fn forgot(demo: &Demo<'_>, username: &str) -> Result<Value, Refusal> {
    let input = json!({ "ClientId": demo.client_id, "Username": username });
    demo.cognito.call("ForgotPassword", &input)
}

fn confirm(demo: &Demo<'_>, username: &str, code: &str, password: &str) -> Result<Value, Refusal> {
    let input = json!({
        "ClientId": demo.client_id, "Username": username, "ConfirmationCode": code,
        "Password": password,
    });
    demo.cognito.call("ConfirmForgotPassword", &input)
}

fn code(demo: &Demo<'_>) -> String {
    demo.cognito.newest_message("demo").unwrap().secret
}

fn another(code: &str) -> &'static str {
    if code == "123456" { "654321" } else { "123456" }
}

fn mismatch() -> Result<Value, Refusal> {
    let message = "Invalid verification code provided, please try again.";
    Err(refusal("CodeMismatch", message))
}

fn expired() -> Result<Value, Refusal> {
    let message = "Invalid code provided, please request a code again.";
    Err(refusal("ExpiredCode", message))
}

fn limit() -> Result<Value, Refusal> {
    let message = "Attempt limit exceeded, please try after some time.";
    Err(refusal("LimitExceeded", message))
}

#[test]
fn a_code_sets_a_new_password_once() {
    let cognito = Cognito::new();
    let demo = reachable(&cognito);
    let expected = json!({ "CodeDeliveryDetails": {
        "Destination": "d***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email",
    } });
    assert_eq!(forgot(&demo, "demo"), Ok(expected));
    // Until the code comes back nothing has changed.
    demo.password_sign_in("demo", PASSWORD).unwrap();
    let code = code(&demo);
    assert_eq!(confirm(&demo, "demo", another(&code), NEW), mismatch());
    assert_eq!(confirm(&demo, "demo", &code, NEW), Ok(json!({})));
    assert_eq!(demo.password_sign_in("demo", PASSWORD), Err(incorrect()));
    demo.srp_sign_in("demo", NEW).unwrap();
    assert_eq!(confirm(&demo, "demo", &code, PASSWORD), expired());
}

#[test]
fn an_address_that_gets_the_codes_of_mfa_recovers_nothing() {
    let cognito = Cognito::new();
    let demo = reachable(&cognito);
    let configure = |configuration| {
        let input = json!({
            "UserPoolId": demo.pool_id, "MfaConfiguration": configuration,
            "EmailMfaConfiguration": {},
        });
        cognito.expect("SetUserPoolMfaConfig", &input);
    };
    configure("OPTIONAL");
    forgot(&demo, "demo").unwrap();
    let input = json!({
        "UserPoolId": demo.pool_id, "Username": "demo", "EmailMfaSettings": { "Enabled": true },
    });
    cognito.expect("AdminSetUserMFAPreference", &input);
    let message = "Cannot reset password for the user as there is no registered/verified email or \
                   phone_number";
    let refused = Err(refusal("InvalidParameter", message));
    assert_eq!(demo.admin("AdminResetUserPassword"), refused);
    configure("OFF");
    demo.admin("AdminResetUserPassword").unwrap();
}

#[test]
fn a_reset_ends_with_the_code_that_was_sent() {
    let cognito = Cognito::new();
    let demo = reachable(&cognito);
    demo.admin("AdminResetUserPassword").unwrap();
    assert_eq!(confirm(&demo, "demo", &code(&demo), NEW), Ok(json!({})));
    let user = demo.admin("AdminGetUser").unwrap();
    assert_eq!(user["UserStatus"], "CONFIRMED");
    demo.password_sign_in("demo", NEW).unwrap();
}

#[test]
fn a_new_code_ends_the_old_one_and_both_end_after_an_hour() {
    let cognito = Cognito::new();
    let demo = reachable(&cognito);
    forgot(&demo, "demo").unwrap();
    let first = code(&demo);
    forgot(&demo, "demo").unwrap();
    let second = code(&demo);
    if first != second {
        assert_eq!(confirm(&demo, "demo", &first, NEW), mismatch());
    }
    cognito.pass(3600);
    assert_eq!(confirm(&demo, "demo", &second, NEW), expired());
}

#[test]
fn a_refused_password_leaves_the_code() {
    let cognito = Cognito::new();
    let demo = reachable(&cognito);
    forgot(&demo, "demo").unwrap();
    let code = code(&demo);
    let message = "Password did not conform with policy: Password must have numeric characters";
    let refused = confirm(&demo, "demo", &code, "No-Digits-Here");
    assert_eq!(refused, Err(refusal("InvalidPassword", message)));
    assert_eq!(confirm(&demo, "demo", &code, NEW), Ok(json!({})));
}

#[test]
fn whoever_guesses_codes_is_stopped_and_a_new_code_is_no_new_start() {
    let cognito = Cognito::new();
    let demo = reachable(&cognito);
    forgot(&demo, "demo").unwrap();
    for _ in 0..15 {
        assert_eq!(
            confirm(&demo, "demo", another(&code(&demo)), NEW),
            mismatch()
        );
    }
    assert_eq!(confirm(&demo, "demo", &code(&demo), NEW), limit());
    forgot(&demo, "demo").unwrap();
    assert_eq!(confirm(&demo, "demo", &code(&demo), NEW), limit());
    cognito.pass(3600);
    forgot(&demo, "demo").unwrap();
    assert_eq!(confirm(&demo, "demo", &code(&demo), NEW), Ok(json!({})));
}

#[test]
fn codes_are_sent_twenty_times_an_hour() {
    let cognito = Cognito::new();
    let demo = reachable(&cognito);
    for name in ["demo", "nobody"] {
        for _ in 0..20 {
            forgot(&demo, name).unwrap();
        }
        assert_eq!(forgot(&demo, name), limit(), "{name}");
    }
    cognito.pass(3600);
    forgot(&demo, "demo").unwrap();
}

#[test]
fn a_hiding_client_cannot_tell_who_exists() {
    let cognito = Cognito::new();
    let demo = reachable(&cognito);
    cognito.user(&demo.pool_id, "unreachable", &json!([]));
    cognito.user(&demo.pool_id, "disabled", &json!([
        { "Name": "email", "Value": "x@example.com" }, { "Name": "email_verified", "Value": "true" },
    ]));
    let input = json!({ "UserPoolId": demo.pool_id, "Username": "disabled" });
    cognito.expect("AdminDisableUser", &input);
    for name in ["nobody", "unreachable", "disabled"] {
        assert_eq!(confirm(&demo, name, "123456", NEW), expired(), "{name}");
        let told = forgot(&demo, name).unwrap();
        assert_eq!(told["CodeDeliveryDetails"]["DeliveryMedium"], "EMAIL");
        assert_eq!(forgot(&demo, name).unwrap(), told, "{name}");
        assert_eq!(confirm(&demo, name, "123456", NEW), mismatch(), "{name}");
    }
    assert!(cognito.newest_message("disabled").is_none());
    // A name that is an address is where the code would have gone.
    let told = forgot(&demo, "nobody@somewhere.org").unwrap();
    assert_eq!(told["CodeDeliveryDetails"]["Destination"], "n***@s***");
    let told = forgot(&demo, "+12065559876").unwrap();
    assert_eq!(told["CodeDeliveryDetails"]["Destination"], "+*******9876");
    assert_eq!(told["CodeDeliveryDetails"]["DeliveryMedium"], "SMS");
}

#[test]
fn another_client_is_told() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&json!({}), &json!({}));
    let message = "Username/client id combination not found.";
    let unknown = Err(refusal("UserNotFound", message));
    assert_eq!(forgot(&demo, "nobody"), unknown);
    assert_eq!(confirm(&demo, "nobody", "123456", NEW), unknown);
    let message = "Cannot reset password for the user as there is no registered/verified email or \
                   phone_number";
    let unreachable = Err(refusal("InvalidParameter", message));
    assert_eq!(forgot(&demo, "demo"), unreachable);
    assert_eq!(demo.admin("AdminResetUserPassword"), unreachable);
    demo.admin("AdminDisableUser").unwrap();
    let disabled = Err(refusal("NotAuthorized", "User is disabled."));
    assert_eq!(forgot(&demo, "demo"), disabled);
    assert_eq!(confirm(&demo, "demo", "123456", NEW), disabled);
}

#[test]
fn a_user_who_was_disabled_after_the_code_was_sent_sets_nothing() {
    let cognito = Cognito::new();
    let demo = reachable(&cognito);
    forgot(&demo, "demo").unwrap();
    demo.admin("AdminDisableUser").unwrap();
    assert_eq!(confirm(&demo, "demo", &code(&demo), NEW), mismatch());
    demo.admin("AdminEnableUser").unwrap();
    demo.password_sign_in("demo", PASSWORD).unwrap();
}

#[test]
fn a_temporary_password_is_not_forgotten_but_renewed() {
    let cognito = Cognito::new();
    let demo = reachable(&cognito);
    forgot(&demo, "demo").unwrap();
    let code = code(&demo);
    cognito.set_password(&demo.pool_id, "demo", "Temporary-1", false);
    let message = "User password cannot be reset in the current state.";
    let refused = Err(refusal("NotAuthorized", message));
    assert_eq!(forgot(&demo, "demo"), refused);
    assert_eq!(demo.admin("AdminResetUserPassword"), refused);
    assert_eq!(confirm(&demo, "demo", &code, NEW), refused);
}

#[test]
fn the_pool_says_where_codes_go() {
    let cognito = Cognito::new();
    let both = json!([
        { "Name": "email", "Value": "anna@example.com" },
        { "Name": "email_verified", "Value": "true" },
        { "Name": "phone_number", "Value": "+12065551234" },
        { "Name": "phone_number_verified", "Value": "true" },
    ]);
    let medium = |setting: &Value| {
        let demo = cognito.demo_with(setting, &json!({}));
        cognito.user(&demo.pool_id, "anna", &both);
        forgot(&demo, "anna").map(|told| told["CodeDeliveryDetails"]["DeliveryMedium"].clone())
    };
    let by = |mechanisms: &[(&str, u32)]| {
        let mechanisms: Vec<Value> = mechanisms
            .iter()
            .map(|(name, priority)| json!({ "Name": name, "Priority": priority }))
            .collect();
        json!({ "AccountRecoverySetting": { "RecoveryMechanisms": mechanisms } })
    };
    assert_eq!(medium(&json!({})), Ok("SMS".into()));
    let email_first = by(&[("verified_phone_number", 2), ("verified_email", 1)]);
    assert_eq!(medium(&email_first), Ok("EMAIL".into()));
    assert_eq!(medium(&by(&[("verified_email", 1)])), Ok("EMAIL".into()));
    let message = "Contact administrator to reset password.";
    let refused = Err(refusal("NotAuthorized", message));
    assert_eq!(medium(&by(&[("admin_only", 1)])), refused);
}

#[test]
fn an_address_that_was_not_verified_gets_no_code() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&json!({}), &json!({}));
    let email = json!([{ "Name": "email", "Value": "anna@example.com" }]);
    cognito.user(&demo.pool_id, "anna", &email);
    let (code, _) = forgot(&demo, "anna").unwrap_err();
    assert_eq!(code, "InvalidParameterException");
}
