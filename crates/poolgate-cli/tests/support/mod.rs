//! The command in a home of its own, and a Cognito for it to talk to.
#![allow(
    dead_code,
    clippy::panic,
    clippy::unwrap_used,
    reason = "each test file uses its part, and fails by panicking"
)]

pub(crate) mod authenticator;
pub(crate) mod browser;
pub(crate) mod browser_login;
pub(crate) mod http_server;
pub(crate) mod pages;
pub(crate) mod ports;
pub(crate) mod terminal;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Directories for configuration and state that no other test shares.
pub(crate) struct Home {
    directory: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
        }
    }

    /// The home directory itself.
    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.directory.path().join("state/poolgate")
    }

    pub(crate) fn configuration(&self) -> PathBuf {
        self.directory.path().join("config/poolgate/config.toml")
    }

    pub(crate) fn configure(&self, text: &str) {
        std::fs::create_dir_all(self.configuration().parent().unwrap()).unwrap();
        std::fs::write(self.configuration(), text).unwrap();
    }

    /// The command, in a clean environment without a terminal to ask at.
    pub(crate) fn poolgate(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_poolgate"));
        command
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.directory.path())
            .env("CI", "true")
            .env("XDG_CONFIG_HOME", self.directory.path().join("config"))
            .env("XDG_STATE_HOME", self.directory.path().join("state"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        Outcome::of(self.poolgate(arguments).output().unwrap())
    }

    /// Runs with this on standard input.
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Outcome {
        run_with_input(self.poolgate(arguments), input)
    }
}

pub(crate) fn run_with_input(mut command: Command, input: &[u8]) -> Outcome {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // The command may refuse before it has read everything.
    let _ = stdin.write_all(input);
    drop(stdin);
    Outcome::of(child.wait_with_output().unwrap())
}

/// What a run has printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The output of a run that must have succeeded in silence.
    #[track_caller]
    pub(crate) fn success(self) -> String {
        assert_eq!(
            (self.code, self.stderr.as_str()),
            (Some(0), ""),
            "{}",
            self.stdout
        );
        self.stdout
    }

    /// The error line of a run that must have failed with this code and without output.
    #[track_caller]
    pub(crate) fn failure(self, code: i32) -> String {
        assert_eq!(
            (self.code, self.stdout.as_str()),
            (Some(code), ""),
            "{}",
            self.stderr
        );
        assert_eq!(self.stderr.lines().count(), 1, "{}", self.stderr);
        self.stderr
    }
}

/// `poolgate local serve`, until dropped.
pub(crate) struct Cognito {
    _process: Running,
    pub(crate) url: String,
    pub(crate) pool_id: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

impl Cognito {
    /// A server in memory with a pool, an app client with a secret, and the user `ana`.
    pub(crate) fn start(home: &Home) -> Self {
        let flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"];
        Self::start_with(home, &[], json!({}), &flows)
    }

    /// The same with more arguments of the server, with these settings of the pool, and with
    /// these flows of the app client. `ana` has an e-mail address and a phone number.
    pub(crate) fn start_with(
        home: &Home,
        arguments: &[&str],
        mut pool: Value,
        flows: &[&str],
    ) -> Self {
        let serve = ["local", "serve", "--memory", "--addr", "127.0.0.1:0"];
        let serve = home.poolgate(&[&serve, arguments].concat()).spawn();
        let mut process = Running(serve.unwrap());
        let url = ready_url(&mut process.0);
        let call = |operation: &str, input: Value| call(&url, operation, &input);
        pool["PoolName"] = "test".into();
        let pool = call("CreateUserPool", pool);
        let pool_id = pool["UserPool"]["Id"].as_str().unwrap().to_owned();
        let flows = [flows, &["ALLOW_REFRESH_TOKEN_AUTH"]].concat();
        let client = call(
            "CreateUserPoolClient",
            json!({
                "UserPoolId": pool_id, "ClientName": "test", "GenerateSecret": true,
                "ExplicitAuthFlows": flows,
            }),
        );
        let member = |name: &str| client["UserPoolClient"][name].as_str().unwrap().to_owned();
        let ana = json!({
            "UserPoolId": pool_id, "Username": "ana", "MessageAction": "SUPPRESS",
            "UserAttributes": [
                { "Name": "email", "Value": "ana@example.com" },
                { "Name": "email_verified", "Value": "true" },
                { "Name": "phone_number", "Value": "+12065551234" },
                { "Name": "phone_number_verified", "Value": "true" },
            ],
        });
        call("AdminCreateUser", ana);
        call(
            "AdminSetUserPassword",
            json!({
                "UserPoolId": pool_id, "Username": "ana", "Password": PASSWORD, "Permanent": true,
            }),
        );
        Self {
            client_id: member("ClientId"),
            client_secret: member("ClientSecret"),
            pool_id,
            url: url.clone(),
            _process: process,
        }
    }

