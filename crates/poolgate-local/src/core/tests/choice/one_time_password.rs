//! `EMAIL_OTP` and `SMS_OTP` as first factors.

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, PASSWORD, Refusal, claims, refusal, text};
use super::{
    EMAIL, PHONE_NUMBER, begin, demo, demo_with, expired_session, invalid_session, select, session,
    spent_session,
};
use crate::model::MessageKind;

fn mismatch() -> Refusal {
    refusal("CodeMismatch", "Invalid code or auth state for the user.")
}

fn ask(demo: &Demo<'_>, username: &str, challenge: &str) -> Value {
    let preferred = json!({ "PREFERRED_CHALLENGE": challenge });
    let answer = begin(demo, username, &preferred).unwrap();
    assert_eq!(answer["ChallengeName"], challenge);
    answer
}

fn answer(
    demo: &Demo<'_>,
    username: &str,
    challenge: &Value,
    code: &str,
) -> Result<Value, Refusal> {
    let name = text(&challenge["ChallengeName"]);
    let responses = json!({ "USERNAME": username, (format!("{name}_CODE")): code });
    demo.respond(&name, challenge["Session"].as_str(), &responses)
}

fn newest_code(cognito: &Cognito, username: &str) -> String {
    cognito.newest_message(username).unwrap().secret
}

/// Signs up with an e-mail address and stays unconfirmed.
fn sign_up(demo: &Demo<'_>, username: &str, email: &str) {
    let input = json!({
        "ClientId": demo.client_id, "Username": username, "Password": PASSWORD,
        "UserAttributes": [{ "Name": "email", "Value": email }],
    });
    demo.cognito.expect("SignUp", &input);
}

#[test]
fn a_code_alone_signs_in_once_and_verifies_the_address() {
    for (challenge, attribute, destination, masked, medium) in [
        ("EMAIL_OTP", "email", EMAIL, "s***@e***", "EMAIL"),
        (
            "SMS_OTP",
            "phone_number",
            PHONE_NUMBER,
            "+*******1234",
            "SMS",
        ),
    ] {
        let cognito = Cognito::new();
        let demo = demo(&cognito);
        let asked = ask(&demo, "reachable", challenge);
        let expected = json!({
            "CODE_DELIVERY_DELIVERY_MEDIUM": medium, "CODE_DELIVERY_DESTINATION": masked,
        });
        assert_eq!(asked["ChallengeParameters"], expected);
        let available = json!(["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"]);
        assert_eq!(asked["AvailableChallenges"], available);
        let message = cognito.newest_message("reachable").unwrap();
        assert_eq!(message.kind, MessageKind::OneTimePassword);
        assert_eq!(message.destination, destination);
        assert_eq!(message.secret.len(), 8);
        assert_eq!(answer(&demo, "reachable", &asked, "wrong"), Err(mismatch()));
        let tokens = answer(&demo, "reachable", &asked, &message.secret).unwrap();
        let claims = claims(&tokens["AuthenticationResult"]["IdToken"]);
        assert_eq!(claims[format!("{attribute}_verified")], true);
        let again = answer(&demo, "reachable", &asked, &message.secret);
        assert_eq!(again, Err(spent_session()));
    }
}

#[test]
fn a_code_can_be_chosen() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let chosen = session(&demo, "reachable");
    let responses = json!({ "ANSWER": "EMAIL_OTP" });
    let asked = select(&demo, "reachable", &chosen, &responses).unwrap();
    assert_eq!(asked["ChallengeName"], "EMAIL_OTP");
    let again = select(&demo, "reachable", &chosen, &responses);
    assert_eq!(again, Err(spent_session()));
    answer(
        &demo,
        "reachable",
        &asked,
        &newest_code(&cognito, "reachable"),
    )
    .unwrap();
}

#[test]
fn a_code_expires_and_fits_its_own_session_only() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let first = ask(&demo, "reachable", "EMAIL_OTP");
    let code = newest_code(&cognito, "reachable");
    let second = ask(&demo, "reachable", "EMAIL_OTP");
    if newest_code(&cognito, "reachable") != code {
        assert_eq!(answer(&demo, "reachable", &second, &code), Err(mismatch()));
    }
    let elsewhere = answer(&demo, "demo", &first, &code);
    assert_eq!(elsewhere, Err(invalid_session()));
    cognito.pass(3 * 60);
    assert_eq!(
        answer(&demo, "reachable", &first, &code),
        Err(expired_session())
    );
}

#[test]
fn six_wrong_codes_do_not_lock_and_fifteen_end_the_session() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let asked = ask(&demo, "reachable", "EMAIL_OTP");
    let code = newest_code(&cognito, "reachable");
    for _ in 0..6 {
        assert_eq!(answer(&demo, "reachable", &asked, "x"), Err(mismatch()));
    }
    answer(&demo, "reachable", &asked, &code).unwrap();

    let asked = ask(&demo, "reachable", "EMAIL_OTP");
    let code = newest_code(&cognito, "reachable");
    for _ in 0..15 {
        assert_eq!(answer(&demo, "reachable", &asked, "x"), Err(mismatch()));
    }
    let message = "Attempt limit exceeded, please try after some time.";
    let ended = refusal("LimitExceeded", message);
    assert_eq!(answer(&demo, "reachable", &asked, &code), Err(ended));
    // Other sessions go on.
    let asked = ask(&demo, "reachable", "EMAIL_OTP");
    answer(
        &demo,
        "reachable",
        &asked,
        &newest_code(&cognito, "reachable"),
    )
    .unwrap();
}

