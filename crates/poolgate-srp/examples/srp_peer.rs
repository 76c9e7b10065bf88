//! Either side of a handshake at the end of a pipe, for tests against other people's SRP.
//!
//! Reads one JSON object a line and answers each with one line. One client and one server
//! handshake are open at a time. Byte strings are in base64, numbers in hexadecimal, as on
//! Cognito's wire.
//!
//! | line | answer |
//! |---|---|
//! | `{"op":"client_start"}` | `{"A":"…"}` |
//! | `{"op":"client_finish", "pool_name", "user_id", "password", "salt", "B", "secret_block", "timestamp"}` | `{"signature":"…"}` |
//! | `{"op":"server_start", "pool_name", "user_id", "password", "salt"}` | `{"B":"…"}` |
//! | `{"op":"server_finish", "A", "secret_block", "timestamp", "signature"}` | `{"accepted":true}`, or false |
//! | `{"op":"secret_hash", "username", "client_id", "client_secret"}` | `{"secret_hash":"…"}` |
//! | `{"op":"timestamp", "unix":949374245}` | `{"timestamp":"…"}` |
//!
//! Anything that cannot be done is answered with `{"error":"…"}`; the next line is read all the
//! same. The program ends with its input.

use std::{
    error::Error,
    io::{self, BufRead, Write},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use getrandom::{SysRng, rand_core::UnwrapErr};
use poolgate_srp::{Client, Identity, PublicValue, Salt, Server, Timestamp, Verifier, secret_hash};
use serde::Deserialize;
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut peer = Peer::default();
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let answer = serde_json::from_str(&line)
            .map_err(Into::into)
            .and_then(|request| peer.answer(request))
            .unwrap_or_else(|error| json!({ "error": error.to_string() }));
        writeln!(output, "{answer}")?;
        output.flush()?;
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
enum Request {
    ClientFinish {
        #[serde(flatten)]
        credentials: Credentials,
        #[serde(rename = "B")]
        b: String,
        secret_block: String,
        timestamp: String,
    },
    ClientStart,
    SecretHash {
        username: String,
        client_id: String,
        client_secret: String,
    },
    ServerFinish {
        #[serde(rename = "A")]
        a: String,
        secret_block: String,
        timestamp: String,
        signature: String,
    },
    ServerStart {
        #[serde(flatten)]
        credentials: Credentials,
    },
    Timestamp {
        unix: i64,
    },
}

#[derive(Deserialize)]
struct Credentials {
    pool_name: String,
    user_id: String,
    password: String,
    salt: String,
}

impl Credentials {
    fn identity(&self) -> Identity<'_> {
        Identity::user(&self.pool_name, &self.user_id)
    }
}

/// The handshakes that are open.
#[derive(Default)]
struct Peer {
    client: Option<Client>,
    server: Option<(Server, Verifier, Credentials)>,
}

impl Peer {
    fn answer(&mut self, request: Request) -> Result<Value, Box<dyn Error>> {
        Ok(match request {
            Request::ClientFinish {
                credentials,
                b,
                secret_block,
                timestamp,
            } => self.client_finish(&credentials, &b, &secret_block, &timestamp)?,
            Request::ClientStart => {
                let client = self.client.insert(Client::start(&mut UnwrapErr(SysRng)));
                json!({ "A": client.public_value().to_hex() })
            }
            Request::SecretHash {
                username,
                client_id,
                client_secret,
            } => {
                json!({ "secret_hash": secret_hash(&username, &client_id, &client_secret) })
            }
            Request::ServerFinish {
                a,
                secret_block,
                timestamp,
                signature,
            } => self.server_finish(&a, &secret_block, &timestamp, &signature)?,
            Request::ServerStart { credentials } => self.server_start(credentials)?,
            Request::Timestamp { unix } => {
                json!({ "timestamp": Timestamp::from_unix(unix).to_string() })
            }
        })
    }

    fn client_finish(
        &mut self,
        credentials: &Credentials,
        b: &str,
        secret_block: &str,
        timestamp: &str,
    ) -> Result<Value, Box<dyn Error>> {
        let client = self.client.take().ok_or("no client has started")?;
        let identity = credentials.identity();
        let key = client.finish(
            &identity,
            credentials.password.as_bytes(),
            &Salt::from_hex(&credentials.salt)?,
            &PublicValue::from_hex(b)?,
        )?;
        let secret_block = STANDARD.decode(secret_block)?;
        let signature = key.claim_signature(&identity, &secret_block, timestamp);
        Ok(json!({ "signature": STANDARD.encode(signature) }))
    }

    fn server_start(&mut self, credentials: Credentials) -> Result<Value, Box<dyn Error>> {
        let salt = Salt::from_hex(&credentials.salt)?;
        let password = credentials.password.as_bytes();
        let verifier = Verifier::from_password(&credentials.identity(), password, &salt);
        let server = Server::start(&mut UnwrapErr(SysRng), &verifier);
        let answer = json!({ "B": server.public_value().to_hex() });
        self.server = Some((server, verifier, credentials));
        Ok(answer)
    }

    fn server_finish(
        &mut self,
        a: &str,
        secret_block: &str,
        timestamp: &str,
        signature: &str,
    ) -> Result<Value, Box<dyn Error>> {
        let (server, verifier, credentials) = self.server.take().ok_or("no server has started")?;
        let key = server.finish(&verifier, &PublicValue::from_hex(a)?)?;
        let accepted = key.verify_claim(
            &credentials.identity(),
            &STANDARD.decode(secret_block)?,
            timestamp,
            &STANDARD.decode(signature)?,
        );
        Ok(json!({ "accepted": accepted.is_ok() }))
    }
}
