//! `EMAIL_OTP` as a second factor, and `MFA_SETUP` by e-mail.

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, PASSWORD, Refusal, claims, refusal, text};
use super::{
    EMAIL, admin_get_user, configure, expired_session, invalid_session, mismatch, pool_with,
    prefer, spent_session,
};
use crate::model::{DeliveryMedium, MessageKind};

fn answer(demo: &Demo<'_>, username: &str, session: &Value, code: &str) -> Result<Value, Refusal> {
    let responses = json!({ "USERNAME": username, "EMAIL_OTP_CODE": code });
    demo.respond("EMAIL_OTP", session.as_str(), &responses)
}

fn set_up(demo: &Demo<'_>, session: &Value, key: &str, email: &str) -> Result<Value, Refusal> {
    let responses = json!({ "USERNAME": "demo", key: email });
    demo.respond("MFA_SETUP", session.as_str(), &responses)
}

/// Signs in up to `MFA_SETUP`.
fn setup_session(demo: &Demo<'_>) -> Value {
    let challenge = demo.password_sign_in("demo", PASSWORD).unwrap();
    assert_eq!(challenge["ChallengeName"], "MFA_SETUP");
    challenge["Session"].clone()
}

#[test]
fn a_code_by_email_completes_the_sign_in() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "OPTIONAL", &["EMAIL_OTP"]);
    prefer(&demo, "reachable", "EMAIL_OTP", true).unwrap();
    let challenge = demo.srp_sign_in("reachable", PASSWORD).unwrap();
    assert_eq!(challenge["ChallengeName"], "EMAIL_OTP");
    let parameters = json!({
        "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL", "CODE_DELIVERY_DESTINATION": "s***@e***",
        "USER_ID_FOR_SRP": "reachable",
    });
    assert_eq!(challenge["ChallengeParameters"], parameters);
    let message = cognito.newest_message("reachable").unwrap();
    assert_eq!(message.kind, MessageKind::MfaCode);
    assert_eq!(message.medium, DeliveryMedium::Email);
    assert_eq!(message.destination, EMAIL);
    assert_eq!(message.secret.len(), 6);
    let session = &challenge["Session"];
    assert_eq!(
        answer(&demo, "reachable", session, "wrong"),
        Err(mismatch())
    );
    let tokens = answer(&demo, "reachable", session, &message.secret).unwrap();
    let claims = claims(&tokens["AuthenticationResult"]["IdToken"]);
    assert_eq!(claims["email_verified"], true);
    assert_eq!(
        answer(&demo, "reachable", session, &message.secret),
        Err(spent_session())
    );
}

#[test]
fn a_code_lives_as_long_as_its_session() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "OPTIONAL", &["EMAIL_OTP"]);
    prefer(&demo, "reachable", "EMAIL_OTP", true).unwrap();
    let challenge = demo.password_sign_in("reachable", PASSWORD).unwrap();
    let code = cognito.newest_message("reachable").unwrap().secret;
    cognito.pass(3 * 60);
    assert_eq!(
        answer(&demo, "reachable", &challenge["Session"], &code),
        Err(expired_session())
    );
    // Nor does it fit another session.
    let other = demo.password_sign_in("reachable", PASSWORD).unwrap();
    let newest = cognito.newest_message("reachable").unwrap().secret;
    if newest != code {
        let mixed = answer(&demo, "reachable", &other["Session"], &code);
        assert_eq!(mixed, Err(mismatch()));
    }
}

