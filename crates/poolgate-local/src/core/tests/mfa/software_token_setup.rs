//! `MFA_SETUP` with an authenticator app.

use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, PASSWORD, Refusal, refusal};
use super::{
    App, admin_get_user, answer_app, configure, expired_session, invalid_session, pool_with,
    spent_session, with_app,
};

const FACTORS: [&str; 2] = ["SMS_MFA", "SOFTWARE_TOKEN_MFA"];

/// Signs in up to `MFA_SETUP`.
fn session(demo: &Demo<'_>) -> Value {
    let challenge = demo.password_sign_in("demo", PASSWORD).unwrap();
    assert_eq!(challenge["ChallengeName"], "MFA_SETUP");
    assert_eq!(
        challenge["ChallengeParameters"],
        json!({ "MFAS_CAN_SETUP": r#"["SMS_MFA","SOFTWARE_TOKEN_MFA"]"#, "USER_ID_FOR_SRP": "demo" })
    );
    challenge["Session"].clone()
}

fn associate(demo: &Demo<'_>, session: &Value) -> Result<(App, Value), Refusal> {
    let input = json!({ "Session": session });
    let answer = demo.cognito.call("AssociateSoftwareToken", &input)?;
    Ok((App::new(&answer["SecretCode"]), answer["Session"].clone()))
}

fn verify(demo: &Demo<'_>, session: &Value, code: &str) -> Result<Value, Refusal> {
    let input = json!({ "Session": session, "UserCode": code, "FriendlyDeviceName": "phone" });
    let answer = demo.cognito.call("VerifySoftwareToken", &input)?;
    assert_eq!(answer["Status"], "SUCCESS");
    Ok(answer["Session"].clone())
}

fn finish(demo: &Demo<'_>, session: &Value) -> Result<Value, Refusal> {
    // The code is one that clients add and the service ignores (protocol.md 12.17).
    let responses = json!({ "USERNAME": "demo", "SOFTWARE_TOKEN_MFA_CODE": "000000" });
    demo.respond("MFA_SETUP", session.as_str(), &responses)
}

#[test]
fn three_calls_set_up_an_app() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "ON", &FACTORS);
    let first = session(&demo);
    let (app, second) = associate(&demo, &first).unwrap();
    let mismatch = refusal("EnableSoftwareTokenMFA", "Code mismatch");
    let wrong = app.wrong_code(&cognito);
    assert_eq!(verify(&demo, &second, &wrong), Err(mismatch));
    let third = verify(&demo, &second, &app.code(&cognito)).unwrap();
    let tokens = finish(&demo, &third).unwrap();
    demo.get_user(&tokens["AuthenticationResult"]["AccessToken"])
        .unwrap();
    let user = admin_get_user(&demo, "demo");
    assert_eq!(user["UserMFASettingList"], json!(["SOFTWARE_TOKEN_MFA"]));
    assert_eq!(associate(&demo, &first).err(), Some(spent_session()));
    let again = verify(&demo, &second, &app.code(&cognito));
    assert_eq!(again, Err(spent_session()));
    assert_eq!(finish(&demo, &third), Err(spent_session()));
    cognito.pass(30);
    let challenge = demo.password_sign_in("demo", PASSWORD).unwrap();
    answer_app(&demo, "demo", &challenge["Session"], &app.code(&cognito)).unwrap();
}

#[test]
fn the_factor_is_active_as_soon_as_it_is_verified() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "ON", &FACTORS);
    let (app, second) = associate(&demo, &session(&demo)).unwrap();
    verify(&demo, &second, &app.code(&cognito)).unwrap();
    let challenge = demo.password_sign_in("demo", PASSWORD).unwrap();
    assert_eq!(challenge["ChallengeName"], "SOFTWARE_TOKEN_MFA");
}

#[test]
fn no_step_can_be_left_out() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "ON", &FACTORS);
    let first = session(&demo);
    assert_eq!(finish(&demo, &first), Err(invalid_session()));
    assert_eq!(verify(&demo, &first, "123456"), Err(invalid_session()));
    let (_, second) = associate(&demo, &first).unwrap();
    assert_eq!(finish(&demo, &second), Err(invalid_session()));
    assert_eq!(associate(&demo, &second).err(), Some(invalid_session()));
    let invented = json!("AYABe".repeat(50));
    assert_eq!(finish(&demo, &invented), Err(invalid_session()));
    assert_eq!(associate(&demo, &invented).err(), Some(invalid_session()));
    assert_eq!(verify(&demo, &invented, "123456"), Err(invalid_session()));
}

#[test]
fn each_of_the_sessions_expires() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "ON", &FACTORS);
    let first = session(&demo);
    cognito.pass(3 * 60);
    assert_eq!(associate(&demo, &first).err(), Some(expired_session()));
    let (app, second) = associate(&demo, &session(&demo)).unwrap();
    cognito.pass(3 * 60);
    let late = verify(&demo, &second, &app.code(&cognito));
    assert_eq!(late, Err(expired_session()));
    let (app, second) = associate(&demo, &session(&demo)).unwrap();
    let third = verify(&demo, &second, &app.code(&cognito)).unwrap();
    cognito.pass(3 * 60);
    assert_eq!(finish(&demo, &third), Err(expired_session()));
}

#[test]
fn a_session_from_before_adds_no_app_to_a_user_who_has_one_by_now() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "ON", &FACTORS);
    let (early, kept) = (session(&demo), session(&demo));
    let (intruder, second) = associate(&demo, &early).unwrap();
    configure(&demo, "OPTIONAL", &FACTORS);
    let app = with_app(&demo, "demo");
    configure(&demo, "ON", &FACTORS);
    assert_eq!(associate(&demo, &kept).err(), Some(invalid_session()));
    let late = verify(&demo, &second, &intruder.code(&cognito));
    assert_eq!(late, Err(invalid_session()));
    let challenge = demo.password_sign_in("demo", PASSWORD).unwrap();
    answer_app(&demo, "demo", &challenge["Session"], &app.code(&cognito)).unwrap();
}

#[test]
fn a_session_of_another_challenge_sets_nothing_up() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "OPTIONAL", &FACTORS);
    with_app(&demo, "demo");
    let challenge = demo.password_sign_in("demo", PASSWORD).unwrap();
    assert_eq!(challenge["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    let session = &challenge["Session"];
    assert_eq!(associate(&demo, session).err(), Some(invalid_session()));
    assert_eq!(finish(&demo, session), Err(invalid_session()));
}

#[test]
fn a_pool_that_requires_mfa_turns_an_app_on_as_it_is_verified() {
    let cognito = Cognito::new();
    let demo = pool_with(&cognito, "OPTIONAL", &FACTORS);
    let token = super::access_token(&demo, "demo");
    configure(&demo, "ON", &FACTORS);
    super::associate(&demo, &token);
    let user = admin_get_user(&demo, "demo");
    assert_eq!(user["UserMFASettingList"], json!(["SOFTWARE_TOKEN_MFA"]));
}
