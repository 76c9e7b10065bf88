//! `SOFTWARE_TOKEN_MFA`, and authenticator apps of users who are signed in.

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, PASSWORD, incorrect, refusal};
use super::{
    access_token, answer_app, associate, configure, expired_session, invalid_session, mismatch,
    pool_with, spent_session, with_app,
};

fn used() -> super::Refusal {
    refusal(
        "ExpiredCode",
        "Your software token has already been used once.",
    )
}

fn demo(cognito: &Cognito) -> Demo<'_> {
    pool_with(cognito, "OPTIONAL", &["SOFTWARE_TOKEN_MFA"])
}

/// Signs in up to the app's challenge.
fn session(demo: &Demo<'_>) -> Value {
    let challenge = demo.srp_sign_in("demo", PASSWORD).unwrap();
    assert_eq!(challenge["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    challenge["Session"].clone()
}

#[test]
fn the_code_of_the_app_completes_the_sign_in() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let app = with_app(&demo, "demo");
    let challenge = demo.password_sign_in("demo", PASSWORD).unwrap();
    assert_eq!(challenge["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    let parameters = json!({ "FRIENDLY_DEVICE_NAME": "My phone", "USER_ID_FOR_SRP": "demo" });
    assert_eq!(challenge["ChallengeParameters"], parameters);
    let session = &challenge["Session"];
    let wrong = app.wrong_code(&cognito);
    assert_eq!(answer_app(&demo, "demo", session, &wrong), Err(mismatch()));
    let code = app.code(&cognito);
    let answer = answer_app(&demo, "demo", session, &code).unwrap();
    demo.get_user(&answer["AuthenticationResult"]["AccessToken"])
        .unwrap();
    assert_eq!(
        answer_app(&demo, "demo", session, &code),
        Err(spent_session())
    );
}

#[test]
fn a_code_works_once_and_so_does_no_code_before_it() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let app = with_app(&demo, "demo");
    let next = app.code_at(cognito.now() + 30);
    answer_app(&demo, "demo", &session(&demo), &next).unwrap();
    let again = session(&demo);
    for code in [next, app.code(&cognito), app.code_at(cognito.now() - 30)] {
        assert_eq!(answer_app(&demo, "demo", &again, &code), Err(used()));
    }
    cognito.pass(60);
    answer_app(&demo, "demo", &again, &app.code(&cognito)).unwrap();
}

#[test]
fn a_clock_may_be_one_step_off_and_no_more() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let app = with_app(&demo, "demo");
    let session = session(&demo);
    for offset in [-60, 60] {
        let code = app.code_at(cognito.now() + offset);
        assert_eq!(answer_app(&demo, "demo", &session, &code), Err(mismatch()));
    }
    let code = app.code_at(cognito.now() - 30);
    answer_app(&demo, "demo", &session, &code).unwrap();
}

#[test]
fn five_wrong_codes_lock_and_the_password_does_not_unlock() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let app = with_app(&demo, "demo");
    let locked = refusal("NotAuthorized", "Password attempts exceeded");
    for _ in 0..4 {
        let wrong = app.wrong_code(&cognito);
        assert_eq!(
            answer_app(&demo, "demo", &session(&demo), &wrong),
            Err(mismatch())
        );
    }
    // The password was right each time, and yet this is the fifth failure.
    let session = session(&demo);
    let wrong = app.wrong_code(&cognito);
    assert_eq!(answer_app(&demo, "demo", &session, &wrong), Err(mismatch()));
    let code = app.code(&cognito);
    assert_eq!(
        answer_app(&demo, "demo", &session, &code),
        Err(locked.clone())
    );
    assert_eq!(demo.password_sign_in("demo", PASSWORD), Err(locked));
    cognito.pass(1);
    answer_app(&demo, "demo", &session, &code).unwrap();
}

#[test]
fn the_session_expires_with_the_clients_setting() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let app = with_app(&demo, "demo");
    let session = session(&demo);
    cognito.pass(3 * 60);
    let code = app.code(&cognito);
    assert_eq!(
        answer_app(&demo, "demo", &session, &code),
        Err(expired_session())
    );
}

#[test]
fn a_new_secret_replaces_the_old_one_only_when_it_is_verified() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let old = with_app(&demo, "demo");
    let answer = answer_app(&demo, "demo", &session(&demo), &old.code(&cognito)).unwrap();
    let token = &answer["AuthenticationResult"]["AccessToken"];
    let answer = cognito.expect("AssociateSoftwareToken", &json!({ "AccessToken": token }));
    let new = super::App::new(&answer["SecretCode"]);
    assert_eq!(new.secret.len(), 52);
    cognito.pass(30);
    let pending = new.code(&cognito);
    let at_the_door = session(&demo);
    assert_eq!(
        answer_app(&demo, "demo", &at_the_door, &pending),
        Err(mismatch())
    );
    answer_app(&demo, "demo", &at_the_door, &old.code(&cognito)).unwrap();

    let verify = |code: &str| {
        let input = json!({ "AccessToken": token, "UserCode": code });
        cognito.call("VerifySoftwareToken", &input)
    };
    let mismatched = refusal("EnableSoftwareTokenMFA", "Code mismatch");
    assert_eq!(verify(&new.wrong_code(&cognito)), Err(mismatched));
    verify(&pending).unwrap();
    cognito.pass(30);
    let session = session(&demo);
    assert_eq!(
        answer_app(&demo, "demo", &session, &old.code(&cognito)),
        Err(mismatch())
    );
    // The code that verified the app is used up too.
    assert_eq!(answer_app(&demo, "demo", &session, &pending), Err(used()));
    answer_app(&demo, "demo", &session, &new.code(&cognito)).unwrap();
}

