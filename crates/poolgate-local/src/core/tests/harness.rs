//! A server, a clock, and a client that can do SRP.

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine};
use getrandom::SysRng;
use poolgate_srp::{Client, Identity, PublicValue, Salt, Timestamp};
use rand_core::UnwrapErr;
use serde_json::{Value, json};

use super::functions::Functions;
use crate::core::{Core, Settings};
use crate::data_directory::DataDirectory;
use crate::journal::{Journal, Store};
use crate::model::Message;
use crate::time::UnixTime;
use crate::users::confirmation;
use crate::wire::{Request, Response};

pub(super) const PASSWORD: &str = "Correct-Horse-1";

/// An error's code and message.
pub(super) type Refusal = (String, String);

/// A server with nothing in it, at noon of some day.
pub(super) struct Cognito {
    pub(super) core: Core,
    now: Cell<i64>,
}

impl Cognito {
    pub(super) fn new() -> Self {
        let settings = Settings::new("http://127.0.0.1:9229");
        let core = Core::in_memory(settings, &mut UnwrapErr(SysRng));
        Self {
            core,
            now: Cell::new(1_790_000_000),
        }
    }

    /// The same in a data directory, so that every change has its place in the journal; with what is
    /// in there already.
    pub(super) fn kept(directory: &Path) -> Self {
        let ownership = DataDirectory::create(directory).unwrap().own().unwrap();
        let store = Store::open(ownership).unwrap();
        let state = store.load().unwrap();
        let journal = Journal::start(store).unwrap();
        let settings = Settings::new("http://127.0.0.1:9229");
        let random = &mut UnwrapErr(SysRng);
        Self {
            core: Core::new(settings, state, journal, random),
            now: Cell::new(1_790_000_000),
        }
    }

    /// Reaches the server at another URL from now on.
    pub(super) fn move_to(&mut self, url: &str) {
        url.clone_into(&mut self.core.settings.url);
    }

    /// The same, with functions that triggers can name.
    pub(super) fn calling(functions: &Arc<Functions>) -> Self {
        let Self { core, now } = Self::new();
        let functions: Arc<Functions> = Arc::clone(functions);
        Self {
            core: core.with_invoker(functions),
            now,
        }
    }

    pub(super) fn pass(&self, seconds: i64) {
        self.now.set(self.now.get() + seconds);
    }

    pub(super) fn now(&self) -> i64 {
        self.now.get()
    }

    /// Calls an operation, signed by somebody; an empty answer is null.
    pub(super) fn call(&self, operation: &str, input: &Value) -> Result<Value, Refusal> {
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        self.send(&target, input.to_string().as_bytes())
    }

    /// The same, when the test cannot go on without.
    #[track_caller]
    pub(super) fn expect(&self, operation: &str, input: &Value) -> Value {
        self.call(operation, input)
            .unwrap_or_else(|(code, message)| panic!("{operation} answered {code}: {message}"))
    }

    pub(super) fn send(&self, target: &str, body: &[u8]) -> Result<Value, Refusal> {
        let credential = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260901/us-east-1/cognito-idp/aws4_request, SignedHeaders=host;x-amz-date, Signature=00";
        let headers = [
            ("authorization", credential),
            ("x-amz-date", "20260901T120000Z"),
            ("x-amz-target", target),
        ];
        let request = Request {
            method: "POST",
            path: "/",
            query: "",
            headers: &headers,
            body,
        };
        let response = self.raw(&request);
        if response.body.is_empty() {
            return Ok(Value::Null);
        }
        let answer: Value = serde_json::from_slice(&response.body).unwrap();
        if response.status == 200 {
            return Ok(answer);
        }
        let text = |member: &str| answer[member].as_str().unwrap_or_default().to_owned();
        assert_eq!(
            response.header("x-amzn-errortype").unwrap(),
            format!("{}:", text("__type"))
        );
        assert!(response.status == 400 || response.status == 500);
        Err((text("__type"), text("message")))
    }

    pub(super) fn raw(&self, request: &Request<'_>) -> Response {
        let now = UnixTime::from_seconds(self.now());
        self.core.handle(request, now, &mut UnwrapErr(SysRng))
    }

