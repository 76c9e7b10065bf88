//! A user pool and an identity pool that answer by a clock which only the test moves.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_smithy_async::time::TimeSource;
use poolgate::{IdentityPool, Session, SignInStep, UserPool, UserPoolBuilder};
use serde_json::{Value, json};
use wiremock::matchers::header;
use wiremock::{Mock, Request, Respond, ResponseTemplate};

use crate::identity_pool::IDENTITY_POOL;
use crate::oauth_script::{begin, complete, fields, granted, json as answer_json, nonce, refused};
use crate::script::{CLIENT, KEY, POOL, Service, ana, ok, password, refusal};

pub(crate) const READER: &str = "arn:aws:iam::123456789012:role/data-reader";
pub(crate) const WRITER: &str = "arn:aws:iam::123456789012:role/data-writer";

/// What a session does at the user pool, whatever the way is called there.
pub(crate) const SIGN_IN: &str = "sign-in";
pub(crate) const REFRESH: &str = "refresh";

/// How a user signs in, which is also how the session refreshes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Way {
    Api,
    Browser,
}

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
    way: Way,
    token_life: Duration,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::of(Way::Api).await
    }

    pub(crate) async fn of(way: Way) -> Self {
        Self::with(way, HOUR, HOUR, true).await
    }

    /// Lives of tokens and credentials, and whether a refresh brings a new refresh token.
    pub(crate) async fn with(
        way: Way,
        token_life: Duration,
        credential_life: Duration,
        rotates: bool,
    ) -> Self {
        let world = Self {
            service: Service::start().await,
            time: Time::start(),
            way,
            token_life,
        };
        let refreshed = Tokens {
            rotates,
            issued: AtomicU32::new(1),
            ..world.tokens(None)
        };
        match way {
            Way::Api => world.answer("GetTokensFromRefreshToken", refreshed).await,
            Way::Browser => world.service.grant("refresh_token", refreshed).await,
        }
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
        self.user_pool_builder().build().unwrap()
    }

    pub(crate) fn user_pool_builder(&self) -> UserPoolBuilder {
        let builder = self.service.browser_builder();
        builder.time_source(self.time.clone())
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
        match self.way {
            Way::Api => {
                let first = self.tokens(None);
                self.service.answer_once("InitiateAuth", first).await;
                let sign_in = self.user_pool().sign_in(ana()).with_password(password());
                match sign_in.await.unwrap() {
                    SignInStep::SignedIn(session) => session,
                    other => panic!("{other:?}"),
                }
            }
            Way::Browser => {
                let authorization = begin(&self.user_pool());
                let first = self.tokens(Some(nonce(&authorization)));
                self.service.grant_once("authorization_code", first).await;
                complete(authorization).await.unwrap()
            }
        }
    }

    /// The first tokens of a session.
    fn tokens(&self, nonce: Option<String>) -> Tokens {
        Tokens {
            issuer: format!("{}/{POOL}", self.service.url()),
            time: self.time.clone(),
            life: self.token_life,
            rotates: true,
            nonce,
            issued: AtomicU32::new(0),
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
        Mock::given(move |request: &Request| name(request).as_deref() == Some(operation))
            .respond_with(answer)
            .with_priority(1)
            .mount(&self.service.server)
            .await;
    }

    /// Has an operation refused with these words from now on, as its service does it.
    pub(crate) async fn refuse(&self, operation: &'static str, words: &str) {
        let answer = match (self.way, operation) {
            (Way::Browser, REFRESH) => refused("invalid_grant", Some(words)),
            _ => refusal("NotAuthorizedException", words),
        };
        self.fail(operation, answer).await;
    }

    /// What was called, in order.
    pub(crate) async fn calls(&self) -> Vec<String> {
        let requests = self.service.server.received_requests().await.unwrap();
        requests.iter().filter_map(name).collect()
    }

    /// The bodies that an operation was called with.
    pub(crate) async fn bodies(&self, operation: &str) -> Vec<Value> {
        let requests = self.service.server.received_requests().await.unwrap();
        let of_it = |request: &&Request| name(request).as_deref() == Some(operation);
        let bodies = requests.iter().filter(of_it);
        bodies.map(|request| request.body_json().unwrap()).collect()
    }

    /// The refresh tokens that were spent, in order.
    pub(crate) async fn spent(&self) -> Vec<String> {
        let requests = self.service.server.received_requests().await.unwrap();
        let refreshes = requests
            .iter()
            .filter(|request| name(request).as_deref() == Some(REFRESH));
        let spent = refreshes.map(|request| match self.way {
            Way::Api => {
                let body: Value = request.body_json().unwrap();
                body["RefreshToken"].as_str().unwrap().to_owned()
            }
            Way::Browser => fields(&request.body)["refresh_token"].clone(),
        });
        spent.collect()
    }
}

/// What a request asks for; `None` for the key set.
fn name(request: &Request) -> Option<String> {
    if request.url.path() == "/oauth2/token" {
        let grant = fields(&request.body)["grant_type"].clone();
        return Some(match grant.as_str() {
            "authorization_code" => SIGN_IN.to_owned(),
            "refresh_token" => REFRESH.to_owned(),
            _ => grant,
        });
    }
    let target = request.headers.get("x-amz-target")?.to_str().unwrap();
    Some(match target.split_once('.')?.1 {
        "InitiateAuth" => SIGN_IN.to_owned(),
        "GetTokensFromRefreshToken" => REFRESH.to_owned(),
        operation => operation.to_owned(),
    })
}

/// Tokens that are issued when they are asked for: `refresh-1`, `refresh-2` …
struct Tokens {
    issuer: String,
    time: Time,
    life: Duration,
    rotates: bool,
    nonce: Option<String>,
    issued: AtomicU32,
}

impl Respond for Tokens {
    fn respond(&self, request: &Request) -> ResponseTemplate {
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
        let refresh_token = self.rotates.then_some(refresh_token.as_str());
        if request.url.path() == "/oauth2/token" {
            if let Some(nonce) = &self.nonce {
                id["nonce"] = nonce.as_str().into();
            }
            let mut answer = granted(&KEY, id, &access, refresh_token);
            answer["expires_in"] = life.into();
            return answer_json(200, answer);
        }
        let mut answer = KEY.tokens(&id, &access, refresh_token);
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
