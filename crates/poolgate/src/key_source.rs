use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use poolgate_token::{Decision, Issuer, KeySet, KeySetCache, Refusal};

use crate::Error;
use crate::http::{ExchangeFailure, HttpSettings, Repeat};
use crate::service_clock::ServiceClock;
use crate::unix_time::to_signed_unix;

/// What a key set may have in bytes.
const MAXIMUM: usize = 1024 * 1024;

/// The keys that sign a pool's tokens, fetched when a token names one that is not at hand.
#[derive(Debug)]
pub(crate) struct KeySource {
    http: Arc<HttpSettings>,
    clock: ServiceClock,
    state: Mutex<State>,
    fetching: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    cache: KeySetCache,
    documents: HashMap<String, Arc<str>>,
}

/// A key set, and the JSON that it came as: a store keeps it beside the tokens.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    set: KeySet,
    document: Arc<str>,
}

impl Keys {
    pub(crate) fn parse(document: &str) -> Result<Self, poolgate_token::Error> {
        Ok(Self {
            set: KeySet::from_json(document)?,
            document: document.into(),
        })
    }

    pub(crate) fn set(&self) -> &KeySet {
        &self.set
    }

    pub(crate) fn document(&self) -> Arc<str> {
        Arc::clone(&self.document)
    }
}

impl KeySource {
    pub(crate) fn new(http: Arc<HttpSettings>, clock: ServiceClock) -> Self {
        Self {
            http,
            clock,
            state: Mutex::default(),
            fetching: tokio::sync::Mutex::default(),
        }
    }

    /// Never fetches the keys of this issuer: they are these.
    pub(crate) fn pin(&self, issuer: &Issuer, keys: &Keys) {
        let mut state = self.state();
        state.cache.pin(issuer.jwks_uri(), keys.set.clone());
        state
            .documents
            .insert(issuer.jwks_uri().to_owned(), keys.document());
    }

    /// Takes over keys that were kept, unless some are at hand.
    pub(crate) fn preload(&self, issuer: &Issuer, keys: &Keys, fetched_at: SystemTime) {
        let uri = issuer.jwks_uri();
        let mut state = self.state();
        if !state.documents.contains_key(uri) {
            state
                .cache
                .preload(uri, keys.set.clone(), to_signed_unix(fetched_at));
            state.documents.insert(uri.to_owned(), keys.document());
        }
    }

    /// The keys of this issuer, among them the one that a token names. `token` is what the token
    /// is called in an error.
    pub(crate) async fn for_token(
        &self,
        token: &'static str,
        issuer: &Issuer,
        key_id: &str,
    ) -> Result<Keys, Error> {
        let uri = issuer.jwks_uri();
        if let Some(keys) = self.at_hand(token, uri, key_id)? {
            return Ok(keys);
        }
        let _one_at_a_time = self.fetching.lock().await;
        if let Some(keys) = self.at_hand(token, uri, key_id)? {
            return Ok(keys);
        }
        match self.fetch(uri).await {
            Ok(keys) => {
                let mut state = self.state();
                state
                    .cache
                    .fetched(uri, keys.set.clone(), key_id, self.now());
                state.documents.insert(uri.to_owned(), keys.document());
            }
            Err(error) => {
                self.state().cache.fetch_failed(uri, self.now());
                // Keys that are at hand may serve on, but then they know the key.
                return self.at_hand(token, uri, key_id).ok().flatten().ok_or(error);
            }
        }
        let unknown = || unknown_key(token, key_id);
        self.at_hand(token, uri, key_id)?.ok_or_else(unknown)
    }

    fn now(&self) -> i64 {
        to_signed_unix(self.clock.machine())
    }

    /// `None` if they have to be fetched.
    fn at_hand(&self, token: &'static str, uri: &str, key_id: &str) -> Result<Option<Keys>, Error> {
        let state = self.state();
        match state.cache.decide(uri, key_id, self.now()) {
            Decision::Fetch => Ok(None),
            Decision::Use(set) => {
                let document = state.documents.get(uri).cloned().unwrap_or_default();
                Ok(Some(Keys { set, document }))
            }
            Decision::Refuse {
                why: Refusal::FetchFailed,
                ..
            } => Err(Error::KeySet {
                url: uri.to_owned(),
                reason: "the last attempt to fetch it failed a moment ago".to_owned(),
                retryable: true,
            }),
            Decision::Refuse { .. } => Err(unknown_key(token, key_id)),
        }
    }

    async fn fetch(&self, uri: &str) -> Result<Keys, Error> {
        let failed = |reason: String, retryable| Error::KeySet {
            url: uri.to_owned(),
            reason,
            retryable,
        };
        let request =
            |client: &reqwest::Client| client.get(uri).header("accept", "application/json");
        let exchange = self.http.exchange(uri, MAXIMUM, Repeat::Lost, request);
        let answer = exchange.await.map_err(|failure| match failure {
            ExchangeFailure::Client(error) => error,
            ExchangeFailure::Lost { reason, .. } => failed(reason, true),
            ExchangeFailure::TooLong => failed("it has more than 1 MiB".to_owned(), false),
        })?;
        let status = answer.status;
        if !status.is_success() {
            let retryable = status.is_server_error() || status.as_u16() == 429;
            return Err(failed(
                format!("HTTP status {}", status.as_u16()),
                retryable,
            ));
        }
        let document =
            std::str::from_utf8(&answer.body).map_err(|error| failed(error.to_string(), false))?;
        Keys::parse(document).map_err(|error| failed(error.to_string(), false))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unknown_key(token: &'static str, key_id: &str) -> Error {
    let error = poolgate_token::Error::KeyIdUnknown {
        actual: key_id.to_owned(),
    };
    Error::Token { token, error }
}