#[test]
fn a_code_confirms_a_user_who_was_not_yet() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    sign_up(&demo, "new", "new@example.com");
    let asked = ask(&demo, "new", "EMAIL_OTP");
    answer(&demo, "new", &asked, &newest_code(&cognito, "new")).unwrap();
    let input = json!({ "UserPoolId": demo.pool_id, "Username": "new" });
    assert_eq!(
        cognito.expect("AdminGetUser", &input)["UserStatus"],
        "CONFIRMED"
    );
}

#[test]
fn a_user_can_do_without_a_password_where_codes_are_allowed() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let sign_up = |demo: &Demo<'_>| {
        let input = json!({
            "ClientId": demo.client_id, "Username": "new",
            "UserAttributes": [{ "Name": "email", "Value": "new@example.com" }],
        });
        cognito.call("SignUp", &input)
    };
    sign_up(&demo).unwrap();
    let created = json!({
        "UserPoolId": demo.pool_id, "Username": "created", "MessageAction": "SUPPRESS",
        "UserAttributes": [
            { "Name": "email", "Value": EMAIL }, { "Name": "email_verified", "Value": "true" },
        ],
    });
    let user = &cognito.expect("AdminCreateUser", &created)["User"];
    assert_eq!(user["UserStatus"], "CONFIRMED");
    for username in ["new", "created"] {
        let asked = ask(&demo, username, "EMAIL_OTP");
        assert_eq!(asked["AvailableChallenges"], json!(["EMAIL_OTP"]));
        let tokens = answer(&demo, username, &asked, &newest_code(&cognito, username)).unwrap();
        let input = json!({ "AccessToken": tokens["AuthenticationResult"]["AccessToken"] });
        let factors = cognito.expect("GetUserAuthFactors", &input);
        assert_eq!(factors["ConfiguredUserAuthFactors"], json!(["EMAIL_OTP"]));
    }
    let message = "Missing required parameter Password";
    let refused = refusal("InvalidParameter", message);
    assert_eq!(sign_up(&cognito.demo()), Err(refused));
}

#[test]
fn a_code_does_not_take_an_alias_from_its_owner() {
    let cognito = Cognito::new();
    let demo = demo_with(
        &cognito,
        &json!({ "AliasAttributes": ["email"] }),
        &json!({}),
    );
    let owned = json!([
        { "Name": "email", "Value": "shared@example.com" },
        { "Name": "email_verified", "Value": "true" },
    ]);
    cognito.user(&demo.pool_id, "owner", &owned);
    sign_up(&demo, "second", "shared@example.com");
    let asked = ask(&demo, "second", "EMAIL_OTP");
    let code = newest_code(&cognito, "second");
    let (exception, _) = answer(&demo, "second", &asked, &code).unwrap_err();
    assert_eq!(exception, "AliasExistsException");
    let input = json!({ "UserPoolId": demo.pool_id, "Username": "shared@example.com" });
    assert_eq!(cognito.expect("AdminGetUser", &input)["Username"], "owner");
    // Who was confirmed before may in, and does not get the name either.
    cognito.user(&demo.pool_id, "third", &json!([owned[0]]));
    let asked = ask(&demo, "third", "EMAIL_OTP");
    answer(&demo, "third", &asked, &newest_code(&cognito, "third")).unwrap();
    assert_eq!(cognito.expect("AdminGetUser", &input)["Username"], "owner");
}

#[test]
fn what_the_user_became_meanwhile_counts() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let asked = ask(&demo, "reachable", "EMAIL_OTP");
    let code = newest_code(&cognito, "reachable");
    cognito.set_password(&demo.pool_id, "reachable", "Temporary-1", false);
    assert_eq!(answer(&demo, "reachable", &asked, &code), Err(mismatch()));
    cognito.set_password(&demo.pool_id, "reachable", PASSWORD, true);
    let mfa = |configuration| {
        let input = json!({
            "UserPoolId": demo.pool_id, "MfaConfiguration": configuration,
            "EmailMfaConfiguration": {},
        });
        cognito.expect("SetUserPoolMfaConfig", &input);
    };
    mfa("ON");
    assert_eq!(answer(&demo, "reachable", &asked, &code), Err(mismatch()));
    mfa("OFF");
    let user = json!({ "UserPoolId": demo.pool_id, "Username": "reachable" });
    cognito.expect("AdminDisableUser", &user);
    let disabled = refusal("NotAuthorized", "User is disabled.");
    assert_eq!(answer(&demo, "reachable", &asked, &code), Err(disabled));
    cognito.expect("AdminEnableUser", &user);
    answer(&demo, "reachable", &asked, &code).unwrap();
}

#[test]
fn a_locked_user_gets_in_by_no_code() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let asked = ask(&demo, "reachable", "EMAIL_OTP");
    let code = newest_code(&cognito, "reachable");
    let wrong = json!({ "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "Wrong-Horse-1" });
    for _ in 0..5 {
        begin(&demo, "reachable", &wrong).unwrap_err();
    }
    let locked = refusal("NotAuthorized", "Password attempts exceeded");
    assert_eq!(answer(&demo, "reachable", &asked, &code), Err(locked));
}
