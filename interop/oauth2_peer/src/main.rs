//! An app built on the crate `oauth2`, at the end of a pipe.
//!
//! Reads one JSON object a line and answers each with one line.
//!
//! | line | answer |
//! |---|---|
//! | `{"call":"configure", "domain", "client_id", "client_secret"?, "redirect_uri"}` | `{}` |
//! | `{"call":"begin", "scopes":[…]}` | `{"url":"…"}` |
//! | `{"call":"complete", "code", "state"}` | tokens |
//! | `{"call":"refresh"}` | tokens |
//! | `{"call":"client_credentials", "scopes":[…]}` | tokens |
//!
//! Anything that cannot be done is answered with `{"error":"…"}`; the next line is read all the
//! same. The program ends with its input. Nothing is revoked: the crate does that over https only.

mod app;
mod http;

use std::error::Error;
use std::io::{self, BufRead, Write};

use serde::Deserialize;
use serde_json::{Value, json};

use app::App;

type Outcome<T> = Result<T, Box<dyn Error>>;

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
#[serde(tag = "call", rename_all = "snake_case")]
enum Request {
    Begin {
        scopes: Vec<String>,
    },
    ClientCredentials {
        scopes: Vec<String>,
    },
    Complete {
        code: String,
        state: String,
    },
    Configure {
        domain: String,
        client_id: String,
        client_secret: Option<String>,
        redirect_uri: String,
    },
    Refresh,
}

/// The app of this process, once it is configured.
#[derive(Default)]
struct Peer(Option<App>);

impl Peer {
    fn answer(&mut self, request: Request) -> Outcome<Value> {
        if let Request::Configure {
            domain,
            client_id,
            client_secret,
            redirect_uri,
        } = request
        {
            self.0 = Some(App::new(&domain, client_id, client_secret, redirect_uri)?);
            return Ok(json!({}));
        }
        let app = self.0.as_mut().ok_or("there is no app yet")?;
        match request {
            Request::Begin { scopes } => Ok(json!({ "url": app.begin(scopes) })),
            Request::Complete { code, state } => app.complete(code, &state),
            Request::Refresh => app.refresh(),
            Request::ClientCredentials { scopes } => app.client_credentials(scopes),
            Request::Configure { .. } => Err("configured above".into()),
        }
    }
}
