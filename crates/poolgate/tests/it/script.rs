//! A service that answers what a test tells it to, and the tokens that it answers with.

use std::sync::{Arc, LazyLock};
use std::time::{Duration, SystemTime};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use poolgate::{
    Administration, Error, MemoryStore, Password, Session, SignInStep, Timeouts, TokenStore as _,
    UserPool, UserPoolBuilder, Username,
};
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, Respond, ResponseTemplate};

use crate::local::aws_credentials;

pub(crate) const POOL: &str = "eu-west-1_Example";
pub(crate) const CLIENT: &str = "4h57exampleclient";

/// A key of the pool; made once for each process of tests.
pub(crate) struct Key {
    id: &'static str,
    pair: KeyPair,
}

pub(crate) static KEY: LazyLock<Key> = LazyLock::new(|| Key::generate("key-1"));
pub(crate) static NEW_KEY: LazyLock<Key> = LazyLock::new(|| Key::generate("key-2"));
pub(crate) static STRANGERS_KEY: LazyLock<Key> = LazyLock::new(|| Key::generate("key-1"));

impl Key {
    fn generate(id: &'static str) -> Self {
        Self {
            id,
            pair: KeyPair::generate(KeySize::Rsa2048).unwrap(),
        }
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        let encode = |value: &Value| BASE64URL.encode(value.to_string());
        let header = json!({"kid": self.id, "alg": "RS256"});
        let message = format!("{}.{}", encode(&header), encode(claims));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message.as_bytes(),
                &mut signature,
            )
            .unwrap();
        format!("{message}.{}", BASE64URL.encode(signature))
    }

    /// The answer to a sign-in or a refresh, with tokens of these claims.
    pub(crate) fn tokens(&self, id: &Value, access: &Value, refresh_token: Option<&str>) -> Value {
        json!({"ChallengeParameters": {}, "AuthenticationResult": {
            "IdToken": self.sign(id), "AccessToken": self.sign(access), "TokenType": "Bearer",
            "ExpiresIn": 3600, "RefreshToken": refresh_token,
        }})
    }

    pub(crate) fn jwks(&self) -> Value {
        let public = PublicKeyComponents::<Vec<u8>>::from(self.pair.public_key());
        json!({"keys": [{
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.id,
            "n": BASE64URL.encode(public.n), "e": BASE64URL.encode(public.e),
        }]})
    }
}

/// A service, and the tokens of the pool that it plays.
pub(crate) struct Service {
    pub(crate) server: MockServer,
}

impl Service {
    /// A service that publishes the pool's key and answers nothing else yet.
    pub(crate) async fn start() -> Self {
        let service = Self {
            server: MockServer::start().await,
        };
        service
            .publish(ResponseTemplate::new(200).set_body_json(KEY.jwks()))
            .await;
        service
    }

    /// Publishes this as the key set instead.
    pub(crate) async fn publish(&self, answer: impl Respond + 'static) {
        Mock::given(method("GET"))
            .and(path(format!("/{POOL}/.well-known/jwks.json")))
            .respond_with(answer)
            .with_priority(4)
            .mount(&self.server)
            .await;
    }

    /// Fails every request for the key set from now on.
    pub(crate) async fn unpublish(&self) {
        Mock::given(method("GET"))
            .respond_with(ResponseTemplate::new(503))
            .with_priority(1)
            .mount(&self.server)
            .await;
    }

    pub(crate) fn url(&self) -> String {
        self.server.uri()
    }

    pub(crate) fn builder(&self) -> UserPoolBuilder {
        UserPool::builder(POOL.parse().unwrap(), CLIENT.parse().unwrap())
            .endpoint_url(self.url())
            .timeouts(Timeouts {
                connect: Duration::from_secs(5),
                attempt: Duration::from_secs(10),
                operation: Duration::from_secs(20),
                ..Timeouts::default()
            })
    }

    pub(crate) fn administration(&self) -> Administration {
        Administration::builder(POOL.parse().unwrap())
            .endpoint_url(self.url())
            .credentials(aws_credentials())
            .build()
            .unwrap()
    }

    pub(crate) fn pool(&self) -> UserPool {
        self.builder().build().unwrap()
    }

    /// Answers an operation of the user pool from now on.
    pub(crate) async fn answer(&self, operation: &str, answer: impl Respond + 'static) {
        self.expect(operation, answer, 0..).await;
    }

    /// The same, and checks at the end how often it was called.
    pub(crate) async fn expect(
        &self,
        operation: &str,
        answer: impl Respond + 'static,
        times: impl Into<wiremock::Times>,
    ) {
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        Mock::given(header("x-amz-target", target))
            .respond_with(answer)
            .with_priority(4)
            .expect(times)
            .mount(&self.server)
            .await;
    }

