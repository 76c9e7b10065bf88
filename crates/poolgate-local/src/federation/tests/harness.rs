//! A server with a user pool, two users, and an identity pool that trusts its app client.

use std::cell::Cell;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use getrandom::SysRng;
use rand_core::UnwrapErr;
use serde_json::{Value, json};

use crate::core::{Core, Settings};
use crate::time::UnixTime;
use crate::wire::{Request, Response};

pub(super) const ROLE: &str = "arn:aws:iam::123456789012:role/path/signed-in";
pub(super) const GUEST_ROLE: &str = "arn:aws:iam::123456789012:role/guest";
const PASSWORD: &str = "Correct-Horse-1";

/// An error's code and message.
pub(super) type Refusal = (String, String);

pub(super) struct Cloud {
    core: Core,
    now: Cell<i64>,
    pub(super) user_pool: String,
    pub(super) client: String,
    pub(super) provider: String,
    pub(super) identity_pool: String,
}

impl Cloud {
    /// With an identity pool that lets nobody in without a login.
    pub(super) fn new() -> Self {
        Self::with(Settings::new("http://127.0.0.1:9229"), &json!({}))
    }

    /// Nothing but a server: nobody could fill one that verifies every key.
    pub(super) fn empty(settings: Settings) -> Self {
        Self {
            core: Core::in_memory(settings, &mut UnwrapErr(SysRng)),
            now: Cell::new(1_790_000_000),
            user_pool: String::new(),
            client: String::new(),
            provider: String::new(),
            identity_pool: String::new(),
        }
    }

    /// With further settings of the server and of the app client as a provider.
    pub(super) fn with(settings: Settings, provider: &Value) -> Self {
        let mut cloud = Self::empty(settings);
        let pool = cloud.user_pools("CreateUserPool", &json!({ "PoolName": "people" }));
        cloud.user_pool = text(&pool["UserPool"]["Id"]);
        cloud.client = cloud.new_client();
        cloud.provider = format!("cognito-idp.us-east-1.amazonaws.com/{}", cloud.user_pool);
        cloud.new_user("ann");
        cloud.new_user("bob");
        cloud.identity_pool = cloud.new_identity_pool(false, provider);
        cloud
    }

    pub(super) fn new_client(&self) -> String {
        let flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
        let input = json!({
            "UserPoolId": self.user_pool, "ClientName": "app", "ExplicitAuthFlows": flows,
        });
        text(&self.user_pools("CreateUserPoolClient", &input)["UserPoolClient"]["ClientId"])
    }

    fn new_user(&self, name: &str) {
        let user = json!({ "UserPoolId": self.user_pool, "Username": name });
        self.user_pools("AdminCreateUser", &user);
        self.user_pools(
            "AdminSetUserPassword",
            &json!({
                "UserPoolId": self.user_pool, "Username": name,
                "Password": PASSWORD, "Permanent": true,
            }),
        );
    }

    /// An identity pool with a role for either kind of identity.
    pub(super) fn new_identity_pool(&self, unauthenticated: bool, provider: &Value) -> String {
        let mut known = json!({ "ProviderName": self.provider, "ClientId": self.client });
        merge(&mut known, provider);
        let input = json!({
            "IdentityPoolName": "credentials",
            "AllowUnauthenticatedIdentities": unauthenticated,
            "CognitoIdentityProviders": [known],
        });
        let pool = text(&self.expect("CreateIdentityPool", &input)["IdentityPoolId"]);
        self.set_roles(&pool, &json!({}));
        pool
    }

    /// An identity pool with these settings beside the app client, and a role for either kind of
    /// identity.
    pub(super) fn identity_pool_with(&self, settings: &Value) -> String {
        let mut input = json!({
            "IdentityPoolName": "settings",
            "AllowUnauthenticatedIdentities": false,
            "CognitoIdentityProviders": [
                { "ProviderName": self.provider, "ClientId": self.client },
            ],
        });
        merge(&mut input, settings);
        let pool = text(&self.expect("CreateIdentityPool", &input)["IdentityPoolId"]);
        self.set_roles(&pool, &json!({}));
        pool
    }

