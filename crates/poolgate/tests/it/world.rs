//! A user pool and an identity pool that answer by a clock which only the test moves.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_smithy_async::time::TimeSource;
use poolgate::{IdentityPool, Session, SignInStep, UserPool};
use serde_json::{Value, json};
use wiremock::matchers::header;
use wiremock::{Mock, Request, Respond, ResponseTemplate};

use crate::identity_pool::IDENTITY_POOL;
use crate::script::{CLIENT, KEY, POOL, Service, ana, ok, password};

pub(crate) const READER: &str = "arn:aws:iam::123456789012:role/data-reader";
pub(crate) const WRITER: &str = "arn:aws:iam::123456789012:role/data-writer";

/// How long tokens and credentials live, unless a test says otherwise.
pub(crate) const HOUR: Duration = Duration::from_hours(1);

/// Time as the test has it.
#[derive(Clone, Debug)]
pub(crate) struct Time(Arc<Mutex<SystemTime>>);

impl Time {
    fn start() -> Self {
        let start = Duration::from_hours(498_701);
        Self(Arc::new(Mutex::new(SystemTime::UNIX_EPOCH + start)))
    }

    pub(crate) fn pass(&self, time: Duration) {
        *self.0.lock().unwrap() += time;
    }

    fn unix(&self) -> u64 {
        let since = self.now().duration_since(SystemTime::UNIX_EPOCH);
        since.unwrap().as_secs()
    }
}

impl TimeSource for Time {
    fn now(&self) -> SystemTime {
        *self.0.lock().unwrap()
    }
}

/// Both services.
pub(crate) struct World {
    pub(crate) service: Service,
    pub(crate) time: Time,
    token_life: Duration,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(HOUR, HOUR, true).await
    }

    /// Lives of tokens and credentials, and whether a refresh brings a new refresh token.
    pub(crate) async fn with(
        token_life: Duration,
        credential_life: Duration,
        rotates: bool,
    ) -> Self {
        let world = Self {
            service: Service::start().await,
            time: Time::start(),
            token_life,
        };
        let refreshed = Tokens {
            issuer: format!("{}/{POOL}", world.service.url()),
            time: world.time.clone(),
            life: token_life,
            rotates,
            issued: AtomicU32::new(1),
        };
        world.answer("GetTokensFromRefreshToken", refreshed).await;
        world
            .answer_identity("GetId", ok(json!({"IdentityId": "eu-west-1:1"})))
            .await;
        let issued = Credentials {
            time: world.time.clone(),
            life: credential_life,
            issued: AtomicU32::new(0),
        };
        world
            .answer_identity("GetCredentialsForIdentity", issued)
            .await;
        world
    }

    pub(crate) fn user_pool(&self) -> UserPool {
        let builder = self.service.builder().time_source(self.time.clone());
        builder.build().unwrap()
    }

    pub(crate) fn identity_pool(&self) -> IdentityPool {
        IdentityPool::builder(IDENTITY_POOL.parse().unwrap())
            .endpoint_url(self.service.url())
            .time_source(self.time.clone())
            .build()
            .unwrap()
    }

    /// A session that has just begun.
    pub(crate) async fn session(&self) -> Session {
        let first = Tokens {
            issuer: format!("{}/{POOL}", self.service.url()),
            time: self.time.clone(),
            life: self.token_life,
            rotates: true,
            issued: AtomicU32::new(0),
        };
        self.service.answer_once("InitiateAuth", first).await;
        let sign_in = self.user_pool().sign_in(ana()).with_password(password());
        match sign_in.await.unwrap() {
            SignInStep::SignedIn(session) => session,
            other => panic!("{other:?}"),
        }
    }

    async fn answer(&self, operation: &str, answer: impl Respond + 'static) {
        self.service.answer(operation, answer).await;
    }

    async fn answer_identity(&self, operation: &str, answer: impl Respond + 'static) {
        let target = format!("AWSCognitoIdentityService.{operation}");
        Mock::given(header("x-amz-target", target))
            .respond_with(answer)
            .with_priority(4)
            .mount(&self.service.server)
            .await;
    }

    /// Fails an operation of either service from now on.
    pub(crate) async fn fail(&self, operation: &'static str, answer: ResponseTemplate) {
        let is_it = move |request: &Request| target(request).ends_with(&format!(".{operation}"));
        Mock::given(is_it)
            .respond_with(answer)
            .with_priority(1)
            .mount(&self.service.server)
            .await;
    }

    /// The operations that were called since the last time, in order.
    pub(crate) async fn calls(&self) -> Vec<String> {
        let requests = self.service.server.received_requests().await.unwrap();
        let names = requests
            .iter()
            .map(target)
            .filter_map(|target| Some(target.split_once('.')?.1.to_owned()));
        names.collect()
    }

    /// The bodies that an operation was called with.
    pub(crate) async fn bodies(&self, operation: &str) -> Vec<Value> {
        let requests = self.service.server.received_requests().await.unwrap();
        let of_it = |request: &&Request| target(request).ends_with(&format!(".{operation}"));
        let bodies = requests.iter().filter(of_it);
        bodies.map(|request| request.body_json().unwrap()).collect()
    }
}

fn target(request: &Request) -> String {
    let target = request.headers.get("x-amz-target");
    target.map_or_else(String::new, |target| target.to_str().unwrap().to_owned())
}

/// Tokens that are issued when they are asked for: `refresh-1`, `refresh-2` …
struct Tokens {
    issuer: String,
    time: Time,
    life: Duration,
    rotates: bool,
    issued: AtomicU32,
}

impl Respond for Tokens {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let number = self.issued.fetch_add(1, Ordering::SeqCst) + 1;
        let (now, life) = (self.time.unix(), self.life.as_secs());
        let common = |token_use: &str| {
            json!({
                "sub": "0a1b", "token_use": token_use, "iss": self.issuer, "iat": now,
                "exp": now + life, "jti": format!("{token_use}-{number}"),
            })
        };
        let (mut id, mut access) = (common("id"), common("access"));
        id["aud"] = CLIENT.into();
        id["cognito:username"] = "ana".into();
        id["cognito:roles"] = json!([READER, WRITER]);
        access["client_id"] = CLIENT.into();
        access["username"] = "ana".into();
        let refresh_token = format!("refresh-{number}");
        let mut answer = KEY.tokens(&id, &access, self.rotates.then_some(refresh_token.as_str()));
        answer["AuthenticationResult"]["ExpiresIn"] = life.into();
        ok(answer)
    }
}

/// Credentials that are issued when they are asked for: `ASIA1`, `ASIA2` …
struct Credentials {
    time: Time,
    life: Duration,
    issued: AtomicU32,
}

impl Respond for Credentials {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let number = self.issued.fetch_add(1, Ordering::SeqCst) + 1;
        ok(json!({"IdentityId": "eu-west-1:1", "Credentials": {
            "AccessKeyId": format!("ASIA{number}"), "SecretKey": "key-secret",
            "SessionToken": "token-secret", "Expiration": self.time.unix() + self.life.as_secs(),
        }}))
    }
}
