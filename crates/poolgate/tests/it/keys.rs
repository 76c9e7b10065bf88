//! The key set: fetched once, not believed blindly.

use std::time::Duration;

use poolgate::{Environment, Error, SignInStep, Timeouts};
use wiremock::{MockServer, ResponseTemplate};

use crate::script::{KEY, Service, ana, ok, password};

async fn without_keys() -> Service {
    Service {
        server: MockServer::start().await,
    }
}

async fn sign_in_error(service: &Service) -> Error {
    service.sign_in(service.tokens(None)).await.unwrap_err()
}

async fn key_set_requests(service: &Service) -> usize {
    let requests = service.server.received_requests().await.unwrap();
    requests
        .iter()
        .filter(|request| request.method.as_str() == "GET")
        .count()
}

#[tokio::test]
async fn it_is_fetched_once() {
    let service = Service::start().await;
    let pool = service.pool();
    service
        .answer("InitiateAuth", ok(service.tokens(None)))
        .await;
    for _ in 0..3 {
        pool.sign_in(ana()).with_password(password()).await.unwrap();
    }
    assert_eq!(key_set_requests(&service).await, 1);
}

#[tokio::test]
async fn one_that_cannot_be_had_is_not_asked_for_again_at_once() {
    let service = without_keys().await;
    service.publish(ResponseTemplate::new(500)).await;
    let pool = service.pool();
    service
        .answer("InitiateAuth", ok(service.tokens(None)))
        .await;
    let first = pool
        .sign_in(ana())
        .with_password(password())
        .await
        .unwrap_err();
    let second = pool
        .sign_in(ana())
        .with_password(password())
        .await
        .unwrap_err();
    assert!(
        first.to_string().contains("500") && first.is_retryable(),
        "{first}"
    );
    assert!(
        matches!(second, Error::KeySet { .. }) && second.is_retryable(),
        "{second}"
    );
    assert_eq!(key_set_requests(&service).await, 1);
}

#[tokio::test]
async fn what_is_no_key_set_is_refused() {
    for body in ["", "<html>", "{\"keys\":[]}", "{}"] {
        let service = without_keys().await;
        service
            .publish(ResponseTemplate::new(200).set_body_string(body))
            .await;
        let error = sign_in_error(&service).await;
        assert!(
            matches!(
                error,
                Error::KeySet {
                    retryable: false,
                    ..
                }
            ),
            "{error}"
        );
    }
}

#[tokio::test]
async fn one_without_an_end_is_cut_off() {
    let service = without_keys().await;
    let endless = ResponseTemplate::new(200).set_body_bytes(vec![b' '; 3 * 1024 * 1024]);
    service.publish(endless).await;
    let error = sign_in_error(&service).await.to_string();
    assert!(error.contains("1 MiB"), "{error}");
}

#[tokio::test]
async fn one_that_moved_is_not_followed() {
    let service = without_keys().await;
    let elsewhere = format!("{}/elsewhere", service.url());
    service
        .publish(ResponseTemplate::new(302).insert_header("location", &*elsewhere))
        .await;
    let error = sign_in_error(&service).await.to_string();
    assert!(error.contains("302"), "{error}");
    assert_eq!(key_set_requests(&service).await, 1);
}

#[tokio::test]
async fn one_that_does_not_come_is_given_up() {
    let service = without_keys().await;
    service
        .publish(ResponseTemplate::new(200).set_delay(Duration::from_mins(1)))
        .await;
    let timeouts = Timeouts {
        attempt: Duration::from_millis(100),
        ..Timeouts::default()
    };
    let pool = service.builder().timeouts(timeouts).build().unwrap();
    service
        .answer("InitiateAuth", ok(service.tokens(None)))
        .await;
    let error = pool
        .sign_in(ana())
        .with_password(password())
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::KeySet {
                retryable: true,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn cognito_jwks_takes_its_place() {
    let service = without_keys().await;
    let mut environment = Environment::default();
    environment.cognito_jwks = Some(KEY.jwks().to_string());
    let pool = service.builder().environment(environment).build().unwrap();
    service
        .answer("InitiateAuth", ok(service.tokens(None)))
        .await;
    let step = pool.sign_in(ana()).with_password(password()).await.unwrap();
    assert!(matches!(step, SignInStep::SignedIn(_)));
    assert_eq!(key_set_requests(&service).await, 0);
}

#[tokio::test]
async fn a_cognito_jwks_that_is_no_key_set_is_refused_before_anything_is_sent() {
    let service = without_keys().await;
    let mut environment = Environment::default();
    environment.cognito_jwks = Some("{".to_owned());
    let error = service
        .builder()
        .environment(environment)
        .build()
        .unwrap_err();
    assert!(
        error.is_configuration() && error.to_string().contains("COGNITO_JWKS"),
        "{error}"
    );
}
