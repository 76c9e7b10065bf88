//! Sign-in in the browser, against domains that are broken, or not who they say.

use std::time::Duration;

use poolgate::oauth::Callback;
use poolgate::{ClientSecret, Error, Timeouts};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::oauth_script::{
    REDIRECT_URI, begin, callback, complete, granted, json, nonce, refused, sent,
};
use crate::script::{KEY, STRANGERS_KEY, Service};

#[tokio::test]
async fn a_code_becomes_a_session_whose_tokens_are_this_sign_ins() {
    let service = Service::start().await;
    let pool = service.browser_pool();
    let authorization = begin(&pool);
    let asked = sent(&authorization);
    let tokens = service.granted(Some(&asked["nonce"]), Some("refresh-1"));
    service.grant("authorization_code", json(200, tokens)).await;
    let session = complete(authorization).await.unwrap();
    assert_eq!(session.username(), "ana");
    assert_eq!(session.tokens().domain(), Some(&service.domain()));
    assert!(
        session
            .tokens()
            .scopes()
            .contains("aws.cognito.signin.user.admin")
    );

    let forms = service.forms("/oauth2/token").await;
    let [form] = forms.as_slice() else {
        panic!("{forms:?}")
    };
    let names: Vec<_> = form.keys().map(String::as_str).collect();
    let expected = [
        "client_id",
        "code",
        "code_verifier",
        "grant_type",
        "redirect_uri",
    ];
    assert_eq!(names, expected);
    assert_eq!(form["code"], "the-code");
    assert_eq!(form["redirect_uri"], REDIRECT_URI);
    // RFC 7636 4.6, by another implementation than the library's.
    let hash =
        aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, form["code_verifier"].as_bytes());
    let challenge = base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, hash);
    assert_eq!(challenge, asked["code_challenge"]);
}

#[tokio::test]
async fn a_confidential_client_proves_its_secret_in_the_header() {
    let service = Service::start().await;
    let secret = ClientSecret::new("clientsecret".to_owned()).unwrap();
    let builder = service.browser_builder().client_secret(Some(secret));
    service.browser_session_at(&builder.build().unwrap()).await;
    let visits = service.visits("/oauth2/token").await;
    // base64 of `4h57exampleclient:clientsecret`.
    let expected = "Basic NGg1N2V4YW1wbGVjbGllbnQ6Y2xpZW50c2VjcmV0";
    assert_eq!(visits[0].headers["authorization"], expected);
    assert!(!String::from_utf8_lossy(&visits[0].body).contains("clientsecret"));
}

#[tokio::test]
async fn the_answer_to_another_sign_in_is_not_taken_and_its_code_not_sent() {
    let service = Service::start().await;
    let pool = service.browser_pool();
    let (mine, other) = (begin(&pool), begin(&pool));
    assert!(mine.is_answered_by(&callback(&mine)));
    assert!(!mine.is_answered_by(&callback(&other)));
    let forged = Callback::parse("error=access_denied&state=forged").unwrap();
    assert!(!mine.is_answered_by(&forged));
    let error = mine.complete(callback(&other)).await.unwrap_err();
    assert!(matches!(error, Error::StateMismatch), "{error}");
    assert!(service.visits("/oauth2/token").await.is_empty());
}

#[tokio::test]
async fn a_refusal_in_the_browser_is_told_and_nothing_is_sent() {
    let service = Service::start().await;
    let authorization = begin(&service.browser_pool());
    let state = &sent(&authorization)["state"];
    let text = format!("error=access_denied&error_description=User+cancelled&state={state}");
    let callback = Callback::parse(&text).unwrap();
    let error = authorization.complete(callback).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "oauth2/authorize: access_denied: User cancelled"
    );
    assert!(error.is_refusal() && !error.is_retryable());
    assert!(service.visits("/oauth2/token").await.is_empty());
}

/// What becomes of a sign-in whose code is answered so.
async fn outcome(answer: impl FnOnce(&Service, &str) -> ResponseTemplate) -> Error {
    let service = Service::start().await;
    let authorization = begin(&service.browser_pool());
    let answer = answer(&service, &nonce(&authorization));
    service.grant("authorization_code", answer).await;
    let error = complete(authorization).await.unwrap_err();
    // The code may have been spent, whatever the answer was.
    assert_eq!(service.visits("/oauth2/token").await.len(), 1, "{error}");
    error
}

/// The same with tokens whose claims (ID token, access token) were changed.
async fn outcome_of(change: impl FnOnce(&mut Value, &mut Value)) -> Error {
    outcome(|service, nonce| {
        let (mut id, mut access) = (service.id_claims(), service.access_claims());
        id["nonce"] = nonce.into();
        change(&mut id, &mut access);
        json(200, granted(&KEY, id, &access, Some("refresh-1")))
    })
    .await
}