    /// The command with what it takes to reach this server.
    pub(crate) fn poolgate(&self, home: &Home, arguments: &[&str]) -> Command {
        let mut command = home.poolgate(arguments);
        command
            .env("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", &self.url)
            .env("AWS_ENDPOINT_URL_COGNITO_IDENTITY", &self.url)
            .env("POOLGATE_POOL_ID", &self.pool_id)
            .env("POOLGATE_CLIENT_ID", &self.client_id)
            .env("POOLGATE_CLIENT_SECRET", &self.client_secret);
        command
    }

    /// The same with AWS credentials, for administrators.
    pub(crate) fn administration(&self, home: &Home, arguments: &[&str]) -> Command {
        let mut command = self.poolgate(home, arguments);
        command
            .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "secret")
            .env("AWS_EC2_METADATA_DISABLED", "true");
        command
    }

    pub(crate) fn run(&self, home: &Home, arguments: &[&str], input: &[u8]) -> Outcome {
        run_with_input(self.poolgate(home, arguments), input)
    }

    /// The same as `ana` with her password, which must succeed.
    pub(crate) fn login(&self, home: &Home, arguments: &[&str]) -> Outcome {
        let login = ["login", "--username", "ana", "--password-stdin"];
        let input = format!("{PASSWORD}\n");
        self.run(home, &[&login, arguments].concat(), input.as_bytes())
    }

    /// One signed call about this pool.
    pub(crate) fn call(&self, operation: &str, mut input: Value) -> Value {
        input["UserPoolId"] = self.pool_id.as_str().into();
        call(&self.url, operation, &input)
    }

    /// The code in the newest message to `ana`.
    pub(crate) fn newest_code(&self) -> String {
        self.newest_code_of("ana")
    }

    /// The code in the newest message to a user.
    pub(crate) fn newest_code_of(&self, username: &str) -> String {
        let messages = self.messages_of(username);
        let newest = messages.last().unwrap();
        newest["secret"].as_str().unwrap().to_owned()
    }

    /// The messages to a user, oldest first.
    pub(crate) fn messages_of(&self, username: &str) -> Vec<Value> {
        let path = format!("/_poolgate/inbox?username={username}");
        let messages = request(&self.url, "GET", &path, "", "");
        messages.as_array().unwrap().clone()
    }
}

/// `ana`'s.
pub(crate) const PASSWORD: &str = "Correct-horse-1";

/// A process that ends with the test, also when the test fails half-way.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The URL in the first line that a server prints when it is ready.
pub(crate) fn ready_url(process: &mut Child) -> String {
    let mut line = String::new();
    let stdout = process.stdout.take().unwrap();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stdout), &mut line).unwrap();
    line.trim().rsplit(' ').next().unwrap().to_owned()
}

/// One signed call of the user pool API; its answer must be a success.
pub(crate) fn call(url: &str, operation: &str, input: &Value) -> Value {
    let headers = format!(
        "content-type: application/x-amz-json-1.1\r\n\
         x-amz-target: AWSCognitoIdentityProviderService.{operation}\r\n\
         authorization: AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/cognito-idp/\
         aws4_request, SignedHeaders=host;x-amz-date, Signature={:064}\r\n\
         x-amz-date: 20261122T000000Z\r\n",
        0
    );
    post(url, "/", &headers, input)
}

/// Moves the server's clock away from the real one.
pub(crate) fn set_clock(url: &str, offset_seconds: i64) {
    let input = json!({ "offset_seconds": offset_seconds });
    post(
        url,
        "/_poolgate/clock",
        "content-type: application/json\r\n",
        &input,
    );
}

fn post(url: &str, path: &str, headers: &str, input: &Value) -> Value {
    request(url, "POST", path, headers, &input.to_string())
}

fn request(url: &str, method: &str, path: &str, headers: &str, body: &str) -> Value {
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{headers}\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    if body.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(body).unwrap()
    }
}

/// What a token says; nothing of it is verified.
pub(crate) fn claims(token: &str) -> Value {
    use base64::Engine as _;
    let payload = token.split('.').nth(1).unwrap();
    let payload = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(payload);
    serde_json::from_slice(&payload.unwrap()).unwrap()
}

/// The only record in a directory; its lock, if it has one, lies beside it.
pub(crate) fn only_file(directory: &Path) -> PathBuf {
    let files = std::fs::read_dir(directory).unwrap();
    let mut records = files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_none_or(|extension| extension != "lock"));
    let record = records.next().unwrap();
    let shown = directory.display();
    assert!(records.next().is_none(), "more than one record in {shown}");
    record
}