    pub(super) fn set_roles(&self, pool: &str, mappings: &Value) {
        let roles = json!({ "authenticated": ROLE, "unauthenticated": GUEST_ROLE });
        let input = json!({ "IdentityPoolId": pool, "Roles": roles, "RoleMappings": mappings });
        assert_eq!(self.expect("SetIdentityPoolRoles", &input), Value::Null);
    }

    pub(super) fn tokens(&self, username: &str, client: &str) -> Value {
        let input = json!({
            "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": client,
            "AuthParameters": { "USERNAME": username, "PASSWORD": PASSWORD },
        });
        self.user_pools("InitiateAuth", &input)["AuthenticationResult"].clone()
    }

    pub(super) fn id_token(&self, username: &str) -> String {
        text(&self.tokens(username, &self.client)["IdToken"])
    }

    /// The logins of one user.
    pub(super) fn logins(&self, username: &str) -> Value {
        json!({ &self.provider: self.id_token(username) })
    }

    pub(super) fn get_id(&self, logins: &Value) -> Result<String, Refusal> {
        self.get_id_of(&self.identity_pool, logins)
    }

    pub(super) fn get_id_of(&self, pool: &str, logins: &Value) -> Result<String, Refusal> {
        let input = json!({ "IdentityPoolId": pool, "Logins": logins });
        self.call("GetId", &input)
            .map(|answer| text(&answer["IdentityId"]))
    }

    pub(super) fn get_credentials(&self, identity: &str, logins: &Value) -> Result<Value, Refusal> {
        let input = json!({ "IdentityId": identity, "Logins": logins });
        self.call("GetCredentialsForIdentity", &input)
    }

    /// The credentials of a user, as the API writes them.
    pub(super) fn credentials(&self, username: &str) -> Value {
        let logins = self.logins(username);
        let identity = self.get_id(&logins).unwrap();
        self.get_credentials(&identity, &logins).unwrap()["Credentials"].clone()
    }

    #[track_caller]
    pub(super) fn user_pools(&self, operation: &str, input: &Value) -> Value {
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        self.send(&target, input)
            .unwrap_or_else(|refusal| panic!("{operation}: {refusal:?}"))
    }

    #[track_caller]
    pub(super) fn expect(&self, operation: &str, input: &Value) -> Value {
        self.call(operation, input)
            .unwrap_or_else(|refusal| panic!("{operation}: {refusal:?}"))
    }

    /// Calls an operation of identity pools, signed by somebody.
    pub(super) fn call(&self, operation: &str, input: &Value) -> Result<Value, Refusal> {
        self.send(&format!("AWSCognitoIdentityService.{operation}"), input)
    }

    fn send(&self, target: &str, input: &Value) -> Result<Value, Refusal> {
        let authorization = "AWS4-HMAC-SHA256 Credential=A/20260901/us-east-1/service/aws4_request, \
                             SignedHeaders=host;x-amz-date, Signature=00";
        let headers = [
            ("authorization", authorization),
            ("x-amz-date", "20260901T120000Z"),
            ("x-amz-target", target),
        ];
        json_answer(&self.raw("", &headers, input.to_string().as_bytes()))
    }

    pub(super) fn raw(&self, query: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        let request = Request {
            method: "POST",
            path: "/",
            query,
            headers,
            body,
        };
        let now = UnixTime::from_seconds(self.now.get());
        self.core.handle(&request, now, &mut UnwrapErr(SysRng))
    }

    /// Calls an action of STS without a signature.
    pub(super) fn sts(&self, form: &[(&str, &str)]) -> Xml {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        Xml::of(&self.raw("", &headers, form_of(form).as_bytes()))
    }

    /// Calls an action of STS, signed with credentials as the API of identity pools writes them.
    pub(super) fn signed_sts(&self, credentials: &Value, form: &[(&str, &str)]) -> Xml {
        Xml::of(&self.signed("sts", "", credentials, &form_of(form)))
    }

    pub(super) fn pass(&self, seconds: i64) {
        self.now.set(self.now.get() + seconds);
    }

    pub(super) fn now(&self) -> i64 {
        self.now.get()
    }

