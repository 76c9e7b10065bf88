//! Passkeys where a second factor is demanded (protocol.md 3.4 and 4).

use serde_json::json;

use super::super::Cognito;
use super::super::harness::{claims, refusal, text};
use super::{ORIGIN, configure, demo};

#[test]
fn a_passkey_replaces_no_second_factor_unless_it_counts_as_two() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let mut passkey = demo.passkey();
    let sub = text(&claims(&demo.tokens()["IdToken"])["sub"]);
    let single = json!({ "RelyingPartyId": "example.com", "FactorConfiguration": "SINGLE_FACTOR" });
    configure(&demo, &single, "ON");
    let name = json!({ "USERNAME": "demo" });
    let begun = demo.initiate("USER_AUTH", &name).unwrap();
    assert_eq!(
        begun["AvailableChallenges"],
        json!(["PASSWORD_SRP", "PASSWORD"])
    );

    let multi = json!({
        "RelyingPartyId": "example.com",
        "FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION",
    });
    configure(&demo, &multi, "ON");
    let (session, options) = demo.challenged("demo");
    assert_eq!(options["userVerification"], "required");
    // Somebody was there, and nobody knows who.
    passkey.flags = 1;
    let unverified = passkey.get(&options, ORIGIN, &sub);
    let invalid = refusal("NotAuthorized", "Invalid passkey.");
    assert_eq!(demo.answer(&session, &unverified), Err(invalid));
    passkey.flags = 0b101;
    let verified = passkey.get(&options, ORIGIN, &sub);
    let tokens = demo.answer(&session, &verified).unwrap();
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
}

#[test]
fn a_password_that_must_change_is_to_be_given_first() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    demo.passkey();
    cognito.set_password(&demo.pool_id, "demo", "Temporary-1", false);
    let begun = demo
        .initiate("USER_AUTH", &json!({ "USERNAME": "demo" }))
        .unwrap();
    assert_eq!(
        begun["AvailableChallenges"],
        json!(["PASSWORD_SRP", "PASSWORD"])
    );
}

#[test]
fn a_disabled_user_has_no_use_of_a_passkey() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let mut passkey = demo.passkey();
    let sub = text(&claims(&demo.tokens()["IdToken"])["sub"]);
    let (session, options) = demo.challenged("demo");
    let id = json!({ "UserPoolId": demo.pool_id, "Username": "demo" });
    cognito.expect("AdminDisableUser", &id);
    let credential = passkey.get(&options, ORIGIN, &sub);
    assert_eq!(
        demo.answer(&session, &credential),
        Err(refusal("NotAuthorized", "User is disabled."))
    );
}
