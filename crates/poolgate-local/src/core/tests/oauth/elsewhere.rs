//! An OpenID provider on another server, and the way there.

use std::fmt;
use std::sync::{Arc, Mutex};

use getrandom::SysRng;
use rand_core::UnwrapErr;
use serde_json::{Value, json};

use super::{App, client_of};
use crate::core::tests::Cognito;
use crate::core::tests::browser::Browser;
use crate::core::tests::harness::text;
use crate::oidc;
use crate::outgoing::{Outgoing, Question, Reply, Unanswered};
use crate::time::UnixTime;
use crate::wire::Request;

/// What the pools here call it.
pub(super) const PROVIDER: &str = "Other";

const HOST: &str = "provider.test:9229";
const REDIRECT: &str = "https://app.auth.localhost:9229/oauth2/idpresponse";

/// The provider, with the users `demo` and `second`.
pub(super) struct Elsewhere(Arc<Shared>);

struct Shared {
    cognito: Mutex<Cognito>,
    pool_id: String,
    client_id: String,
    secret: String,
    /// What its answers at a path are to have in this place; the last word counts.
    replaced: Mutex<Vec<(&'static str, &'static str, Value)>>,
    /// What it answers at a path instead.
    instead: Mutex<Option<(&'static str, Reply)>>,
    /// The end of each path that was asked for.
    asked: Mutex<Vec<String>>,
}

impl Elsewhere {
    pub(super) fn new() -> Self {
        let mut cognito = Cognito::new();
        cognito.move_to(&format!("http://{HOST}"));
        let mut settings = client_of("code");
        settings["GenerateSecret"] = true.into();
        settings["CallbackURLs"] = json!([REDIRECT]);
        let app = App::with(&cognito, &settings);
        let email = json!([{ "Name": "email", "Value": "second@example.com" }]);
        cognito.user(&app.pool_id, "second", &email);
        let (pool_id, client_id) = (app.pool_id.clone(), app.client_id.clone());
        let secret = app.secret.clone().unwrap();
        Self(Arc::new(Shared {
            cognito: Mutex::new(cognito),
            pool_id,
            client_id,
            secret,
            replaced: Mutex::default(),
            instead: Mutex::default(),
            asked: Mutex::default(),
        }))
    }

    pub(super) fn issuer(&self) -> String {
        format!("http://{HOST}/{}", self.0.pool_id)
    }

    /// What `CreateIdentityProvider` is told of it.
    pub(super) fn as_provider(&self) -> Value {
        json!({
            "ProviderName": PROVIDER, "ProviderType": "OIDC", "IdpIdentifiers": ["example.com"],
            "ProviderDetails": {
                "client_id": self.0.client_id, "client_secret": self.0.secret,
                "oidc_issuer": self.issuer(), "authorize_scopes": "openid email profile",
                "attributes_request_method": "GET",
            },
            "AttributeMapping": {
                "email": "email", "email_verified": "email_verified", "name": "given_name",
            },
        })
    }

    /// Passes every factor there, and answers where the browser is sent back to.
    pub(super) fn sign_in(&self, username: &str, location: &str) -> String {
        let cognito = self.0.cognito.lock().unwrap();
        let (_, query) = location.split_once('?').unwrap();
        let query: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        let query: Vec<_> = query
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        let browser = Browser::at(&cognito, "app.auth.localhost:9229");
        let back = browser.pass(username, &query).location();
        let (_, path) = back.split_once(":9229").unwrap();
        path.to_owned()
    }

    /// Has the answers at a path say something else.
    pub(super) fn replace(&self, path: &'static str, member: &'static str, value: Value) {
        let mut replaced = self.0.replaced.lock().unwrap();
        replaced.push((path, member, value));
    }

    /// Has it answer something else altogether at a path.
    pub(super) fn answer_with(&self, path: &'static str, status: u16, body: &str) {
        let body = body.as_bytes().to_vec();
        *self.0.instead.lock().unwrap() = Some((path, Reply { status, body }));
    }

