//! Tokens that are kept fresh in the background. Time is tokio's, paused: the session's clock, the
//! task's naps and the service's tokens go by it, and nothing waits for a real network.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use aws_types::SdkConfig;
use poolgate::{Environment, Error, KeeperStatus, Session, TokenStore, UserPool};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::script::{CLIENT, KEY, POOL, ana};
use crate::shared_store::FullStore;

const HOUR: Duration = Duration::from_hours(1);
const MARGIN: Duration = Duration::from_mins(5);
const MINUTE: Duration = Duration::from_mins(1);

/// The paused clock, and how far the machine's is ahead of it since it slept.
#[derive(Clone, Debug)]
struct Clock {
    start: Instant,
    slept: Arc<Mutex<Duration>>,
}

impl Clock {
    fn elapsed(&self) -> Duration {
        self.start.elapsed() + *self.slept.lock().unwrap()
    }
}

impl TimeSource for Clock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_hours(498_701) + self.elapsed()
    }
}

/// A pool that answers refreshes, or refuses them.
#[derive(Clone, Debug)]
struct Pool {
    clock: Clock,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// When it was called.
    calls: Vec<Duration>,
    refusal: Option<(u16, &'static str)>,
    life: Duration,
}

impl Pool {
    fn new() -> Self {
        let clock = Clock {
            start: Instant::now(),
            slept: Arc::default(),
        };
        let state = State {
            life: HOUR,
            ..State::default()
        };
        Self {
            clock,
            state: Arc::new(Mutex::new(state)),
        }
    }