    /// A pool with these settings.
    pub(super) fn pool(&self, settings: &Value) -> String {
        let mut input = settings.clone();
        input["PoolName"] = "test".into();
        text(&self.expect("CreateUserPool", &input)["UserPool"]["Id"])
    }

    /// A client that allows every flow this server plays, with these settings.
    pub(super) fn client(&self, pool_id: &str, settings: &Value) -> String {
        let mut input = settings.clone();
        input["UserPoolId"] = pool_id.into();
        input["ClientName"] = "test".into();
        if input.get("ExplicitAuthFlows").is_none() {
            input["ExplicitAuthFlows"] = json!([
                "ALLOW_CUSTOM_AUTH",
                "ALLOW_USER_SRP_AUTH",
                "ALLOW_USER_PASSWORD_AUTH",
                "ALLOW_ADMIN_USER_PASSWORD_AUTH",
                "ALLOW_REFRESH_TOKEN_AUTH",
            ]);
        }
        text(&self.expect("CreateUserPoolClient", &input)["UserPoolClient"]["ClientId"])
    }

    /// A confirmed user with [`PASSWORD`].
    pub(super) fn user(&self, pool_id: &str, username: &str, attributes: &Value) {
        let input = json!({
            "UserPoolId": pool_id, "Username": username, "UserAttributes": attributes,
            "MessageAction": "SUPPRESS",
        });
        self.expect("AdminCreateUser", &input);
        self.set_password(pool_id, username, PASSWORD, true);
    }

    pub(super) fn set_password(&self, pool: &str, username: &str, password: &str, permanent: bool) {
        let input = json!({
            "UserPoolId": pool, "Username": username, "Password": password, "Permanent": permanent,
        });
        assert_eq!(self.expect("AdminSetUserPassword", &input), json!({}));
    }

    /// A pool, a client that hides its users, and the user `demo`.
    pub(super) fn demo(&self) -> Demo<'_> {
        self.demo_with(
            &json!({}),
            &json!({ "PreventUserExistenceErrors": "ENABLED" }),
        )
    }

    pub(super) fn demo_with(&self, pool: &Value, client: &Value) -> Demo<'_> {
        let pool_id = self.pool(pool);
        let client_id = self.client(&pool_id, client);
        self.user(&pool_id, "demo", &json!([]));
        Demo {
            cognito: self,
            pool_id,
            client_id,
        }
    }

    /// What comes of a link that confirms a sign-up, as the person is told if it does not.
    pub(super) fn open_link(
        &self,
        client_id: &str,
        username: &str,
        code: &str,
    ) -> Result<(), String> {
        let now = UnixTime::from_seconds(self.now());
        let mut random = UnwrapErr(SysRng);
        let context = self.core.context(now, &mut random);
        let confirmed = confirmation::confirm_by_link(&context, client_id, username, code);
        confirmed.map_err(|error| error.message)
    }

    /// The newest message for a user.
    pub(super) fn newest_message(&self, username: &str) -> Option<Message> {
        let now = UnixTime::from_seconds(self.now());
        let mut random = UnwrapErr(SysRng);
        self.core.context(now, &mut random).read(|state| {
            let messages = state.messages.range("", None).map(|(_, message)| message);
            messages
                .filter(|message| message.username == username)
                .last()
                .map(|m| Message::clone(m))
        })
    }
}

/// A pool, a client and a user.
pub(super) struct Demo<'c> {
    pub(super) cognito: &'c Cognito,
    pub(super) pool_id: String,
    pub(super) client_id: String,
}

