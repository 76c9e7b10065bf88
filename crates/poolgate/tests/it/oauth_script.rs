//! A pool's domain that answers what a test tells it to. The test is the browser.

use std::collections::BTreeMap;

use poolgate::oauth::{Authorization, Callback, Domain, RedirectUri};
use poolgate::{Error, Session, UserPool, UserPoolBuilder};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};
use wiremock::matchers::{body_string_contains, method, path};
use wiremock::{Mock, Request, Respond, ResponseTemplate};

use crate::script::{KEY, Key, Service, now};

pub(crate) const REDIRECT_URI: &str = "http://localhost:8400/callback";

/// What a form or a query says, by name.
pub(crate) type Fields = BTreeMap<String, String>;

impl Service {
    pub(crate) fn domain(&self) -> Domain {
        self.url().parse().unwrap()
    }

    pub(crate) fn browser_builder(&self) -> UserPoolBuilder {
        self.builder().domain(self.domain())
    }

    pub(crate) fn browser_pool(&self) -> UserPool {
        self.browser_builder().build().unwrap()
    }

    /// Answers a grant of the token endpoint from now on.
    pub(crate) async fn grant(&self, grant_type: &str, answer: impl Respond + 'static) {
        Mock::given(method("POST"))
            .and(path("/oauth2/token"))
            .and(body_string_contains(format!("grant_type={grant_type}")))
            .respond_with(answer)
            .with_priority(4)
            .mount(&self.server)
            .await;
    }

    /// The same once, before any other answer.
    pub(crate) async fn grant_once(&self, grant_type: &str, answer: impl Respond + 'static) {
        Mock::given(method("POST"))
            .and(path("/oauth2/token"))
            .and(body_string_contains(format!("grant_type={grant_type}")))
            .respond_with(answer)
            .up_to_n_times(1)
            .with_priority(1)
            .mount(&self.server)
            .await;
    }

    /// Answers another path.
    pub(crate) async fn visit(&self, address: &str, answer: impl Respond + 'static) {
        Mock::given(path(address))
            .respond_with(answer)
            .with_priority(4)
            .mount(&self.server)
            .await;
    }

    /// What was sent to a path, in order.
    pub(crate) async fn visits(&self, address: &str) -> Vec<Request> {
        let requests = self.server.received_requests().await.unwrap();
        let is_it = |request: &Request| request.url.path() == address;
        requests.into_iter().filter(is_it).collect()
    }

    /// The forms that were sent to a path, in order.
    pub(crate) async fn forms(&self, address: &str) -> Vec<Fields> {
        let visits = self.visits(address).await;
        visits.iter().map(|visit| fields(&visit.body)).collect()
    }

    /// Tokens of `ana` as the token endpoint gives them, for the sign-in with this nonce.
    pub(crate) fn granted(&self, nonce: Option<&str>, refresh_token: Option<&str>) -> Value {
        let (mut id, access) = (self.id_claims(), self.access_claims());
        if let Some(nonce) = nonce {
            id["nonce"] = nonce.into();
        }
        granted(&KEY, id, &access, refresh_token)
    }

    /// A session of `ana` that began in the browser.
    pub(crate) async fn browser_session(&self) -> Session {
        self.browser_session_at(&self.browser_pool()).await
    }

    pub(crate) async fn browser_session_at(&self, pool: &UserPool) -> Session {
        let authorization = begin(pool);
        let tokens = self.granted(Some(&nonce(&authorization)), Some("refresh-1"));
        self.grant_once("authorization_code", json(200, tokens))
            .await;
        complete(authorization).await.unwrap()
    }
}

/// A token endpoint's answer with tokens of these claims; the ID token gets its `at_hash`.
pub(crate) fn granted(
    key: &Key,
    mut id: Value,
    access: &Value,
    refresh_token: Option<&str>,
) -> Value {
    let access_token = key.sign(access);
    if id.get("at_hash").is_none() {
        id["at_hash"] = at_hash(&access_token).into();
    }
    let mut answer = json!({
        "id_token": key.sign(&id), "access_token": access_token,
        "token_type": "Bearer", "expires_in": 3600,
    });
    if let Some(refresh_token) = refresh_token {
        answer["refresh_token"] = refresh_token.into();
    }
    answer
}

/// OpenID Connect Core 3.1.3.6, by another implementation than the library's.
fn at_hash(access_token: &str) -> String {
    use base64::Engine as _;
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, access_token.as_bytes());
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16])
}

pub(crate) fn redirect_uri() -> RedirectUri {
    REDIRECT_URI.parse().unwrap()
}

pub(crate) fn begin(pool: &UserPool) -> Authorization {
    pool.browser_sign_in(redirect_uri()).begin().unwrap()
}

/// What the browser was sent away with.
pub(crate) fn sent(authorization: &Authorization) -> Fields {
    let url = Url::parse(&authorization.url()).unwrap();
    fields(url.query().unwrap().as_bytes())
}

pub(crate) fn nonce(authorization: &Authorization) -> String {
    sent(authorization)["nonce"].clone()
}

/// What the browser comes back with.
pub(crate) fn callback(authorization: &Authorization) -> Callback {
    let state = &sent(authorization)["state"];
    Callback::parse(&format!("{REDIRECT_URI}?code=the-code&state={state}")).unwrap()
}

pub(crate) async fn complete(authorization: Authorization) -> Result<Session, Error> {
    let callback = callback(&authorization);
    authorization.complete(callback).await
}

pub(crate) fn json(status: u16, body: impl Into<Value>) -> ResponseTemplate {
    let body: Value = body.into();
    ResponseTemplate::new(status).set_body_raw(body.to_string(), "application/json;charset=UTF-8")
}

pub(crate) fn refused(error: &str, description: Option<&str>) -> ResponseTemplate {
    let mut body = json!({ "error": error });
    if let Some(description) = description {
        body["error_description"] = description.into();
    }
    json(400, body)
}

pub(crate) fn fields(form: &[u8]) -> Fields {
    let pairs: Vec<_> = form_urlencoded::parse(form).into_owned().collect();
    let fields: Fields = pairs.iter().cloned().collect();
    assert_eq!(fields.len(), pairs.len(), "a field twice: {pairs:?}");
    fields
}

/// A machine's token, as the token endpoint gives it.
pub(crate) fn machine_token(service: &Service, life: u64) -> Value {
    let mut claims = service.access_claims();
    claims["sub"] = claims["client_id"].clone();
    claims.as_object_mut().unwrap().remove("username");
    claims["scope"] = "orders/read".into();
    claims["version"] = 2.into();
    claims["exp"] = (now() + life).into();
    json!({"access_token": KEY.sign(&claims), "token_type": "Bearer", "expires_in": life})
}
