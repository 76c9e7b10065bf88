//! One request and its answer, on a connection of their own.

use std::error::Error;

use axum::body::Bytes;
use axum::http::{Request, Response};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinSet;

/// Why there is no answer: its form is HTTP's business, and nobody's here.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// Sends the request and reads an answer of at most this many bytes. It has no bound on its time.
pub(crate) async fn converse(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    request: Request<Full<Bytes>>,
    largest_answer: usize,
) -> Result<Response<Bytes>, Failure> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // Dropped, and the connection with it, as soon as nobody waits for the answer any more.
    let mut driver = JoinSet::new();
    driver.spawn(connection);
    let (head, body) = sender.send_request(request).await?.into_parts();
    let body = Limited::new(body, largest_answer).collect().await?;
    Ok(Response::from_parts(head, body.to_bytes()))
}
