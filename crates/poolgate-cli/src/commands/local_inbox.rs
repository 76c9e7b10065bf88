//! `poolgate local inbox`: what the embedded Cognito would have sent.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::arguments::inbox::Inbox;
use crate::clock;
use crate::failure::{Failure, Kind};
use crate::output;
use crate::plain_text::plain;
use crate::reachable;
use crate::table::Table;

/// For each step of the exchange with a server that may be any program.
const STEP_MAXIMUM: Duration = Duration::from_secs(10);

/// A message has some hundred bytes.
const MOST_BYTES: u64 = 64 << 20;

pub(crate) fn run(arguments: &Inbox) -> Result<ExitCode, Failure> {
    let messages = match arguments.addr {
        Some(address) => messages(address)?,
        None => messages_of_profile()?,
    };
    let name = arguments.username.as_deref();
    let wanted = messages
        .iter()
        .filter(|message| name.is_none_or(|name| message.is_of(name)));
    if arguments.format.json {
        let wanted: Vec<Value> = wanted.map(Message::as_json).collect();
        return output::line(&Value::Array(wanted).to_string());
    }
    let mut table = Table::new(["SENT", "TO", "KIND", "CODE, PASSWORD OR LINK"]);
    for message in wanted {
        table.row(message.cells());
    }
    table.print("The inbox has no message.")
}

/// Of the profile `local`, whose server is in this process or in another.
fn messages_of_profile() -> Result<Vec<Message>, Failure> {
    let attachment = reachable::attach()?;
    let url = attachment.url();
    let address = url.strip_prefix("http://").and_then(|url| url.parse().ok());
    let no_address = || Failure::new(Kind::Other, format_args!("{url} is no address"));
    messages(address.ok_or_else(no_address)?)
}

/// What the server shows of a message.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    user_pool_id: String,
    username: String,
    sub: String,
    medium: String,
    destination: String,
    kind: String,
    secret: String,
    link: Option<String>,
    text: String,
    sent: f64,
    expires: f64,
}

impl Message {
    /// A user is known by any of their names; a name that is an address is where it was sent.
    fn is_of(&self, name: &str) -> bool {
        [&self.username, &self.sub, &self.destination].contains(&&name.to_owned())
    }

    fn as_json(&self) -> Value {
        json!({
            "pool_id": self.user_pool_id,
            "username": self.username,
            "sub": self.sub,
            "medium": self.medium,
            "destination": self.destination,
            "kind": self.kind,
            "secret": self.secret,
            "link": self.link,
            "text": self.text,
            "sent_at": clock::rfc3339(clock::of_unix(self.sent)),
            "expires_at": clock::rfc3339(clock::of_unix(self.expires)),
        })
    }

    fn cells(&self) -> [String; 4] {
        let to = format!("{} ({})", self.destination, self.username);
        let shown = self.link.as_ref().unwrap_or(&self.secret).clone();
        [
            clock::clock_time(clock::of_unix(self.sent)),
            to,
            self.kind.clone(),
            shown,
        ]
    }
}

fn messages(address: SocketAddr) -> Result<Vec<Message>, Failure> {
    let answer = ask(address).map_err(|error| {
        Failure::new(
            Kind::Unavailable,
            format_args!("no inbox at {address}: {error}"),
        )
    })?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let no_inbox = || {
        let status = plain(head.lines().next().unwrap_or_default());
        Failure::new(
            Kind::Other,
            format_args!("what answers at {address} is not poolgate local: {status:?}"),
        )
    };
    if head.split_whitespace().nth(1) != Some("200") {
        return Err(no_inbox());
    }
    serde_json::from_str(body).map_err(|_| no_inbox())
}

/// One request of HTTP/1.0, whose answer ends with the connection.
fn ask(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, STEP_MAXIMUM)?;
    stream.set_read_timeout(Some(STEP_MAXIMUM))?;
    stream.set_write_timeout(Some(STEP_MAXIMUM))?;
    write!(
        stream,
        "GET /_poolgate/inbox HTTP/1.0\r\nHost: {address}\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.take(MOST_BYTES).read_to_string(&mut answer)?;
    Ok(answer)
}
