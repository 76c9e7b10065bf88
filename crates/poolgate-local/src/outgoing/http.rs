//! Requests over HTTP, one connection each.

use std::sync::mpsc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST};
use axum::http::{HeaderValue, Request};
use http_body_util::Full;
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use url::{Host, Url};

use super::conversation::{Failure, converse};
use super::{Outgoing, Question, Reply, Unanswered, tls};

/// For the connection, the question and the answer together.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of an answer; a key set of some dozens of keys is nothing unusual.
const LARGEST_ANSWER: usize = 256 << 10;

/// Asks on a runtime, and blocks whoever wants to know meanwhile.
#[derive(Debug)]
pub(crate) struct HttpOutgoing {
    runtime: Handle,
    patience: Duration,
}

impl HttpOutgoing {
    pub(crate) fn new(runtime: Handle) -> Self {
        Self {
            runtime,
            patience: PATIENCE,
        }
    }
}

impl Outgoing for HttpOutgoing {
    fn ask(&self, question: &Question) -> Result<Reply, Unanswered> {
        let url = question.shown();
        let (report, outcome) = mpsc::channel();
        let (question, patience) = (question.clone(), self.patience);
        self.runtime.spawn(async move {
            let outcome = tokio::time::timeout(patience, exchange(&question)).await;
            // Nobody waits any more if the server is being dropped.
            let _ = report.send(outcome);
        });
        let unreachable = |cause: String| Unanswered::Unreachable {
            url: url.clone(),
            cause,
        };
        // A runtime that is shut down drops its tasks, so that this wait ends too.
        match outcome.recv() {
            Ok(Ok(Ok(reply))) => Ok(reply),
            Ok(Ok(Err(failure))) => Err(unreachable(failure.to_string())),
            Ok(Err(_)) => Err(Unanswered::TimedOut { url }),
            Err(_) => Err(unreachable("the server is being shut down".to_owned())),
        }
    }
}

async fn exchange(question: &Question) -> Result<Reply, Failure> {
    let url = &question.url;
    let name = url.host_str().ok_or("it has no host")?;
    let port = url.port_or_known_default().ok_or("it has no port")?;
    let stream = TcpStream::connect((address(url).unwrap_or(name), port)).await?;
    let request = request(question, name)?;
    let answer = match url.scheme() {
        "https" => converse(tls::secure(stream, name).await?, request, LARGEST_ANSWER).await,
        _ => converse(stream, request, LARGEST_ANSWER).await,
    }?;
    Ok(Reply {
        status: answer.status().as_u16(),
        body: answer.into_body().to_vec(),
    })
}

/// What to connect to if not the name itself: below `localhost` everything is this machine (RFC 6761
/// section 6.3), which not every resolver knows, and IPv6 addresses stand without brackets.
fn address(url: &Url) -> Option<&str> {
    match url.host()? {
        Host::Domain(name) => name.ends_with(".localhost").then_some("localhost"),
        Host::Ipv4(_) => None,
        Host::Ipv6(_) => url.host_str()?.strip_prefix('[')?.strip_suffix(']'),
    }
}

fn request(question: &Question, name: &str) -> Result<Request<Full<Bytes>>, Failure> {
    let url = &question.url;
    let host = match url.port() {
        Some(port) => format!("{name}:{port}"),
        None => name.to_owned(),
    };
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let request = match question.form {
        Some(_) => Request::post(path),
        None => Request::get(path),
    };
    let mut request = request
        .header(HOST, host)
        .header(ACCEPT, "application/json");
    if let Some(bearer) = &question.bearer {
        let mut value = HeaderValue::try_from(format!("Bearer {}", bearer.as_str()))?;
        value.set_sensitive(true);
        request = request.header(AUTHORIZATION, value);
    }
    let body = match &question.form {
        Some(form) => {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            Bytes::copy_from_slice(form.as_bytes())
        }
        None => Bytes::new(),
    };
    Ok(request.body(Full::new(body))?)
}

#[cfg(test)]
mod tests;
