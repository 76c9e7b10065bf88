//! Connections: accepted, bounded in number and time, finished.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{sleep, timeout};

use super::limits::Limits;
use super::patient_stream::PatientStream;
use super::{Shell, router};

/// The connections of a running server. Dropping this stops them too, without waiting for them.
#[derive(Debug)]
pub(crate) struct Connections {
    stop: watch::Sender<bool>,
    accepting: JoinHandle<()>,
}

/// Serves everyone who connects.
pub(crate) fn serve(listener: TcpListener, shell: Arc<Shell>) -> Connections {
    let (stop, stopped) = watch::channel(false);
    let limits = shell.limits;
    let accepting = tokio::spawn(accept(listener, router(shell), limits, stopped));
    Connections { stop, accepting }
}

impl Connections {
    /// Stops listening and waits for the requests in flight, for a bounded time.
    pub(crate) async fn finish(self) {
        self.stop.send_replace(true);
        // It ends by itself, and its own errors are each a connection's.
        let _ = self.accepting.await;
    }
}

async fn accept(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) {
    let (close, closing) = watch::channel(false);
    let free = Arc::new(Semaphore::new(limits.connections));
    let mut connections = JoinSet::new();
    loop {
        let accepted = async {
            let place = Arc::clone(&free).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            () = until_stopped(&mut stop) => break,
        };
        // Reaped here, so that the set does not grow with every connection that ever was.
        while connections.try_join_next().is_some() {}
        match accepted {
            Ok((stream, _)) => {
                let connection = converse(stream, app.clone(), limits, closing.clone());
                connections.spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            // Out of file handles, mostly: trying again at once would only burn the processor.
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
    }
    drop(listener);
    // Only now, so that a client whose connection ends does not get a new one.
    close.send_replace(true);
    let finished = async { while connections.join_next().await.is_some() {} };
    if timeout(limits.finish_time, finished).await.is_err() {
        connections.shutdown().await;
    }
}

/// Answers the requests of one connection.
async fn converse(
    stream: TcpStream,
    app: Router,
    limits: Limits,
    mut stopped: watch::Receiver<bool>,
) {
    // Answers are small and complete: waiting for more to send only delays them. A connection that
    // takes no options is gone already, and says so when it is read.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(limits.head_size)
        .serve_connection(
            TokioIo::new(PatientStream::new(stream, limits.stall_time)),
            TowerToHyperService::new(app),
        );
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => Some(ended),
        () = until_stopped(&mut stopped) => None,
    };
    if ended.is_none() {
        connection.as_mut().graceful_shutdown();
        // A connection that breaks is its client's affair.
        let _ = connection.await;
    }
}

async fn until_stopped(stopped: &mut watch::Receiver<bool>) {
    // If nobody can say so any more, the server was dropped.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}
