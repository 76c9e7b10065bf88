//! The sockets: how many, how long, and how much.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{AbortHandle, JoinSet};

use super::page::Page;

/// More connections than a browser opens. Beyond it the oldest gives way: who holds connections
/// open does not keep the browser out.
const MOST_CONNECTIONS: usize = 32;

/// How long a request may take to arrive.
const REQUEST_MAXIMUM: Duration = Duration::from_secs(5);

/// How long a connection may stay; the final page may wait for an exchange with the service.
const CONNECTION_MAXIMUM: Duration = Duration::from_mins(1);

/// The longest head of a request, in bytes. A code has some dozens, a state what we gave it.
const MOST_HEAD: usize = 32 << 10;

/// How long no connection is taken after none could be.
const PAUSE: Duration = Duration::from_millis(50);

/// Listening sockets, and the connections that were made to them. All are closed with this value.
pub(super) struct Connections {
    listeners: Vec<TcpListener>,
    serving: JoinSet<()>,
    /// Those of `serving`, oldest first.
    order: VecDeque<AbortHandle>,
    sender: mpsc::Sender<Visit>,
    visits: mpsc::Receiver<Visit>,
}

/// A request that waits for its answer.
pub(super) struct Visit {
    pub(super) request: Request<Incoming>,
    page: oneshot::Sender<Page>,
    /// Ends with the connection.
    closed: oneshot::Receiver<Infallible>,
}

impl Connections {
    pub(super) fn new(listeners: Vec<TcpListener>) -> Self {
        let (sender, visits) = mpsc::channel(MOST_CONNECTIONS);
        Self {
            listeners,
            serving: JoinSet::new(),
            order: VecDeque::new(),
            sender,
            visits,
        }
    }

    /// The next request.
    pub(super) async fn next(&mut self) -> Visit {
        loop {
            tokio::select! {
                accepted = accept(&self.listeners) => match accepted {
                    Ok(stream) => self.serve(stream),
                    // The connection was given up, or this process has no file descriptor left.
                    Err(_) => tokio::time::sleep(PAUSE).await,
                },
                Some(visit) = self.visits.recv() => return visit,
                Some(_) = self.serving.join_next() => self.order.retain(|one| !one.is_finished()),
            }
        }
    }

    fn serve(&mut self, stream: TcpStream) {
        while self.order.len() >= MOST_CONNECTIONS {
            if let Some(oldest) = self.order.pop_front() {
                oldest.abort();
            }
        }
        let served = serve(stream, self.sender.clone());
        let served = async {
            // Whoever takes longer is cut off; there is nobody to tell.
            let _ = tokio::time::timeout(CONNECTION_MAXIMUM, served).await;
        };
        self.order.push_back(self.serving.spawn(served));
    }
}

impl Visit {
    /// Answers. A visitor may be gone already.
    pub(super) fn answer(self, page: Page) {
        let _ = self.page.send(page);
    }

    /// Answers, and waits until the browser has the answer, or is gone.
    pub(super) async fn conclude(self, page: Page) {
        let _ = self.page.send(page);
        let _ = self.closed.await;
    }
}

async fn accept(listeners: &[TcpListener]) -> std::io::Result<TcpStream> {
    poll_fn(|context| {
        for listener in listeners {
            if let Poll::Ready(accepted) = listener.poll_accept(context) {
                return Poll::Ready(accepted.map(|(stream, _)| stream));
            }
        }
        Poll::Pending
    })
    .await
}

/// Reads one request and writes one answer. What is no HTTP gets the answer that hyper has for it.
async fn serve(stream: TcpStream, visits: mpsc::Sender<Visit>) {
    let (_open, closed) = oneshot::channel();
    let closed = std::sync::Mutex::new(Some(closed));
    let service = service_fn(|request| {
        let (page, shown) = oneshot::channel();
        let visits = &visits;
        let closed = closed.lock().ok().and_then(|mut closed| closed.take());
        async move {
            let Some(closed) = closed else {
                return Err(Gone);
            };
            let visit = Visit {
                request,
                page,
                closed,
            };
            visits.send(visit).await.map_err(|_| Gone)?;
            shown.await.map(Page::response).map_err(|_| Gone)
        }
    });
    let connection = http1::Builder::new()
        .keep_alive(false)
        .max_buf_size(MOST_HEAD)
        .timer(TokioTimer::new())
        .header_read_timeout(REQUEST_MAXIMUM)
        .serve_connection(TokioIo::new(stream), service);
    // What is wrong with a visitor's connection is the visitor's affair.
    let _ = connection.await;
}

/// Nobody waits for visitors any more.
#[derive(Debug, thiserror::Error)]
#[error("nobody waits for visitors any more")]
struct Gone;
