use std::collections::BTreeMap;
use std::time::Duration;

use poolgate::{Challenge, ClientSecret, ErrorCode, Parameters, Password, SignInStep, Timeouts};
use serde_json::json;
use wiremock::ResponseTemplate;
use wiremock::matchers::{body_partial_json, header};

use crate::script::{Service, ana, ok, password, refusal};

async fn challenge(service: &Service, answer: serde_json::Value) -> Challenge {
    service.answer_once("InitiateAuth", ok(answer)).await;
    match service
        .pool()
        .sign_in(ana())
        .with_password(password())
        .await
        .unwrap()
    {
        SignInStep::Challenge(challenge) => challenge,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_password_signs_in_and_the_tokens_are_verified() {
    let service = Service::start().await;
    let session = service.session().await;
    assert_eq!(session.username(), "ana");
    let tokens = session.tokens();
    assert_eq!(tokens.id_claims().sub, "0a1b");
    assert_eq!(tokens.refresh_token().unwrap().expose(), "refresh-1");
    let left = tokens.remaining(std::time::SystemTime::now());
    assert!(
        left > Duration::from_secs(3590) && left <= Duration::from_hours(1),
        "{left:?}"
    );
}

#[tokio::test]
async fn calls_are_unsigned_and_carry_the_secrets_hash() {
    let service = Service::start().await;
    let secret = ClientSecret::new("client-secret".to_owned()).unwrap();
    let pool = service
        .builder()
        .client_secret(Some(secret))
        .build()
        .unwrap();
    service
        .answer("InitiateAuth", ok(service.tokens(None)))
        .await;
    pool.sign_in(ana()).with_password(password()).await.unwrap();
    let requests = service.server.received_requests().await.unwrap();
    let call = requests
        .iter()
        .find(|request| request.method.as_str() == "POST")
        .unwrap();
    assert!(!call.headers.contains_key("authorization"));
    let body: serde_json::Value = call.body_json().unwrap();
    assert!(body["AuthParameters"]["SECRET_HASH"].is_string(), "{body}");
}

#[tokio::test]
async fn a_wrong_password_is_the_services_own_error() {
    let service = Service::start().await;
    let message = "Incorrect username or password.";
    service
        .answer("InitiateAuth", refusal("NotAuthorizedException", message))
        .await;
    let error = service
        .pool()
        .sign_in(ana())
        .with_password(password())
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::NotAuthorized));
    assert_eq!(error.service().unwrap().message, message);
    assert!(!error.is_retryable() && !error.needs_sign_in());
}

#[tokio::test]
async fn an_unknown_code_keeps_its_name_and_words() {
    let service = Service::start().await;
    service
        .answer("InitiateAuth", refusal("BrandNewException", "Who knew?"))
        .await;
    let error = service
        .pool()
        .sign_in(ana())
        .with_password(password())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "InitiateAuth: BrandNewException: Who knew?"
    );
}

#[tokio::test]
async fn a_mistyped_code_leaves_the_challenge_open() {
    let service = Service::start().await;
    let sms = json!({"ChallengeName": "SMS_MFA", "Session": "s".repeat(20), "ChallengeParameters": {
        "USER_ID_FOR_SRP": "ana", "CODE_DELIVERY_DESTINATION": "+*******1234",
    }});
    let Challenge::SmsMfa(pending) = challenge(&service, sms).await else {
        panic!("SMS_MFA")
    };
    assert_eq!(pending.destination(), Some("+*******1234"));

    let wrong = refusal(
        "CodeMismatchException",
        "Invalid code or auth state for the user.",
    );
    service.answer_once("RespondToAuthChallenge", wrong).await;
    let failed = pending.answer("111111").await.unwrap_err();
    assert_eq!(failed.error.code(), Some(&ErrorCode::CodeMismatch));
    let Challenge::SmsMfa(pending) = *failed.challenge.unwrap() else {
        panic!("SMS_MFA")
    };

    service
        .answer("RespondToAuthChallenge", ok(service.tokens(None)))
        .await;
    let step = pending.answer("123 456").await.unwrap();
    assert!(matches!(step, SignInStep::SignedIn(_)), "{step:?}");
}