    /// What it was asked for since this was last asked: the last part of each path.
    pub(super) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.0.asked.lock().unwrap())
    }

    /// The key that it signs ID tokens by, as it publishes it.
    pub(super) fn key(&self) -> Value {
        let cognito = self.0.cognito.lock().unwrap();
        let mut random = UnwrapErr(SysRng);
        let now = UnixTime::from_seconds(cognito.now());
        let context = cognito.core.context(now, &mut random);
        let set = oidc::key_set(&context, &self.0.pool_id).unwrap();
        serde_json::to_value(set).unwrap()["keys"][0].clone()
    }

    pub(super) fn client_id(&self) -> &str {
        &self.0.client_id
    }

    /// The time there, in seconds since the epoch.
    pub(super) fn now(&self) -> i64 {
        self.0.cognito.lock().unwrap().now()
    }

    pub(super) fn pass(&self, seconds: i64) {
        self.0.cognito.lock().unwrap().pass(seconds);
    }

    pub(super) fn sub(&self, username: &str) -> String {
        let cognito = self.0.cognito.lock().unwrap();
        let id = json!({ "UserPoolId": self.0.pool_id, "Username": username });
        let user = cognito.expect("AdminGetUser", &id);
        let attributes = user["UserAttributes"].as_array().unwrap();
        let sub = attributes
            .iter()
            .find(|attribute| attribute["Name"] == "sub");
        text(&sub.unwrap()["Value"])
    }

    pub(super) fn set_attribute(&self, username: &str, name: &str, value: &str) {
        let input = json!({
            "UserPoolId": self.0.pool_id, "Username": username,
            "UserAttributes": [{ "Name": name, "Value": value }],
        });
        let cognito = self.0.cognito.lock().unwrap();
        cognito.expect("AdminUpdateUserAttributes", &input);
    }

    /// ID tokens of other sign-ins of `demo`: with the same client, and with another.
    pub(super) fn foreign_id_tokens(&self) -> (String, String) {
        let cognito = self.0.cognito.lock().unwrap();
        let app = App {
            cognito: &cognito,
            pool_id: self.0.pool_id.clone(),
            client_id: self.0.client_id.clone(),
            secret: Some(self.0.secret.clone()),
        };
        let asked = [
            ("client_id", app.client_id.as_str()),
            ("redirect_uri", REDIRECT),
            ("response_type", "code"),
        ];
        let back = app.browser().pass("demo", &asked).location();
        let code = &crate::core::tests::browser::query_of(&back)["code"];
        let own = app.redeem(code, &[("redirect_uri", REDIRECT)]).json();
        let other = app.another(&client_of("code")).tokens(&[]);
        (text(&own["id_token"]), text(&other["id_token"]))
    }
}

impl Cognito {
    /// A server that can ask the provider. A redirect URI that is not of this machine needs HTTPS.
    pub(super) fn asking(elsewhere: &Elsewhere) -> Self {
        let mut cognito = Self::new();
        cognito.move_to("https://127.0.0.1:9229");
        let shared: Arc<Shared> = Arc::clone(&elsewhere.0);
        cognito.core = cognito.core.with_outgoing(shared);
        cognito
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Elsewhere")
    }
}

impl Outgoing for Shared {
    fn ask(&self, question: &Question) -> Result<Reply, Unanswered> {
        let path = question.url.path();
        let (_, last) = path.rsplit_once('/').unwrap();
        self.asked.lock().unwrap().push(last.to_owned());
        if let Some((place, reply)) = &*self.instead.lock().unwrap()
            && path.ends_with(place)
        {
            return Ok(reply.clone());
        }
        let (status, mut body) = self.answer(question);
        for (place, member, value) in &*self.replaced.lock().unwrap() {
            if path.ends_with(place) {
                let mut changed: Value = serde_json::from_slice(&body).unwrap();
                changed[*member] = value.clone();
                body = changed.to_string().into_bytes();
            }
        }
        Ok(Reply { status, body })
    }
}

impl Shared {
    fn answer(&self, question: &Question) -> (u16, Vec<u8>) {
        let cognito = self.cognito.lock().unwrap();
        let now = UnixTime::from_seconds(cognito.now());
        let mut random = UnwrapErr(SysRng);
        let path = question.url.path();
        if path.contains("/.well-known/") {
            let context = cognito.core.context(now, &mut random);
            let document = if path.ends_with("jwks.json") {
                serde_json::to_vec(&oidc::key_set(&context, &self.pool_id).unwrap())
            } else {
                serde_json::to_vec(&oidc::configuration(&context, &self.pool_id).unwrap())
            };
            return (200, document.unwrap());
        }
        let bearer = question
            .bearer
            .as_ref()
            .map(|token| format!("Bearer {}", token.as_str()));
        let mut headers = vec![
            ("host", HOST),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        headers.extend(
            bearer
                .iter()
                .map(|bearer| ("authorization", bearer.as_str())),
        );
        let form = question.form.as_ref().map(|form| form.as_bytes());
        let request = Request {
            method: if form.is_some() { "POST" } else { "GET" },
            path,
            query: question.url.query().unwrap_or_default(),
            headers: &headers,
            body: form.unwrap_or_default(),
        };
        let response = cognito.core.visit(&request, now, &mut random).unwrap();
        (response.status, response.body)
    }
}