    /// A call signed by the AWS SDK with credentials as the API writes them.
    pub(super) fn signed(
        &self,
        service: &str,
        target: &str,
        credentials: &Value,
        body: &str,
    ) -> Response {
        let own = own_headers(target);
        let added = self.signature(service, credentials, &own, body);
        let added = added
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let headers: Vec<(&str, &str)> = own.iter().copied().chain(added).collect();
        self.raw("", &headers, body.as_bytes())
    }

    fn signature(
        &self,
        service: &str,
        credentials: &Value,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Vec<(String, String)> {
        let token = credentials["SessionToken"].as_str().map(str::to_owned);
        let key = text(&credentials["AccessKeyId"]);
        let secret = text(&credentials["SecretKey"]);
        let identity = Credentials::new(key, secret, token, None, "test").into();
        let now = Duration::from_secs(self.now.get().unsigned_abs());
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region("us-east-1")
            .name(service)
            .time(SystemTime::UNIX_EPOCH + now)
            .settings(SigningSettings::default())
            .build()
            .unwrap()
            .into();
        let body = SignableBody::Bytes(body.as_bytes());
        let url = "http://127.0.0.1:9229/";
        let request = SignableRequest::new("POST", url, headers.iter().copied(), body).unwrap();
        let (instructions, _) = sign(request, &parameters).unwrap().into_parts();
        let added = instructions.headers();
        added
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }
}

fn form_of(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("Version", "2011-06-15")])
        .extend_pairs(parameters)
        .finish()
}

/// An answer of STS.
#[derive(Debug)]
pub(super) struct Xml {
    pub(super) status: u16,
    text: String,
}

impl Xml {
    pub(super) fn of(response: &Response) -> Self {
        assert_eq!(response.content_type, "text/xml");
        Self {
            status: response.status,
            text: String::from_utf8(response.body.clone()).unwrap(),
        }
    }

    /// The text of the first element of this name.
    #[track_caller]
    pub(super) fn element(&self, name: &str) -> String {
        self.find(name)
            .unwrap_or_else(|| panic!("no {name} in {}", self.text))
    }

    pub(super) fn find(&self, name: &str) -> Option<String> {
        let (_, rest) = self.text.split_once(&format!("<{name}>"))?;
        let (text, _) = rest.split_once(&format!("</{name}>"))?;
        Some(text.replace("&apos;", "'"))
    }

    /// The credentials under the names of the API of identity pools.
    #[track_caller]
    pub(super) fn credentials(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        json!({
            "AccessKeyId": self.element("AccessKeyId"),
            "SecretKey": self.element("SecretAccessKey"),
            "SessionToken": self.element("SessionToken"),
        })
    }

    #[track_caller]
    pub(super) fn refused(&self, status: u16, code: &str, message: &str) {
        let found = (self.status, self.element("Code"), self.element("Message"));
        assert_eq!(found, (status, code.to_owned(), message.to_owned()));
    }
}

fn own_headers(target: &str) -> Vec<(&'static str, &str)> {
    let host = ("host", "127.0.0.1:9229");
    match target {
        "" => vec![
            host,
            (
                "content-type",
                "application/x-www-form-urlencoded; charset=utf-8",
            ),
        ],
        target => vec![host, ("x-amz-target", target)],
    }
}

pub(super) fn json_answer(response: &Response) -> Result<Value, Refusal> {
    let answer: Value = match response.body.as_slice() {
        b"" => Value::Null,
        body => serde_json::from_slice(body).unwrap(),
    };
    match response.status {
        200 => Ok(answer),
        _ => Err((text(&answer["__type"]), text(&answer["message"]))),
    }
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The refusal with this code and message.
pub(super) fn refusal<T>(code: &str, message: &str) -> Result<T, Refusal> {
    Err((code.to_owned(), message.to_owned()))
}

/// The refusal of most logins.
pub(super) fn not_authorized<T>(message: &str) -> Result<T, Refusal> {
    refusal("NotAuthorizedException", message)
}

fn merge(into: &mut Value, from: &Value) {
    for (name, value) in from.as_object().into_iter().flatten() {
        into[name] = value.clone();
    }
}