#[test]
fn an_app_that_is_not_turned_on_is_not_asked_for() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    associate(&demo, &access_token(&demo, "demo"));
    assert!(demo.password_sign_in("demo", PASSWORD).unwrap()["AuthenticationResult"].is_object());
}

#[test]
fn an_administrator_takes_away_an_app_that_was_lost() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let app = with_app(&demo, "demo");
    let session = session(&demo);
    let user = json!({ "UserPoolId": demo.pool_id, "Username": "demo" });
    let factors = || cognito.expect("AdminGetUserAuthFactors", &user);
    let configured = json!(["PASSWORD", "SOFTWARE_TOKEN"]);
    assert_eq!(factors()["ConfiguredUserAuthFactors"], configured);
    assert_eq!(cognito.expect("AdminDeleteSoftwareToken", &user), json!({}));
    let expected = json!({ "Username": "demo", "ConfiguredUserAuthFactors": ["PASSWORD"] });
    assert_eq!(factors(), expected);
    let code = app.code(&cognito);
    assert_eq!(answer_app(&demo, "demo", &session, &code), Err(mismatch()));
    access_token(&demo, "demo");
}

#[test]
fn a_pool_without_apps_gives_out_no_secret() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "OPTIONAL", &["EMAIL_OTP"]);
    let token = access_token(&demo, "demo");
    let message = "Software Token MFA has not been enabled by the userPool";
    assert_eq!(
        cognito.call("AssociateSoftwareToken", &json!({ "AccessToken": token })),
        Err(refusal("SoftwareTokenMFANotFound", message))
    );
}

#[test]
fn there_is_nothing_to_verify_before_a_secret_was_given_out() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let token = access_token(&demo, "demo");
    let input = json!({ "AccessToken": token, "UserCode": "123456" });
    let (code, _) = cognito.call("VerifySoftwareToken", &input).unwrap_err();
    assert_eq!(code, "SoftwareTokenMFANotFoundException");
    for operation in ["AssociateSoftwareToken", "VerifySoftwareToken"] {
        let (code, _) = cognito
            .call(operation, &json!({ "UserCode": "123456" }))
            .unwrap_err();
        assert_eq!(code, "InvalidParameterException");
    }
}

#[test]
fn those_who_have_an_app_are_asked_also_when_the_pool_offers_none_any_more() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let app = with_app(&demo, "demo");
    configure(&demo, "OPTIONAL", &["EMAIL_OTP"]);
    answer_app(&demo, "demo", &session(&demo), &app.code(&cognito)).unwrap();
    configure(&demo, "OFF", &[]);
    assert!(demo.password_sign_in("demo", PASSWORD).unwrap()["AuthenticationResult"].is_object());
}

#[test]
fn a_session_is_good_for_its_user_client_door_and_challenge_only() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let app = with_app(&demo, "demo");
    let session = session(&demo);
    let text = session.as_str();
    let code = app.code(&cognito);
    assert_eq!(
        answer_app(&demo, "reachable", &session, &code),
        Err(invalid_session())
    );
    let responses = json!({ "USERNAME": "demo", "SMS_MFA_CODE": code });
    assert_eq!(
        demo.respond("SMS_MFA", text, &responses),
        Err(invalid_session())
    );
    let other = Demo {
        cognito: &cognito,
        pool_id: demo.pool_id.clone(),
        client_id: cognito.client(&demo.pool_id, &json!({})),
    };
    assert_eq!(
        answer_app(&other, "demo", &session, &code),
        Err(invalid_session())
    );
    let admin = json!({
        "UserPoolId": demo.pool_id, "ClientId": demo.client_id, "Session": session,
        "ChallengeName": "SOFTWARE_TOKEN_MFA",
        "ChallengeResponses": { "USERNAME": "demo", "SOFTWARE_TOKEN_MFA_CODE": code },
    });
    assert_eq!(
        cognito.call("AdminRespondToAuthChallenge", &admin),
        Err(invalid_session())
    );
    let invented = json!("AYABe".repeat(50));
    assert_eq!(
        answer_app(&demo, "demo", &invented, &code),
        Err(invalid_session())
    );
    answer_app(&demo, "demo", &session, &code).unwrap();
    assert_eq!(
        demo.password_sign_in("demo", "Wrong-Horse-1"),
        Err(incorrect())
    );
}