impl Demo<'_> {
    pub(super) fn initiate(&self, flow: &str, parameters: &Value) -> Result<Value, Refusal> {
        let input = json!({
            "ClientId": self.client_id, "AuthFlow": flow, "AuthParameters": parameters,
        });
        self.cognito.call("InitiateAuth", &input)
    }

    pub(super) fn respond(
        &self,
        challenge: &str,
        session: Option<&str>,
        responses: &Value,
    ) -> Result<Value, Refusal> {
        let input = json!({
            "ClientId": self.client_id, "ChallengeName": challenge, "Session": session,
            "ChallengeResponses": responses,
        });
        self.cognito.call("RespondToAuthChallenge", &input)
    }

    pub(super) fn password_sign_in(
        &self,
        username: &str,
        password: &str,
    ) -> Result<Value, Refusal> {
        let parameters = json!({ "USERNAME": username, "PASSWORD": password });
        self.initiate("USER_PASSWORD_AUTH", &parameters)
    }

    pub(super) fn srp_sign_in(&self, username: &str, password: &str) -> Result<Value, Refusal> {
        let proof = self.srp_proof(username, password)?;
        self.respond("PASSWORD_VERIFIER", None, &proof)
    }

    /// The first half of an SRP sign-in, and the responses that finish it.
    pub(super) fn srp_proof(&self, username: &str, password: &str) -> Result<Value, Refusal> {
        let client = Client::start(&mut UnwrapErr(SysRng));
        let srp_a = client.public_value().to_hex();
        let parameters = json!({ "USERNAME": username, "SRP_A": srp_a });
        let answer = self.initiate("USER_SRP_AUTH", &parameters)?;
        assert_eq!(answer["ChallengeName"], "PASSWORD_VERIFIER");
        Ok(self.srp_claim(client, &answer["ChallengeParameters"], password))
    }

    /// The responses that answer `PASSWORD_VERIFIER`.
    pub(super) fn srp_claim(&self, client: Client, challenge: &Value, password: &str) -> Value {
        let id = text(&challenge["USER_ID_FOR_SRP"]);
        let (_, pool_name) = self.pool_id.split_once('_').unwrap();
        let identity = Identity::user(pool_name, &id);
        let mut claim = srp_claim(client, &identity, password, challenge, self.cognito.now());
        claim["USERNAME"] = id.into();
        claim
    }

    /// The tokens of a fresh sign-in.
    #[track_caller]
    pub(super) fn tokens(&self) -> Value {
        let answer = self.password_sign_in("demo", PASSWORD).unwrap();
        answer["AuthenticationResult"].clone()
    }

    pub(super) fn refresh(&self, token: &Value) -> Result<Value, Refusal> {
        self.initiate("REFRESH_TOKEN_AUTH", &json!({ "REFRESH_TOKEN": token }))
    }

    pub(super) fn get_user(&self, token: &Value) -> Result<Value, Refusal> {
        self.cognito
            .call("GetUser", &json!({ "AccessToken": token }))
    }
}

/// Proves a password, of a user or of a device, against the parameters of a challenge.
pub(super) fn srp_claim(
    client: Client,
    identity: &Identity<'_>,
    password: &str,
    challenge: &Value,
    now: i64,
) -> Value {
    let salt = Salt::from_hex(&text(&challenge["SALT"])).unwrap();
    let server = PublicValue::from_hex(&text(&challenge["SRP_B"])).unwrap();
    let key = client
        .finish(identity, password.as_bytes(), &salt, &server)
        .unwrap();
    let block = BASE64_STANDARD
        .decode(text(&challenge["SECRET_BLOCK"]))
        .unwrap();
    let timestamp = Timestamp::from_unix(now).to_string();
    let signature = key.claim_signature(identity, &block, &timestamp);
    json!({
        "PASSWORD_CLAIM_SECRET_BLOCK": challenge["SECRET_BLOCK"],
        "PASSWORD_CLAIM_SIGNATURE": BASE64_STANDARD.encode(signature),
        "TIMESTAMP": timestamp,
    })
}

/// What a refusal is compared with.
pub(super) fn refusal(code: &str, message: &str) -> Refusal {
    (format!("{code}Exception"), message.to_owned())
}

pub(super) fn incorrect() -> Refusal {
    refusal("NotAuthorized", "Incorrect username or password.")
}

#[track_caller]
pub(super) fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

/// The claims of a signed token, unverified.
#[track_caller]
pub(super) fn claims(token: &Value) -> Value {
    let token = text(token);
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}
