//! What a pool of many users costs: start-up from disk, memory, and the calls that must not notice.
//!
//! `cargo run --release -p poolgate-local --example hundred_thousand_users -- /some/new/directory`
//! fills the directory once and measures in a process of its own; a second run measures only. A
//! number after the directory is the number of users.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use std::{env, fs, thread};

use poolgate_local::{Data, Server};
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Who sign up at the same time, so that they share a write to the disk.
const CONNECTIONS: usize = 32;
const PASSWORD: &str = "Correct-Horse-1";

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let directory = arguments.first().ok_or("which directory?")?;
    let users = arguments
        .get(1)
        .map_or(Ok(100_000), |users| users.parse())?;
    let notes = Path::new(directory).join("figures.json");
    if let Ok(notes) = fs::read(&notes) {
        return measure(Path::new(directory), &serde_json::from_slice(&notes)?).await;
    }
    fill(Path::new(directory), &notes, users).await?;
    let status = Command::new(env::current_exe()?).arg(directory).status()?;
    if status.success() {
        Ok(())
    } else {
        Err("the measurement failed".into())
    }
}

/// Enters the users, by calls as anybody would make them.
async fn fill(directory: &Path, notes: &Path, users: usize) -> Outcome<()> {
    let data = Data::Directory(directory.to_owned());
    let server = Server::builder().data(data).start().await?;
    let url = server.url().to_owned();
    let begun = Instant::now();
    let pool = tokio::task::spawn_blocking(move || sign_everybody_up(&url, users)).await??;
    println!("{users} sign-ups: {:.1?}", begun.elapsed());
    server.shutdown().await;
    fs::write(notes, pool.to_string())?;
    Ok(())
}

fn sign_everybody_up(url: &str, users: usize) -> Outcome<Value> {
    let mut connection = Connection::open(url)?;
    // Users without a password cost no exponentiation each: this is about the directory.
    let pool = connection.call(
        "CreateUserPool",
        &json!({
            "PoolName": "many",
            "Policies": {
                "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] },
            },
        }),
    )?;
    let pool_id = &pool["UserPool"]["Id"];
    let client = connection.call(
        "CreateUserPoolClient",
        &json!({
            "UserPoolId": pool_id, "ClientName": "many",
            "ExplicitAuthFlows": ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"],
        }),
    )?;
    let client_id = &client["UserPoolClient"]["ClientId"];
    thread::scope(|scope| {
        let shares: Vec<_> = (0..CONNECTIONS)
            .map(|share| scope.spawn(move || sign_up_share(url, client_id, share, users)))
            .collect();
        shares
            .into_iter()
            .try_for_each(|share| share.join().map_err(|_| "a thread panicked")?)
    })?;
    let username = username(users / 2);
    // The server has closed the first connection: it was idle for too long.
    let mut connection = Connection::open(url)?;
    connection.call(
        "AdminSetUserPassword",
        &json!({
            "UserPoolId": pool_id, "Username": username, "Password": PASSWORD, "Permanent": true,
        }),
    )?;
    Ok(json!({
        "users": users, "pool": pool_id, "client": client_id, "username": username,
    }))
}

fn sign_up_share(url: &str, client_id: &Value, share: usize, users: usize) -> Outcome<()> {
    let mut connection = Connection::open(url)?;
    for number in (share..users).step_by(CONNECTIONS) {
        let username = username(number);
        let email = format!("{username}@example.com");
        connection.call(
            "SignUp",
            &json!({
                "ClientId": client_id, "Username": username,
                "UserAttributes": [{ "Name": "email", "Value": email }],
            }),
        )?;
    }
    Ok(())
}

fn username(number: usize) -> String {
    format!("user-{number:06}")
}

/// Starts from the directory and prints the figures.
async fn measure(directory: &Path, notes: &Value) -> Outcome<()> {
    let before = resident_kib()?;
    let begun = Instant::now();
    let data = Data::Directory(directory.to_owned());
    let server = Server::builder().data(data).start().await?;
    println!("start-up from disk: {:.1?}", begun.elapsed());
    let users = notes["users"].as_u64().unwrap_or(1).max(1);
    let memory = resident_kib()?.saturating_sub(before) * 1024 / users;
    println!("memory: {memory} bytes a user");
    let (url, notes) = (server.url().to_owned(), notes.clone());
    tokio::task::spawn_blocking(move || time_calls(&url, &notes)).await??;
    server.shutdown().await;
    Ok(())
}

fn time_calls(url: &str, notes: &Value) -> Outcome<()> {
    let mut connection = Connection::open(url)?;
    let (pool, username) = (&notes["pool"], &notes["username"]);
    let sign_in = json!({
        "ClientId": notes["client"], "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": username, "PASSWORD": PASSWORD },
    });
    let get = json!({ "UserPoolId": pool, "Username": username });
    let page = json!({ "UserPoolId": pool, "Limit": 60 });
    let filtered = json!({ "UserPoolId": pool, "Limit": 60, "Filter": "email ^= \"user-0\"" });
    connection.time("sign-in with a password", "InitiateAuth", &sign_in)?;
    connection.time("AdminGetUser", "AdminGetUser", &get)?;
    connection.time("a page of 60 users", "ListUsers", &page)?;
    connection.time("a page of 60 that a filter admits", "ListUsers", &filtered)
}

/// The memory that this process occupies, as Linux tells it.
fn resident_kib() -> Outcome<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    Ok(number.ok_or("no VmRSS")?.parse()?)
}

/// A connection that is kept open.
struct Connection(BufReader<TcpStream>);

impl Connection {
    fn open(url: &str) -> Outcome<Self> {
        let address = url.strip_prefix("http://").ok_or("no http URL")?;
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Prints the median of some calls.
    fn time(&mut self, what: &str, operation: &str, input: &Value) -> Outcome<()> {
        const CALLS: usize = 51;
        let mut times = Vec::with_capacity(CALLS);
        for _ in 0..CALLS {
            let begun = Instant::now();
            self.call(operation, input)?;
            times.push(begun.elapsed());
        }
        times.sort();
        println!("{what}: {:.2?}", times[CALLS / 2]);
        Ok(())
    }

    fn call(&mut self, operation: &str, input: &Value) -> Outcome<Value> {
        let body = input.to_string();
        write!(
            self.0.get_mut(),
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\
             Content-Type: application/x-amz-json-1.1\r\nX-Amz-Date: 20260901T120000Z\r\n\
             X-Amz-Target: AWSCognitoIdentityProviderService.{operation}\r\n\
             Authorization: AWS4-HMAC-SHA256 \
             Credential=AKIDEXAMPLE/20260901/us-east-1/cognito-idp/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature=00\r\n\r\n{body}",
            body.len()
        )?;
        let mut success = false;
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line)?;
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            success |= line.starts_with("http/1.1 200");
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        if success {
            Ok(serde_json::from_slice(&body)?)
        } else {
            Err(format!("{operation}: {}", String::from_utf8_lossy(&body)).into())
        }
    }
}