#[tokio::test]
async fn what_the_server_says_is_told() {
    for (error, description, configuration) in [
        ("invalid_grant", None, false),
        ("invalid_client", Some("wrong secret"), true),
        ("unauthorized_client", None, true),
        ("invalid_scope", None, true),
        ("invalid_request", None, true),
    ] {
        let told = outcome(|_, _| refused(error, description)).await;
        let text = told.to_string();
        assert!(
            text.starts_with("oauth2/token: ") && text.contains(error),
            "{text}"
        );
        assert!(
            description.is_none_or(|words| text.contains(words)),
            "{text}"
        );
        assert_eq!(told.is_configuration(), configuration, "{text}");
        assert_eq!(told.is_refusal(), !configuration, "{text}");
        match told {
            Error::OAuth { refusal, .. } => assert_eq!(refusal.status, Some(400)),
            other => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn tokens_that_are_not_this_sign_ins_are_refused() {
    type Change = fn(&mut Value, &mut Value);
    let changes: [(&str, Change); 12] = [
        ("nonce", |id, _| id["nonce"] = "another sign-in's".into()),
        ("nonce", |id, _| id["nonce"] = Value::Null),
        ("nonce", |id, _| {
            id.as_object_mut().unwrap().remove("nonce");
        }),
        ("at_hash", |id, _| {
            id["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA".into();
        }),
        ("iss", |id, _| {
            id["iss"] = "https://elsewhere.example.com/x".into();
        }),
        ("aud", |id, _| id["aud"] = "another client".into()),
        ("client_id", |_, access| {
            access["client_id"] = "another client".into();
        }),
        ("exp", |id, _| id["exp"] = 1.into()),
        ("exp", |_, access| access["exp"] = 1.into()),
        ("token_use", |id, _| id["token_use"] = "access".into()),
        ("token_use", |_, access| access["token_use"] = "id".into()),
        ("sub", |_, access| access["sub"] = "another user".into()),
    ];
    for (what, change) in changes {
        let error = outcome_of(change).await;
        let expected = match what {
            "sub" => matches!(error, Error::UserChanged { .. }),
            _ => matches!(error, Error::Token { .. }),
        };
        assert!(expected, "{what}: {error}");
    }
}

#[tokio::test]
async fn tokens_of_a_strangers_key_and_mixed_up_tokens_are_refused() {
    let forged = outcome(|service, nonce| {
        let mut id = service.id_claims();
        id["nonce"] = nonce.into();
        json(
            200,
            granted(&STRANGERS_KEY, id, &service.access_claims(), None),
        )
    });
    assert!(matches!(forged.await, Error::Token { .. }));
    let swapped = outcome(|service, nonce| {
        let mut tokens = service.granted(Some(nonce), None);
        let id_token = tokens["id_token"].take();
        tokens["id_token"] = tokens["access_token"].take();
        tokens["access_token"] = id_token;
        json(200, tokens)
    });
    assert!(matches!(swapped.await, Error::Token { .. }));
    // Each good by itself, but of two answers.
    let mixed = outcome(|service, nonce| {
        let mut tokens = service.granted(Some(nonce), None);
        tokens["access_token"] = service.granted(Some(nonce), None)["access_token"].take();
        json(200, tokens)
    });
    assert!(matches!(mixed.await, Error::Token { .. }));
}

#[tokio::test]
async fn without_an_id_token_it_is_said_to_add_openid() {
    let error = outcome(|service, _| {
        let mut tokens = service.granted(None, Some("refresh-1"));
        tokens.as_object_mut().unwrap().remove("id_token");
        json(200, tokens)
    })
    .await;
    assert!(matches!(error, Error::NoIdToken), "{error}");
    assert!(error.hint().unwrap().contains("`openid`"));
}

#[tokio::test]
async fn what_is_no_answer_of_a_token_endpoint_is_named() {
    let page =
        |status| ResponseTemplate::new(status).set_body_raw("<html>hunter2</html>", "text/html");
    let html = outcome(|_, _| page(200)).await;
    assert!(html.to_string().contains("HTML") && !html.to_string().contains("hunter2"));

    let firewall = outcome(|_, _| page(403)).await;
    assert!(firewall.hint().unwrap().contains("WAF"), "{firewall}");
    let elsewhere = outcome(|_, _| page(404)).await;
    assert!(elsewhere.hint().unwrap().contains("domain"), "{elsewhere}");
    let broken = outcome(|_, _| page(503)).await;
    assert!(broken.is_retryable(), "{broken}");
    let moved = outcome(|service, _| {
        ResponseTemplate::new(302).insert_header("location", format!("{}/x", service.url()))
    });
    assert!(matches!(
        moved.await,
        Error::UnexpectedStatus { status: 302, .. }
    ));

    for body in [
        "",
        "{",
        "[]",
        "{\"access_token\":\"a\",\"access_token\":\"b\"}",
        "null",
    ] {
        let answer = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        let error = outcome(|_, _| answer).await;
        assert!(
            matches!(error, Error::InvalidResponse { .. }),
            "{body}: {error}"
        );
    }
    let endless = ResponseTemplate::new(200).set_body_bytes(vec![b' '; 1024 * 1024]);
    let error = outcome(|_, _| endless).await.to_string();
    assert!(error.contains("256 KiB"), "{error}");
    let flood = json!({"error": "invalid_grant", "error_description": "x\u{1b}[2J".repeat(2000)});
    let error = outcome(|_, _| json(400, flood)).await.to_string();
    assert!(error.len() < 600 && !error.contains('\u{1b}'), "{error}");
}

#[tokio::test]
async fn a_code_is_not_sent_again_when_the_answer_does_not_come() {
    let service = Service::start().await;
    let timeouts = Timeouts {
        attempt: Duration::from_millis(100),
        ..Timeouts::default()
    };
    let pool = service
        .browser_builder()
        .timeouts(timeouts)
        .build()
        .unwrap();
    let slow = ResponseTemplate::new(200).set_delay(Duration::from_mins(1));
    service.grant("authorization_code", slow).await;
    let error = complete(begin(&pool)).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(service.visits("/oauth2/token").await.len(), 1);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unreachable() {
    let service = Service::start().await;
    // A port that nobody listens at any more.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let pool = service
        .builder()
        .domain(gone.parse().unwrap())
        .build()
        .unwrap();
    let error = complete(begin(&pool)).await.unwrap_err();
    assert!(
        matches!(error, Error::Unreachable { .. }) && error.is_retryable(),
        "{error}"
    );
    assert!(!error.to_string().contains("the-code"), "{error}");
}
