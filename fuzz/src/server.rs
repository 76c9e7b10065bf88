//! An embedded Cognito with a pool, a client and users whose passwords no input can know.

use std::cell::RefCell;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use poolgate_local::{Core, Request, Response, Settings, UnixTime};
use serde_json::{Value, json};

/// The same server for every input, up to the keys it signs with: chance and clock stand still.
pub(crate) struct Server {
    core: Core,
    random: RefCell<ChaCha20Rng>,
    pub(crate) pool_id: String,
    pub(crate) client_id: String,
    /// Of both users, `demo` and `phoned`.
    password: String,
}

const NOW: UnixTime = UnixTime::from_seconds(1_790_000_000);

impl Server {
    /// A pool that demands a second factor, with the users `demo`, who has none, and `phoned`.
    pub(crate) fn demanding() -> Self {
        Self::new(&json!({
            "PoolName": "fuzz", "MfaConfiguration": "ON",
            "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::000000000000:role/sns" },
        }))
    }

    /// The same pool with every second factor, for whose pages it has a domain.
    pub(crate) fn with_every_factor() -> Self {
        let server = Self::new(&json!({
            "PoolName": "fuzz", "AutoVerifiedAttributes": ["email"],
        }));
        let sms = json!({ "SnsCallerArn": "arn:aws:iam::000000000000:role/sns" });
        server.expect(
            "SetUserPoolMfaConfig",
            &json!({
                "UserPoolId": server.pool_id, "MfaConfiguration": "ON",
                "SmsMfaConfiguration": { "SmsConfiguration": sms },
                "SoftwareTokenMfaConfiguration": { "Enabled": true },
                "EmailMfaConfiguration": { "Subject": "Your code" },
            }),
        );
        server
    }

    /// A pool that is content with the password.
    pub(crate) fn simple() -> Self {
        Self::new(&json!({ "PoolName": "fuzz" }))
    }

    fn new(pool: &Value) -> Self {
        let mut random = ChaCha20Rng::from_seed([7; 32]);
        let core = Core::in_memory(Settings::new("http://localhost"), &mut random);
        let mut secret = [0; 16];
        random.fill_bytes(&mut secret);
        let mut server = Self {
            core,
            random: RefCell::new(random),
            pool_id: String::new(),
            client_id: String::new(),
            password: format!("Aa1-{}", BASE64_URL_SAFE_NO_PAD.encode(secret)),
        };
        let created = server.expect("CreateUserPool", pool);
        let pool_id = &created["UserPool"]["Id"];
        server.pool_id = text(pool_id);
        let client = server.expect(
            "CreateUserPoolClient",
            &json!({
                "UserPoolId": pool_id, "ClientName": "fuzz",
                "PreventUserExistenceErrors": "ENABLED",
                "ExplicitAuthFlows": [
                    "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_AUTH",
                    "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH",
                ],
            }),
        );
        server.client_id = text(&client["UserPoolClient"]["ClientId"]);
        server.user(pool_id, "demo", &json!([]));
        let phone = json!([{ "Name": "phone_number", "Value": "+12065551234" }]);
        server.user(pool_id, "phoned", &phone);
        server
    }

    fn user(&self, pool_id: &Value, username: &str, attributes: &Value) {
        let input = json!({
            "UserPoolId": pool_id, "Username": username, "UserAttributes": attributes,
            "MessageAction": "SUPPRESS",
        });
        self.expect("AdminCreateUser", &input);
        self.has_password(username, true);
    }

    /// Gives a user the one password, for good or until the first sign-in.
    pub(crate) fn has_password(&self, username: &str, is_permanent: bool) {
        let input = json!({
            "UserPoolId": self.pool_id, "Username": username, "Password": self.password,
            "Permanent": is_permanent,
        });
        self.expect("AdminSetUserPassword", &input);
    }

    /// Calls an operation as any client does.
    pub(crate) fn call(&self, operation: &str, body: &[u8]) -> Response {
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        // Whom the server does not know, it believes: only the sign-in is at stake here.
        let credential = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260901/us-east-1/cognito-idp/\
                          aws4_request, SignedHeaders=host;x-amz-date, Signature=00";
        let headers = [
            ("authorization", credential),
            ("x-amz-date", "20260901T120000Z"),
            ("x-amz-target", target.as_str()),
        ];
        let request = Request {
            method: "POST",
            path: "/",
            query: "",
            headers: &headers,
            body,
        };
        self.core
            .handle(&request, NOW, &mut *self.random.borrow_mut())
    }

    /// Asks at the domain of the pool.
    pub(crate) fn visit(&self, request: &Request<'_>) -> Response {
        self.core
            .visit(request, NOW, &mut *self.random.borrow_mut())
            .expect("a request to the domain")
    }

    /// The password of both users, for a fixture that signs in by itself.
    pub(crate) fn password(&self) -> &str {
        &self.password
    }

    /// Calls an operation that nothing may keep from succeeding.
    pub(crate) fn expect(&self, operation: &str, input: &Value) -> Value {
        let response = self.call(operation, input.to_string().as_bytes());
        let answer = answer(&response);
        assert_eq!(response.status, 200, "{operation} answered {answer}");
        answer
    }

    /// Signs in with the password, as far as that leads.
    pub(crate) fn sign_in(&self, username: &str) -> Value {
        let input = json!({
            "ClientId": self.client_id, "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": { "USERNAME": username, "PASSWORD": self.password },
        });
        self.expect("InitiateAuth", &input)
    }
}

/// The JSON of an answer; an empty body is null.
pub(crate) fn answer(response: &Response) -> Value {
    if response.body.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(&response.body).expect("the server answers JSON")
}

/// What must hold of every answer to any call.
#[track_caller]
pub(crate) fn check(response: &Response, answer: &Value) {
    assert!(
        matches!(response.status, 200 | 400),
        "a defect of the server: {answer}"
    );
}

/// The text of a member that must be there.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}