    fn refuse(&self, refusal: Option<(u16, &'static str)>) {
        self.state.lock().unwrap().refusal = refusal;
    }

    fn calls(&self) -> Vec<Duration> {
        self.state.lock().unwrap().calls.clone()
    }

    /// A session that begins now, with the first call.
    async fn session(&self) -> Session {
        let connector = SharedHttpConnector::new(self.clone());
        let config = SdkConfig::builder()
            .http_client(http_client_fn(move |_, _| connector.clone()))
            .retry_config(aws_smithy_types::retry::RetryConfig::disabled())
            .build();
        let mut environment = Environment::default();
        environment.cognito_jwks = Some(KEY.jwks().to_string());
        let pool = UserPool::builder(POOL.parse().unwrap(), CLIENT.parse().unwrap())
            .sdk_config(&config)
            .environment(environment)
            .time_source(self.clock.clone())
            .build()
            .unwrap();
        let session = pool.session_from_refresh_token("refresh".into(), ana(), None);
        session.await.unwrap()
    }

    fn answer(&self) -> (u16, Value) {
        let mut state = self.state.lock().unwrap();
        state.calls.push(self.clock.elapsed());
        if let Some((status, code)) = state.refusal {
            let message = "Refresh Token has been revoked";
            return (status, json!({"__type": code, "message": message}));
        }
        let now = self.clock.now().duration_since(SystemTime::UNIX_EPOCH);
        let (now, life) = (now.unwrap().as_secs(), state.life.as_secs());
        let claims = |token_use: &str| {
            json!({
                "sub": "0a1b", "token_use": token_use, "iat": now, "exp": now + life,
                "iss": format!("https://cognito-idp.eu-west-1.amazonaws.com/{POOL}"),
                "aud": CLIENT, "client_id": CLIENT, "cognito:username": "ana", "username": "ana",
            })
        };
        let mut answer = KEY.tokens(&claims("id"), &claims("access"), None);
        answer["AuthenticationResult"]["ExpiresIn"] = life.into();
        (200, answer)
    }
}

impl HttpConnector for Pool {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let (status, body) = self.answer();
        let body = SdkBody::from(body.to_string());
        let mut response = HttpResponse::new(status.try_into().unwrap(), body);
        let headers = response.headers_mut();
        headers.insert("content-type", "application/x-amz-json-1.1");
        HttpConnectorFuture::ready(Ok(response))
    }
}

#[tokio::test(start_paused = true)]
async fn tokens_are_refreshed_when_their_margin_is_reached_and_only_then() {
    let pool = Pool::new();
    let session = pool.session().await;
    let keeper = session.keep_fresh().unwrap();
    for _ in 0..24 * 60 {
        tokio::time::sleep(MINUTE).await;
        let left = session.tokens().remaining(pool.clock.now());
        assert!(left + Duration::from_secs(2) >= MARGIN, "{left:?}");
    }
    assert!(matches!(keeper.status(), KeeperStatus::Working));
    let calls = pool.calls();
    let apart = Duration::from_mins(55);
    for pair in calls.windows(2) {
        let between = pair[1].saturating_sub(pair[0]);
        let bound = apart..=apart + Duration::from_secs(2);
        assert!(bound.contains(&between), "{between:?}");
    }
    assert_eq!(calls.len(), 1 + 26);
}

#[tokio::test(start_paused = true)]
async fn it_returns_at_once_and_asks_for_nothing_before_time() {
    let pool = Pool::new();
    let session = pool.session().await;
    let before = Instant::now();
    let keeper = session.keep_fresh().unwrap();
    assert_eq!(Instant::now(), before);
    tokio::time::sleep(Duration::from_mins(54)).await;
    assert_eq!(pool.calls().len(), 1);
    assert!(keeper.last_error().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_has_slept_refreshes_within_a_minute() {
    let pool = Pool::new();
    let session = pool.session().await;
    let _keeper = session.keep_fresh().unwrap();
    tokio::time::sleep(MINUTE).await;
    *pool.clock.slept.lock().unwrap() += 8 * HOUR;
    tokio::time::sleep(MINUTE + Duration::from_secs(1)).await;
    assert_eq!(pool.calls().len(), 2);
    assert!(session.tokens().remaining(pool.clock.now()) > MARGIN);
}

#[tokio::test(start_paused = true)]
async fn what_fails_is_told_and_tried_again_ever_more_seldom() {
    let pool = Pool::new();
    let session = pool.session().await;
    let mut keeper = session.keep_fresh().unwrap();
    pool.refuse(Some((500, "InternalErrorException")));
    let KeeperStatus::Failing(error) = keeper.changed().await else {
        panic!("{keeper:?}");
    };
    assert!(error.is_retryable(), "{error}");
    assert!(keeper.last_error().is_some());
    tokio::time::sleep(12 * HOUR).await;
    // 1, 2, 4 … seconds, then 5 minutes, half of each by chance.
    let attempts = pool.calls().len() - 1;
    assert!((12 * 12..12 * 24 + 20).contains(&attempts), "{attempts}");

    pool.refuse(None);
    while keeper.last_error().is_some() {
        keeper.changed().await;
    }
    assert!(matches!(keeper.status(), KeeperStatus::Working));
    assert!(session.tokens().remaining(pool.clock.now()) > MARGIN);
}

#[tokio::test(start_paused = true)]
async fn tokens_that_the_store_does_not_take_are_kept_as_soon_as_it_does() {
    let pool = Pool::new();
    let session = pool.session().await;
    let store = FullStore::default();
    let full = Arc::clone(&store.full);
    let store: Arc<dyn TokenStore> = Arc::new(store);
    let kept = session.keep_in(Arc::clone(&store), None).await;
    kept.unwrap();
    let mut keeper = session.keep_fresh().unwrap();
    full.store(true, Ordering::SeqCst);
    let KeeperStatus::Failing(error) = keeper.changed().await else {
        panic!("{keeper:?}");
    };
    assert!(matches!(error, Error::Store(_)), "{error}");
    tokio::time::sleep(HOUR / 2).await;
    assert!(keeper.last_error().is_some());

    full.store(false, Ordering::SeqCst);
    while keeper.last_error().is_some() {
        keeper.changed().await;
    }
    // The service was asked once; only the store was asked again.
    assert_eq!(pool.calls().len(), 2);
    let record = store.load(&session.pool().session_key(None)).unwrap();
    let kept = record.unwrap().access_token.expose().to_owned();
    assert_eq!(kept, session.tokens().access_token().expose());
}

#[tokio::test(start_paused = true)]
async fn it_stops_for_good_where_only_a_new_sign_in_helps() {
    let pool = Pool::new();
    let session = pool.session().await;
    let mut keeper = session.keep_fresh().unwrap();
    pool.refuse(Some((400, "NotAuthorizedException")));
    let status = keeper.changed().await;
    assert!(
        matches!(&status, KeeperStatus::Over(error) if error.needs_sign_in()),
        "{status:?}"
    );
    tokio::time::sleep(24 * HOUR).await;
    assert_eq!(pool.calls().len(), 2);
    // Whoever asks later is told the same, at once.
    assert!(matches!(keeper.changed().await, KeeperStatus::Over(_)));
}

#[tokio::test(start_paused = true)]
async fn a_session_that_is_ended_here_ends_it_too() {
    let pool = Pool::new();
    let session = pool.session().await;
    let mut keeper = session.keep_fresh().unwrap();
    session.forget().await.unwrap();
    let status = keeper.changed().await;
    assert!(
        matches!(status, KeeperStatus::Over(Error::SignedOut)),
        "{status:?}"
    );
    assert_eq!(pool.calls().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn stopped_or_dropped_it_refreshes_no_more() {
    let pool = Pool::new();
    let session = pool.session().await;
    session.keep_fresh().unwrap().stop().await;
    drop(session.keep_fresh().unwrap());
    tokio::time::sleep(3 * HOUR).await;
    assert_eq!(pool.calls().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn tokens_without_a_life_do_not_make_it_spin() {
    let pool = Pool::new();
    let session = pool.session().await;
    let _keeper = session.keep_fresh().unwrap();
    pool.state.lock().unwrap().life = Duration::from_secs(1);
    tokio::time::sleep(HOUR).await;
    let before = pool.calls().len();
    tokio::time::sleep(HOUR).await;
    let calls = pool.calls().len() - before;
    assert!(calls <= 3600, "{calls}");
}

#[test]
fn without_a_runtime_it_is_an_error() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    let session = runtime.block_on(async { Pool::new().session().await });
    assert!(matches!(session.keep_fresh(), Err(Error::NoRuntime)));
}
