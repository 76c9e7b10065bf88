//! The ways in beside the password, against the embedded Cognito.

use std::time::Duration;

use aws_sdk_cognitoidentityprovider::types::{
    AuthFactorType, LambdaConfigType, SignInPolicyType, SoftwareTokenMfaConfigType,
    UserPoolMfaType, UserPoolPolicyType,
};
use poolgate::{
    Challenge, ChallengeName, ErrorCode, FirstFactor, MfaFactor, MfaPreference, SealingKey,
    SignInStep, SoftwareTokenSecret,
};
use poolgate_local::Functions;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::local::{Local, password, signed_in};

#[track_caller]
pub(crate) fn challenge(step: SignInStep) -> Challenge {
    match step {
        SignInStep::Challenge(challenge) => challenge,
        other => panic!("{other:?}"),
    }
}

/// What an authenticator app shows that was given this secret, so long after now.
pub(crate) fn code_of(secret: &SoftwareTokenSecret, later: Duration) -> String {
    let secret = Secret::try_from_base32(secret.expose()).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(crate::script::now() + later.as_secs())
        .to_string()
}

pub(crate) async fn offer_authenticator_apps(local: &Local, demand: UserPoolMfaType) {
    let apps = SoftwareTokenMfaConfigType::builder().enabled(true).build();
    local
        .administrator()
        .set_user_pool_mfa_config()
        .user_pool_id(&local.pool_id)
        .mfa_configuration(demand)
        .software_token_mfa_configuration(apps)
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn an_authenticator_app_is_set_up_by_who_is_signed_in_and_asked_for_from_then_on() {
    let local = Local::start(|pool| pool).await;
    offer_authenticator_apps(&local, UserPoolMfaType::Optional).await;
    let session = local.session().await;
    assert_eq!(session.mfa().await.unwrap().enabled, []);

    let secret = session.associate_software_token().await.unwrap();
    let now = code_of(&secret, Duration::ZERO);
    session
        .verify_software_token(&now, Some("My phone"))
        .await
        .unwrap();
    let preference = MfaPreference {
        software_token: Some(MfaFactor::Preferred),
        ..MfaPreference::default()
    };
    session.prefer_mfa(preference).await.unwrap();
    let mfa = session.mfa().await.unwrap();
    assert_eq!(mfa.preferred, Some(ChallengeName::SoftwareTokenMfa));

    let step = local.sign_in().with_srp(password()).await.unwrap();
    let Challenge::SoftwareTokenMfa(app) = challenge(step) else {
        panic!()
    };
    assert_eq!(app.friendly_device_name(), Some("My phone"));
    let failed = app.answer(&now).await.unwrap_err();
    assert_eq!(failed.error.code(), Some(&ErrorCode::ExpiredCode));
    assert!(failed.error.hint().unwrap().contains("next code"));
    // The next code is a step away; the server takes it before its time.
    let Some(Challenge::SoftwareTokenMfa(app)) = failed.challenge.map(|open| *open) else {
        panic!()
    };
    let next = code_of(&secret, Duration::from_secs(30));
    signed_in(app.answer(&next).await.unwrap());
}

#[tokio::test]
async fn an_authenticator_app_that_is_demanded_is_set_up_on_the_way_in() {
    let local = Local::start(|pool| pool).await;
    offer_authenticator_apps(&local, UserPoolMfaType::On).await;
    let step = local.sign_in().with_srp(password()).await.unwrap();
    let Challenge::MfaSetup(setup) = challenge(step) else {
        panic!()
    };
    assert!(setup.options().contains(&ChallengeName::SoftwareTokenMfa));
    let step = setup.set_up_software_token().await.unwrap();
    let Challenge::SoftwareTokenSetup(app) = challenge(step) else {
        panic!()
    };
    let code = code_of(app.secret(), Duration::ZERO);
    let wrong = if code == "123456" { "123457" } else { "123456" };
    let failed = app.answer(wrong, None).await.unwrap_err();
    assert_eq!(
        failed.error.code(),
        Some(&ErrorCode::EnableSoftwareTokenMfa)
    );
    let Some(Challenge::SoftwareTokenSetup(app)) = failed.challenge.map(|open| *open) else {
        panic!()
    };
    signed_in(app.answer(&code, Some("My phone")).await.unwrap());
}

#[tokio::test]
async fn a_code_by_email_is_chosen_instead_of_the_password() {
    let factors = [AuthFactorType::Password, AuthFactorType::EmailOtp];
    let policy = SignInPolicyType::builder().set_allowed_first_auth_factors(Some(factors.into()));
    let policies = UserPoolPolicyType::builder()
        .sign_in_policy(policy.build())
        .build();
    let local = Local::start(|pool| pool.policies(policies)).await;
    let step = local.sign_in().with_choice(None).await.unwrap();
    let Challenge::SelectChallenge(select) = challenge(step) else {
        panic!()
    };
    assert!(select.options().contains(&ChallengeName::EmailOtp));
    let failed = select.choose(FirstFactor::WebAuthn).await.unwrap_err();
    assert!(
        failed
            .error
            .to_string()
            .contains("does not offer WEB_AUTHN"),
        "{failed}"
    );
    let Some(Challenge::SelectChallenge(select)) = failed.challenge.map(|open| *open) else {
        panic!()
    };
    let step = select.choose(FirstFactor::EmailOtp).await.unwrap();
    let Challenge::EmailOtp(code) = challenge(step) else {
        panic!()
    };
    assert_eq!(code.destination(), Some("a***@e***"));
    signed_in(code.answer(&local.code().await).await.unwrap());

    // Preferred, it needs no choice; by SRP, no challenge that a person sees.
    let preferred = Some(FirstFactor::EmailOtp);
    let step = local.sign_in().with_choice(preferred).await.unwrap();
    assert!(matches!(challenge(step), Challenge::EmailOtp(_)));
    let preferred = Some(FirstFactor::PasswordSrp(password()));
    signed_in(local.sign_in().with_choice(preferred).await.unwrap());
}

/// The functions of a pool that asks one riddle.
async fn riddle() -> MockServer {
    let server = MockServer::start().await;
    let respond = |respond: fn(&Value) -> Value| {
        move |request: &Request| {
            let mut event: Value = request.body_json().unwrap();
            event["response"] = respond(&event["request"]);
            ResponseTemplate::new(200).set_body_json(event)
        }
    };
    Mock::given(path("/define"))
        .respond_with(respond(|request| {
            let results = request["session"].as_array().unwrap();
            match results.last() {
                Some(last) if last["challengeResult"] == true => json!({ "issueTokens": true }),
                _ => json!({ "challengeName": "CUSTOM_CHALLENGE" }),
            }
        }))
        .mount(&server)
        .await;
    Mock::given(path("/create"))
        .respond_with(respond(|_| {
            json!({
                "publicChallengeParameters": { "question": "What walks on four legs first?" },
                "privateChallengeParameters": { "answer": "man" },
            })
        }))
        .mount(&server)
        .await;
    Mock::given(path("/verify"))
        .respond_with(respond(|request| {
            let hinted = request["clientMetadata"]["hint"] == "sphinx";
            let right =
                request["challengeAnswer"] == request["privateChallengeParameters"]["answer"];
            json!({ "answerCorrect": right && hinted })
        }))
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn a_custom_challenge_is_asked_again_until_it_is_answered_rightly() {
    let server = riddle().await;
    let functions =
        ["define", "create", "verify"]
            .iter()
            .fold(Functions::default(), |functions, name| {
                let address = format!("{}/{name}", server.uri());
                functions.webhook(*name, address.parse().unwrap())
            });
    let arn = |name| format!("arn:aws:lambda:us-east-1:123456789012:function:{name}");
    let triggers = LambdaConfigType::builder()
        .define_auth_challenge(arn("define"))
        .create_auth_challenge(arn("create"))
        .verify_auth_challenge_response(arn("verify"))
        .build();
    let local = Local::start_with(functions, |pool| pool.lambda_config(triggers)).await;
    let step = local.sign_in().with_custom_challenges().await.unwrap();
    let Challenge::Custom(custom) = challenge(step) else {
        panic!()
    };
    assert_eq!(
        custom.parameters()["question"],
        "What walks on four legs first?"
    );
    let again = challenge(custom.answer("man").await.unwrap());
    let metadata = [("hint".to_owned(), "sphinx".to_owned())].into();
    let Challenge::Custom(custom) = again.with_client_metadata(metadata).unwrap() else {
        panic!()
    };
    signed_in(custom.answer("man").await.unwrap());
}

#[tokio::test]
async fn a_sealed_challenge_is_answered_by_another_process() {
    let local = Local::start(|pool| pool).await;
    offer_authenticator_apps(&local, UserPoolMfaType::On).await;
    let step = local.sign_in().with_srp(password()).await.unwrap();
    let key = SealingKey::new([7; 32]);
    let sealed = challenge(step).seal(&key).unwrap();

    let elsewhere = local.pool();
    let Challenge::MfaSetup(setup) = elsewhere.open_challenge(&sealed, &key).unwrap() else {
        panic!()
    };
    let app = challenge(setup.set_up_software_token().await.unwrap());
    let sealed = app.seal(&key).unwrap();
    let Challenge::SoftwareTokenSetup(app) = local.pool().open_challenge(&sealed, &key).unwrap()
    else {
        panic!()
    };
    let code = code_of(app.secret(), Duration::ZERO);
    signed_in(app.answer(&code, None).await.unwrap());
    // The service takes each answer once: who comes second is told so.
    let Challenge::SoftwareTokenSetup(late) = local.pool().open_challenge(&sealed, &key).unwrap()
    else {
        panic!()
    };
    let failed = late.answer(&code, None).await.unwrap_err();
    assert!(failed.challenge.is_none());
    assert!(
        failed.error.hint().unwrap().contains("answered before"),
        "{failed}"
    );
}

#[tokio::test]
async fn an_administrator_signs_a_user_in() {
    let local = Local::start(|pool| pool).await;
    let pool = local
        .builder()
        .sdk_client(local.administrator())
        .build()
        .unwrap();
    let ana = || poolgate::Username::new("ana").unwrap();
    let administrator = || pool.sign_in(ana()).as_administrator();
    signed_in(administrator().with_password(password()).await.unwrap());
    signed_in(administrator().with_srp(password()).await.unwrap());
}

#[tokio::test]
async fn a_clock_that_is_a_day_behind_spoils_nothing() {
    let local = Local::start(|pool| pool).await;
    local.set_clock(Duration::from_hours(24)).await;
    let pool = local.pool();
    let ana = poolgate::Username::new("ana").unwrap();
    let session = signed_in(pool.sign_in(ana).with_srp(password()).await.unwrap());
    // By this machine's clock the tokens are an hour old at most, not in the future.
    let tokens = session.tokens();
    let left = tokens.remaining(std::time::SystemTime::now());
    assert!(
        left <= Duration::from_hours(1) && left > Duration::from_mins(55),
        "{left:?}"
    );
    session.refresh().await.unwrap();

    let store = std::sync::Arc::new(poolgate::MemoryStore::new());
    session.keep_in(store.clone(), None).await.unwrap();
    let resumed = local.pool().resume_from(store, None).await.unwrap();
    assert!(resumed.is_some(), "what was kept is verified as of then");
}
