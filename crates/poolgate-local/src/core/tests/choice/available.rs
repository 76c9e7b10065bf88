//! What a user may begin with.

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, PASSWORD, refusal, text};
use super::{begin, demo};

fn available(demo: &Demo<'_>, username: &str) -> Value {
    let challenge = begin(demo, username, &json!({})).unwrap();
    assert_eq!(challenge["ChallengeName"], "SELECT_CHALLENGE");
    assert_eq!(challenge["ChallengeParameters"], json!({}));
    assert!(challenge["Session"].is_string());
    challenge["AvailableChallenges"].clone()
}

fn configure(demo: &Demo<'_>, configuration: &str) {
    let input = json!({
        "UserPoolId": demo.pool_id, "MfaConfiguration": configuration,
        "EmailMfaConfiguration": {},
    });
    demo.cognito.expect("SetUserPoolMfaConfig", &input);
}

#[test]
fn a_user_chooses_from_what_he_has_and_the_pool_allows() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let passwords = json!(["PASSWORD_SRP", "PASSWORD"]);
    let all = json!(["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"]);
    assert_eq!(available(&demo, "demo"), passwords);
    assert_eq!(available(&demo, "reachable"), all);
    let strict = Demo {
        cognito: &cognito,
        pool_id: cognito.pool(&json!({})),
        client_id: String::new(),
    };
    let flows = json!({ "ExplicitAuthFlows": ["ALLOW_USER_AUTH"] });
    let strict = Demo {
        client_id: cognito.client(&strict.pool_id, &flows),
        ..strict
    };
    let email = json!([{ "Name": "email", "Value": "a@example.com" }]);
    cognito.user(&strict.pool_id, "reachable", &email);
    assert_eq!(available(&strict, "reachable"), passwords);
}

#[test]
fn codes_replace_no_second_factor() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let passwords = json!(["PASSWORD_SRP", "PASSWORD"]);
    configure(&demo, "ON");
    assert_eq!(available(&demo, "reachable"), passwords);
    configure(&demo, "OPTIONAL");
    assert_ne!(available(&demo, "reachable"), passwords);
    let input = json!({
        "UserPoolId": demo.pool_id, "Username": "reachable", "EmailMfaSettings": { "Enabled": true },
    });
    cognito.expect("AdminSetUserMFAPreference", &input);
    assert_eq!(available(&demo, "reachable"), passwords);
    let preferred = json!({ "PREFERRED_CHALLENGE": "EMAIL_OTP" });
    let challenge = begin(&demo, "reachable", &preferred).unwrap();
    assert_eq!(challenge["ChallengeName"], "SELECT_CHALLENGE");
}

#[test]
fn a_password_that_must_change_is_to_be_given() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    cognito.set_password(&demo.pool_id, "reachable", "Temporary-1", false);
    let passwords = json!(["PASSWORD_SRP", "PASSWORD"]);
    assert_eq!(available(&demo, "reachable"), passwords);
    let given = json!({ "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "Temporary-1" });
    let challenge = begin(&demo, "reachable", &given).unwrap();
    assert_eq!(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED");
}

#[test]
fn a_preference_that_is_not_available_leaves_the_choice() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    for preferred in ["EMAIL_OTP", "WEB_AUTHN", "NOTHING"] {
        let parameters = json!({ "PREFERRED_CHALLENGE": preferred });
        let challenge = begin(&demo, "demo", &parameters).unwrap();
        assert_eq!(challenge["ChallengeName"], "SELECT_CHALLENGE");
    }
}

#[test]
fn configured_factors_are_listed() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let factors = |username| {
        let given = json!({ "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
        let tokens = begin(&demo, username, &given).unwrap();
        let input = json!({ "AccessToken": tokens["AuthenticationResult"]["AccessToken"] });
        cognito.expect("GetUserAuthFactors", &input)["ConfiguredUserAuthFactors"].clone()
    };
    assert_eq!(factors("demo"), json!(["PASSWORD"]));
    let all = json!(["PASSWORD", "EMAIL_OTP", "SMS_OTP"]);
    assert_eq!(factors("reachable"), all);
}

#[test]
fn the_client_and_the_tier_must_allow_the_flow() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let message = "USER_AUTH is not enabled for the client.";
    let refused = refusal("InvalidParameter", message);
    assert_eq!(begin(&demo, "demo", &json!({})), Err(refused.clone()));
    let unset = cognito.expect(
        "CreateUserPoolClient",
        &json!({ "UserPoolId": demo.pool_id, "ClientName": "unset" }),
    );
    let unset = Demo {
        client_id: text(&unset["UserPoolClient"]["ClientId"]),
        ..cognito.demo()
    };
    assert_eq!(begin(&unset, "demo", &json!({})), Err(refused));
    let flows = json!({ "ExplicitAuthFlows": ["ALLOW_USER_AUTH"] });
    let lite = cognito.demo_with(&json!({ "UserPoolTier": "LITE" }), &flows);
    let (code, _) = begin(&lite, "demo", &json!({})).unwrap_err();
    assert_eq!(code, "FeatureUnavailableInTierException");
}

#[test]
fn a_pool_shows_its_factors_and_cannot_have_any() {
    let cognito = Cognito::new();
    let input = |tier: &str, factors: &Value| {
        json!({
            "PoolName": "p", "UserPoolTier": tier,
            "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": factors } },
        })
    };
    let factors = json!(["PASSWORD", "WEB_AUTHN", "EMAIL_OTP"]);
    let pool = &cognito.expect("CreateUserPool", &input("PLUS", &factors))["UserPool"];
    let get = json!({ "UserPoolId": pool["Id"] });
    let pool = &cognito.expect("DescribeUserPool", &get)["UserPool"];
    let policy = &pool["Policies"]["SignInPolicy"];
    assert_eq!(policy["AllowedFirstAuthFactors"], factors);
    for (tier, factors, refusal) in [
        (
            "LITE",
            json!(["PASSWORD", "EMAIL_OTP"]),
            "FeatureUnavailableInTier",
        ),
        ("ESSENTIALS", json!(["WEB_AUTHN"]), "InvalidParameter"),
        ("ESSENTIALS", json!(["FAX"]), "InvalidParameter"),
    ] {
        let (code, _) = cognito
            .call("CreateUserPool", &input(tier, &factors))
            .unwrap_err();
        assert_eq!(code, format!("{refusal}Exception"));
    }
}

#[test]
fn an_administrator_begins_and_goes_on_at_his_own_door() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let begin = json!({
        "UserPoolId": demo.pool_id, "ClientId": demo.client_id, "AuthFlow": "USER_AUTH",
        "AuthParameters": { "USERNAME": "reachable", "PREFERRED_CHALLENGE": "SMS_OTP" },
    });
    let challenge = cognito.expect("AdminInitiateAuth", &begin);
    assert_eq!(challenge["ChallengeName"], "SMS_OTP");
    let code = cognito.newest_message("reachable").unwrap().secret;
    let responses = json!({ "USERNAME": "reachable", "SMS_OTP_CODE": code });
    let mut answer = json!({
        "ClientId": demo.client_id, "ChallengeName": "SMS_OTP", "Session": challenge["Session"],
        "ChallengeResponses": responses,
    });
    assert_eq!(
        cognito.call("RespondToAuthChallenge", &answer),
        Err(super::invalid_session())
    );
    answer["UserPoolId"] = demo.pool_id.clone().into();
    let tokens = cognito.expect("AdminRespondToAuthChallenge", &answer);
    assert!(tokens["AuthenticationResult"]["AccessToken"].is_string());
}
