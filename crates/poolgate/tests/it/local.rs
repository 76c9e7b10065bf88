//! The embedded Cognito, with a pool as the test wants it.

use std::time::Duration;

use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::config::Credentials;
use aws_sdk_cognitoidentityprovider::operation::create_user_pool::builders::CreateUserPoolFluentBuilder;
use aws_sdk_cognitoidentityprovider::types::{AttributeType, ExplicitAuthFlowsType};
use poolgate::{
    Administration, Password, Session, SignIn, SignInStep, UserPool, UserPoolBuilder, UserPools,
    Username,
};
use poolgate_local::{Functions, RunningServer, Server};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

pub(crate) const PASSWORD: &str = "Correct-Horse-1";

/// A server, a pool, an app client that allows every flow, and the user `ana`.
pub(crate) struct Local {
    server: RunningServer,
    pub(crate) pool_id: String,
    pub(crate) client_id: String,
}

impl Local {
    /// A pool with these settings.
    pub(crate) async fn start(
        settings: impl FnOnce(CreateUserPoolFluentBuilder) -> CreateUserPoolFluentBuilder,
    ) -> Self {
        Self::start_with(Functions::default(), settings).await
    }

    /// The same, with functions behind its triggers.
    pub(crate) async fn start_with(
        functions: Functions,
        settings: impl FnOnce(CreateUserPoolFluentBuilder) -> CreateUserPoolFluentBuilder,
    ) -> Self {
        let server = Server::builder()
            .functions(functions)
            .start()
            .await
            .unwrap();
        let mut local = Self {
            server,
            pool_id: "us-east-1_None".to_owned(),
            client_id: "none".to_owned(),
        };
        let administrator = local.administrator();
        let create = settings(administrator.create_user_pool().pool_name("it"));
        let pool = create.send().await.unwrap().user_pool.unwrap();
        local.pool_id = pool.id.unwrap();
        let flows = [
            ExplicitAuthFlowsType::AllowUserAuth,
            ExplicitAuthFlowsType::AllowCustomAuth,
            ExplicitAuthFlowsType::AllowUserSrpAuth,
            ExplicitAuthFlowsType::AllowUserPasswordAuth,
            ExplicitAuthFlowsType::AllowAdminUserPasswordAuth,
            ExplicitAuthFlowsType::AllowRefreshTokenAuth,
        ];
        let client = administrator
            .create_user_pool_client()
            .user_pool_id(&local.pool_id)
            .client_name("it")
            .set_explicit_auth_flows(Some(flows.into()))
            .send()
            .await
            .unwrap();
        local.client_id = client.user_pool_client.unwrap().client_id.unwrap();
        local.create_user("ana").await;
        local
    }

    pub(crate) fn url(&self) -> &str {
        self.server.url()
    }

    pub(crate) fn builder(&self) -> UserPoolBuilder {
        UserPool::builder(
            self.pool_id.parse().unwrap(),
            self.client_id.parse().unwrap(),
        )
        .endpoint_url(self.server.url())
    }

    pub(crate) fn pool(&self) -> UserPool {
        self.builder().build().unwrap()
    }

    /// A client of the SDK that signs its calls.
    pub(crate) fn administrator(&self) -> Client {
        let config = self.pool().client().config().to_builder();
        Client::from_conf(config.credentials_provider(aws_credentials()).build())
    }

    /// The pool as its administrators see it.
    pub(crate) fn administration(&self) -> Administration {
        Administration::builder(self.pool_id.parse().unwrap())
            .endpoint_url(self.server.url())
            .credentials(aws_credentials())
            .build()
            .unwrap()
    }

    /// All pools of the server.
    pub(crate) fn pools(&self) -> UserPools {
        UserPools::builder("us-east-1".parse().unwrap())
            .endpoint_url(self.server.url())
            .credentials(aws_credentials())
            .build()
            .unwrap()
    }

    /// A confirmed user with an e-mail address, a phone number and [`PASSWORD`].
    pub(crate) async fn create_user(&self, name: &str) {
        let attribute = |name: &str, value: &str| {
            let attribute = AttributeType::builder().name(name).value(value).build();
            attribute.unwrap()
        };
        let administrator = self.administrator();
        administrator
            .admin_create_user()
            .user_pool_id(&self.pool_id)
            .username(name)
            .user_attributes(attribute("email", &format!("{name}@example.com")))
            .user_attributes(attribute("email_verified", "true"))
            .user_attributes(attribute("phone_number", "+12065551234"))
            .send()
            .await
            .unwrap();
        administrator
            .admin_set_user_password()
            .user_pool_id(&self.pool_id)
            .username(name)
            .password(PASSWORD)
            .permanent(true)
            .send()
            .await
            .unwrap();
    }

    /// A sign-in of `ana`, about to start.
    pub(crate) fn sign_in(&self) -> SignIn {
        self.pool().sign_in(Username::new("ana").unwrap())
    }

    /// A session of `ana`, whom nothing but the password is asked for.
    pub(crate) async fn session(&self) -> Session {
        signed_in(self.sign_in().with_srp(password()).await.unwrap())
    }

    /// The secret of the newest message to `ana`.
    pub(crate) async fn code(&self) -> String {
        self.code_for("ana").await
    }

    /// The secret of the newest message to this user.
    pub(crate) async fn code_for(&self, name: &str) -> String {
        let path = format!("inbox?username={name}");
        let inbox = self.control("GET", &path, &Value::Null).await;
        let newest = inbox.as_array().unwrap().last().unwrap().clone();
        newest["secret"].as_str().unwrap().to_owned()
    }

    /// Moves the server's clock ahead of this machine's.
    pub(crate) async fn set_clock(&self, ahead: Duration) {
        let offset = json!({ "offset_seconds": ahead.as_secs() });
        self.control("POST", "clock", &offset).await;
    }

    async fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let address = self.server.local_addr();
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let request = format!(
            "{method} /_poolgate/{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
        serde_json::from_str(body).unwrap()
    }
}

pub(crate) fn password() -> Password {
    Password::new(PASSWORD.to_owned()).unwrap()
}

/// Keys that the server takes, as it takes any.
pub(crate) fn aws_credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "secret", None, None, "test")
}

#[track_caller]
pub(crate) fn signed_in(step: SignInStep) -> Session {
    match step {
        SignInStep::SignedIn(session) => session,
        other => panic!("{other:?}"),
    }
}
