//! Functions behind triggers, as programs of somebody else answer them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use poolgate_local::FunctionAddress;
use serde_json::Value;

/// A program that answers functions.
pub(crate) struct Webhook {
    address: SocketAddr,
    calls: Arc<AtomicUsize>,
}

/// A call of a function.
#[derive(Debug)]
pub(crate) struct Call {
    /// The method, the path and the version.
    pub(crate) line: String,
    pub(crate) event: Value,
}

/// The bytes of an answer; none to say nothing and hang up.
pub(crate) type Reply = Vec<u8>;

impl Webhook {
    /// Answers each call, on a thread of its own, with what `answer` makes of it.
    pub(crate) fn start(answer: impl Fn(&Call) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let calls = Arc::new(AtomicUsize::new(0));
        let (answer, count) = (Arc::new(answer), Arc::clone(&calls));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (answer, count) = (Arc::clone(&answer), Arc::clone(&count));
                thread::spawn(move || {
                    count.fetch_add(1, Ordering::SeqCst);
                    converse(stream.unwrap(), &*answer);
                });
            }
        });
        Self { address, calls }
    }

    /// Where it answers.
    pub(crate) fn url(&self, path: &str) -> FunctionAddress {
        format!("http://{}{path}", self.address).parse().unwrap()
    }

    /// How often it was called.
    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

fn converse(stream: TcpStream, answer: &dyn Fn(&Call) -> Reply) {
    let mut stream = BufReader::new(stream);
    let line = read_line(&mut stream);
    let mut length = 0;
    loop {
        let header = read_line(&mut stream).to_ascii_lowercase();
        match header.split_once(": ") {
            Some(("content-length", value)) => length = value.parse().unwrap(),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    let event = serde_json::from_slice(&body).unwrap();
    let reply = answer(&Call { line, event });
    // Whoever has heard enough hangs up.
    let _ = stream.get_mut().write_all(&reply);
}

fn read_line(stream: &mut impl BufRead) -> String {
    let mut line = String::new();
    stream.read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

/// An answer of HTTP with a status such as `200 OK` and further headers.
pub(crate) fn reply(status: &str, headers: &[&str], body: &str) -> Reply {
    let mut reply = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len());
    for header in headers {
        reply.extend([header, "\r\n"]);
    }
    reply += "\r\n";
    reply += body;
    reply.into_bytes()
}

/// The event, answered.
pub(crate) fn respond(call: &Call, response: &Value) -> Reply {
    let mut event = call.event.clone();
    event["response"] = response.clone();
    reply("200 OK", &[], &event.to_string())
}
