//! `SetUserMFAPreference`, `AdminSetUserMFAPreference`, and who shows what they set.

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, Refusal, refusal};
use super::{access_token, admin_get_user, associate, configure, pool_with, prefer, with_app};

const FACTORS: [&str; 3] = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"];

fn change(demo: &Demo<'_>, username: &str, change: &Value) -> Result<Value, Refusal> {
    let mut input = change.clone();
    input["UserPoolId"] = demo.pool_id.clone().into();
    input["Username"] = username.into();
    demo.cognito.call("AdminSetUserMFAPreference", &input)
}

fn lists(user: &Value) -> (Option<&Value>, Option<&Value>) {
    (
        user.get("UserMFASettingList"),
        user.get("PreferredMfaSetting"),
    )
}

#[test]
fn what_is_turned_on_shows_wherever_the_user_does() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "OPTIONAL", &FACTORS);
    let token = access_token(&demo, "reachable");
    assert_eq!(lists(&admin_get_user(&demo, "reachable")), (None, None));
    assert_eq!(lists(&demo.get_user(&token).unwrap()), (None, None));
    associate(&demo, &token);
    let input = json!({
        "AccessToken": token,
        "SoftwareTokenMfaSettings": { "Enabled": true },
        "EmailMfaSettings": { "Enabled": true, "PreferredMfa": true },
    });
    assert_eq!(cognito.expect("SetUserMFAPreference", &input), json!({}));
    let (list, preferred) = (
        json!(["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]),
        json!("EMAIL_OTP"),
    );
    let expected = (Some(&list), Some(&preferred));
    assert_eq!(lists(&admin_get_user(&demo, "reachable")), expected);
    assert_eq!(lists(&demo.get_user(&token).unwrap()), expected);
    let factors = cognito.expect("GetUserAuthFactors", &json!({ "AccessToken": token }));
    assert_eq!(lists(&factors), expected);
    assert_eq!(factors["Username"], "reachable");
    let configured = json!(["PASSWORD", "SOFTWARE_TOKEN"]);
    assert_eq!(factors["ConfiguredUserAuthFactors"], configured);
}

#[test]
fn one_factor_is_preferred_at_most() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "OPTIONAL", &FACTORS);
    prefer(&demo, "reachable", "SMS_MFA", true).unwrap();
    prefer(&demo, "reachable", "EMAIL_OTP", true).unwrap();
    let user = admin_get_user(&demo, "reachable");
    assert_eq!(user["PreferredMfaSetting"], "EMAIL_OTP");
    change(
        &demo,
        "reachable",
        &json!({ "EmailMfaSettings": { "Enabled": false } }),
    )
    .unwrap();
    let user = admin_get_user(&demo, "reachable");
    let list = json!(["SMS_MFA"]);
    assert_eq!(lists(&user), (Some(&list), None));
    let on = json!({ "Enabled": true, "PreferredMfa": true });
    for refused in [
        json!({ "SMSMfaSettings": on, "EmailMfaSettings": on }),
        json!({ "SMSMfaSettings": { "PreferredMfa": true } }),
        json!({ "WebAuthnMfaSettings": { "Enabled": true } }),
    ] {
        let (code, _) = change(&demo, "reachable", &refused).unwrap_err();
        assert_eq!(code, "InvalidParameterException");
        assert_eq!(admin_get_user(&demo, "reachable"), user);
    }
}

#[test]
fn a_factor_needs_what_it_is_made_of() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "OPTIONAL", &FACTORS);
    let unverified = refusal(
        "InvalidParameter",
        "User has not verified software token mfa",
    );
    assert_eq!(
        prefer(&demo, "demo", "SOFTWARE_TOKEN_MFA", true),
        Err(unverified.clone())
    );
    for factor in ["SMS_MFA", "EMAIL_OTP"] {
        let message = format!("User does not have delivery config set to turn on {factor}");
        let refused = refusal("InvalidParameter", &message);
        assert_eq!(prefer(&demo, "demo", factor, false), Err(refused));
    }
    // A secret that was only given out is not one that was verified.
    let input = json!({ "AccessToken": access_token(&demo, "demo") });
    cognito.expect("AssociateSoftwareToken", &input);
    assert_eq!(
        prefer(&demo, "demo", "SOFTWARE_TOKEN_MFA", true),
        Err(unverified)
    );
    configure(&demo, "OPTIONAL", &["SOFTWARE_TOKEN_MFA"]);
    let (code, _) = prefer(&demo, "reachable", "SMS_MFA", true).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
}

#[test]
fn the_last_factor_cannot_be_turned_off_where_mfa_is_required() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "OPTIONAL", &FACTORS);
    with_app(&demo, "reachable");
    prefer(&demo, "reachable", "EMAIL_OTP", true).unwrap();
    configure(&demo, "ON", &FACTORS);
    let off = json!({ "Enabled": false });
    change(&demo, "reachable", &json!({ "EmailMfaSettings": off })).unwrap();
    let last = json!({ "SoftwareTokenMfaSettings": off });
    let (code, _) = change(&demo, "reachable", &last).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
    let exchanged =
        json!({ "SoftwareTokenMfaSettings": off, "EmailMfaSettings": { "Enabled": true } });
    change(&demo, "reachable", &exchanged).unwrap();
    configure(&demo, "OPTIONAL", &FACTORS);
    change(&demo, "reachable", &json!({ "EmailMfaSettings": off })).unwrap();
}

#[test]
fn nobody_changes_a_preference_without_a_token_that_works() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "OPTIONAL", &FACTORS);
    let input = json!({
        "AccessToken": "a.b.c", "EmailMfaSettings": { "Enabled": true },
    });
    let (code, _) = cognito.call("SetUserMFAPreference", &input).unwrap_err();
    assert_eq!(code, "NotAuthorizedException");
    let (code, _) = change(&demo, "nobody", &json!({})).unwrap_err();
    assert_eq!(code, "UserNotFoundException");
}