#[test]
fn an_address_is_set_up_under_either_key() {
    for key in ["email", "EMAIL"] {
        let cognito = Cognito::new();
        let demo = pool_with(&cognito, "ON", &["EMAIL_OTP"]);
        let session = setup_session(&demo);
        let challenge = set_up(&demo, &session, key, "new@example.org").unwrap();
        assert_eq!(challenge["ChallengeName"], "EMAIL_OTP");
        let destination = &challenge["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"];
        assert_eq!(destination, "n***@e***");
        let message = cognito.newest_message("demo").unwrap();
        assert_eq!(message.destination, "new@example.org");
        let next = &challenge["Session"];
        assert_eq!(answer(&demo, "demo", next, "wrong"), Err(mismatch()));
        answer(&demo, "demo", next, &message.secret).unwrap();
        let user = admin_get_user(&demo, "demo");
        assert_eq!(user["UserMFASettingList"], json!(["EMAIL_OTP"]));
        let attributes = user["UserAttributes"].as_array().unwrap();
        for (name, value) in [("email", "new@example.org"), ("email_verified", "true")] {
            assert!(attributes.contains(&json!({ "Name": name, "Value": value })));
        }
        assert_eq!(
            set_up(&demo, &session, key, "new@example.org"),
            Err(spent_session())
        );
        let challenge = demo.password_sign_in("demo", PASSWORD).unwrap();
        assert_eq!(challenge["ChallengeName"], "EMAIL_OTP");
    }
}

#[test]
fn an_address_is_the_users_only_when_its_code_came_back() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "ON", &["EMAIL_OTP"]);
    set_up(&demo, &setup_session(&demo), "email", "new@example.org").unwrap();
    let user = admin_get_user(&demo, "demo");
    assert!(!user.to_string().contains("new@example.org"));
    assert_eq!(user.get("UserMFASettingList"), None);
}

#[test]
fn set_up_refuses_what_is_no_address_or_not_on_offer() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "ON", &["EMAIL_OTP"]);
    let session = setup_session(&demo);
    let message = "Invalid email address format.";
    assert_eq!(
        set_up(&demo, &session, "email", "nowhere"),
        Err(refusal("InvalidParameter", message))
    );
    assert_eq!(
        set_up(&demo, &session, "fax", EMAIL),
        Err(invalid_session())
    );
    configure(&demo, "ON", &["SOFTWARE_TOKEN_MFA"]);
    let (code, _) = set_up(&demo, &setup_session(&demo), "email", EMAIL).unwrap_err();
    assert_eq!(code, "MFAMethodNotFoundException");
}

#[test]
fn a_session_from_before_adds_no_address_to_a_user_who_has_a_factor_by_now() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "ON", &["EMAIL_OTP"]);
    let (early, kept) = (setup_session(&demo), setup_session(&demo));
    let begun = set_up(&demo, &early, "email", "intruder@example.org").unwrap();
    let code = cognito.newest_message("demo").unwrap().secret;
    let own = set_up(&demo, &setup_session(&demo), "email", EMAIL).unwrap();
    let own_code = cognito.newest_message("demo").unwrap().secret;
    answer(&demo, "demo", &own["Session"], &own_code).unwrap();
    let late = answer(&demo, "demo", &begun["Session"], &code);
    assert_eq!(late, Err(invalid_session()));
    assert_eq!(
        set_up(&demo, &kept, "email", "intruder@example.org"),
        Err(invalid_session())
    );
}

#[test]
fn an_address_that_is_another_users_name_is_not_taken_over() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&json!({ "AliasAttributes": ["email"] }), &json!({}));
    let owned = json!([
        { "Name": "email", "Value": EMAIL }, { "Name": "email_verified", "Value": "true" },
    ]);
    cognito.user(&demo.pool_id, "owner", &owned);
    configure(&demo, "ON", &["EMAIL_OTP"]);
    let challenge = set_up(&demo, &setup_session(&demo), "email", EMAIL).unwrap();
    let code = cognito.newest_message("demo").unwrap().secret;
    let (exception, _) = answer(&demo, "demo", &challenge["Session"], &code).unwrap_err();
    assert_eq!(exception, "AliasExistsException");
    assert_eq!(admin_get_user(&demo, EMAIL)["Username"], "owner");
    assert_eq!(text(&admin_get_user(&demo, "demo")["Username"]), "demo");
}