#[tokio::test]
async fn a_broken_connection_leaves_the_challenge_open() {
    let service = Service::start().await;
    let totp = json!({"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s".repeat(20),
        "ChallengeParameters": {"USER_ID_FOR_SRP": "ana"}});
    let Challenge::SoftwareTokenMfa(pending) = challenge(&service, totp).await else {
        panic!("SOFTWARE_TOKEN_MFA")
    };
    service
        .answer("RespondToAuthChallenge", ResponseTemplate::new(502))
        .await;
    let failed = pending.answer("123456").await.unwrap_err();
    assert!(failed.error.is_retryable(), "{}", failed.error);
    assert!(failed.challenge.is_some());
}

#[tokio::test]
async fn a_new_password_needs_the_required_attributes() {
    let service = Service::start().await;
    let required = json!({"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s".repeat(20),
        "ChallengeParameters": {"USER_ID_FOR_SRP": "ana", "userAttributes": "{}",
            "requiredAttributes": "[\"userAttributes.name\"]"}});
    let Challenge::NewPasswordRequired(pending) = challenge(&service, required).await else {
        panic!("NEW_PASSWORD_REQUIRED")
    };
    let new = Password::new("a better one".to_owned()).unwrap();
    let failed = pending.answer(&new, &BTreeMap::new()).await.unwrap_err();
    let Some(Challenge::NewPasswordRequired(pending)) = failed.challenge.map(|open| *open) else {
        panic!("still open")
    };
    service
        .answer("RespondToAuthChallenge", ok(service.tokens(None)))
        .await;
    let name = BTreeMap::from([("name".to_owned(), "Ana".to_owned())]);
    assert!(matches!(
        pending.answer(&new, &name).await,
        Ok(SignInStep::SignedIn(_))
    ));
}

#[tokio::test]
async fn an_unknown_challenge_is_handed_over_whole() {
    let service = Service::start().await;
    let new = json!({"ChallengeName": "RETINA_SCAN", "Session": "s".repeat(20),
        "ChallengeParameters": {"USERNAME": "ana", "EYE": "left"}});
    let Challenge::Other(pending) = challenge(&service, new).await else {
        panic!("Other")
    };
    assert_eq!(pending.name().as_str(), "RETINA_SCAN");
    assert_eq!(pending.parameters()["EYE"], "left");

    let expected = json!({"ChallengeName": "RETINA_SCAN", "Session": "s".repeat(20),
        "ChallengeResponses": {"USERNAME": "ana", "SCAN": "blue"}});
    wiremock::Mock::given(header(
        "x-amz-target",
        "AWSCognitoIdentityProviderService.RespondToAuthChallenge",
    ))
    .and(body_partial_json(expected))
    .respond_with(ok(service.tokens(None)))
    .mount(&service.server)
    .await;
    let step = pending
        .answer(Parameters::new().with("SCAN", "blue"))
        .await
        .unwrap();
    assert!(matches!(step, SignInStep::SignedIn(_)), "{step:?}");
}

#[tokio::test]
async fn a_fault_on_the_services_side_is_tried_again() {
    let service = Service::start().await;
    service
        .answer_once("InitiateAuth", ResponseTemplate::new(503))
        .await;
    service
        .expect("InitiateAuth", ok(service.tokens(None)), 1)
        .await;
    let step = service
        .pool()
        .sign_in(ana())
        .with_password(password())
        .await
        .unwrap();
    assert!(matches!(step, SignInStep::SignedIn(_)), "{step:?}");
}

#[tokio::test]
async fn a_service_that_does_not_answer_is_given_up() {
    let service = Service::start().await;
    let slow = ok(service.tokens(None)).set_delay(Duration::from_mins(1));
    service.answer("InitiateAuth", slow).await;
    let timeouts = Timeouts {
        connect: Duration::from_millis(100),
        attempt: Duration::from_millis(100),
        operation: Duration::from_millis(150),
        ..Timeouts::default()
    };
    let pool = service.builder().timeouts(timeouts).build().unwrap();
    let error = pool
        .sign_in(ana())
        .with_password(password())
        .await
        .unwrap_err();
    assert!(error.is_timeout() && error.is_retryable(), "{error}");
}