    /// Answers once, before any other answer.
    pub(crate) async fn answer_once(&self, operation: &str, answer: impl Respond + 'static) {
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        Mock::given(header("x-amz-target", target))
            .respond_with(answer)
            .up_to_n_times(1)
            .with_priority(1)
            .mount(&self.server)
            .await;
    }

    pub(crate) fn id_claims(&self) -> Value {
        json!({
            "sub": "0a1b", "aud": CLIENT, "token_use": "id", "iss": format!("{}/{POOL}", self.url()),
            "exp": now() + 3600, "iat": now(), "auth_time": now(), "cognito:username": "ana",
            "jti": unique(),
        })
    }

    pub(crate) fn access_claims(&self) -> Value {
        json!({
            "sub": "0a1b", "client_id": CLIENT, "token_use": "access", "username": "ana",
            "iss": format!("{}/{POOL}", self.url()), "exp": now() + 3600, "iat": now(),
            "scope": "aws.cognito.signin.user.admin", "jti": unique(),
        })
    }

    /// Tokens of `ana` that live for an hour, and a refresh token if one is named.
    pub(crate) fn tokens(&self, refresh_token: Option<&str>) -> Value {
        KEY.tokens(&self.id_claims(), &self.access_claims(), refresh_token)
    }

    /// Signs `ana` in with a password; the service answers with these tokens.
    pub(crate) async fn sign_in(&self, tokens: Value) -> Result<Session, Error> {
        self.answer_once("InitiateAuth", ok(tokens)).await;
        match self.pool().sign_in(ana()).with_password(password()).await? {
            SignInStep::SignedIn(session) => Ok(session),
            other => panic!("{other:?}"),
        }
    }

    /// A session of `ana` that was just signed in.
    pub(crate) async fn session(&self) -> Session {
        self.sign_in(self.tokens(Some("refresh-1"))).await.unwrap()
    }

    /// A session of `ana` whose tokens came an hour ago and have little left.
    pub(crate) async fn aged_session(&self, left: Duration) -> Session {
        let pool = self.pool();
        let store = Arc::new(MemoryStore::new());
        self.session()
            .await
            .keep_in(store.clone(), None)
            .await
            .unwrap();
        let mut record = store.load(&pool.session_key(None)).unwrap().unwrap();
        record.received_at = SystemTime::now() - Duration::from_mins(58);
        record.expires_at = SystemTime::now() + left;
        pool.resume(&record).unwrap()
    }

    /// The same, in a library that waits 100 ms for a lock and no longer.
    pub(crate) async fn impatient_session(&self) -> Session {
        let timeouts = Timeouts {
            lock: Duration::from_millis(100),
            ..Timeouts::default()
        };
        let pool = self.builder().timeouts(timeouts).build().unwrap();
        self.answer_once("InitiateAuth", ok(self.tokens(Some("refresh-1"))))
            .await;
        match pool.sign_in(ana()).with_password(password()).await.unwrap() {
            SignInStep::SignedIn(session) => session,
            other => panic!("{other:?}"),
        }
    }

    /// The body of the only call of an operation.
    pub(crate) async fn body_of(&self, operation: &str) -> Value {
        let requests = self.server.received_requests().await.unwrap();
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        let is_wanted = |sent: &wiremock::http::HeaderValue| sent == target.as_str();
        let mut calls = requests
            .iter()
            .filter(|request| request.headers.get("x-amz-target").is_some_and(is_wanted));
        let call = calls.next().unwrap();
        assert!(calls.next().is_none(), "{operation} was called twice");
        serde_json::from_slice(&call.body).unwrap()
    }

    /// How often an operation was called.
    pub(crate) async fn calls(&self, operation: &str) -> usize {
        let requests = self.server.received_requests().await.unwrap();
        let is_operation = |target: &wiremock::http::HeaderValue| {
            target.to_str().unwrap().ends_with(&format!(".{operation}"))
        };
        let targets = requests
            .iter()
            .filter_map(|request| request.headers.get("x-amz-target"));
        targets.filter(|target| is_operation(target)).count()
    }
}

pub(crate) fn ana() -> Username {
    Username::new("ana").unwrap()
}

pub(crate) fn password() -> Password {
    Password::new("correct horse".to_owned()).unwrap()
}

pub(crate) fn ok(body: impl Into<Value>) -> ResponseTemplate {
    let body: Value = body.into();
    ResponseTemplate::new(200).set_body_raw(body.to_string(), "application/x-amz-json-1.1")
}

pub(crate) fn refusal(code: &str, message: &str) -> ResponseTemplate {
    let body = json!({"__type": code, "message": message});
    ResponseTemplate::new(400)
        .set_body_raw(body.to_string(), "application/x-amz-json-1.1")
        .insert_header("x-amzn-errortype", format!("{code}:"))
}

pub(crate) fn now() -> u64 {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap()
        .as_secs()
}

/// No two tokens are the same, as with the service.
fn unique() -> String {
    static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
        .to_string()
}
