//! A server that answers.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::http::Shell;
use crate::http::connections::Connections;

/// A server that answers. Dropping it stops it too, but nobody waits for the requests in flight.
#[derive(Debug)]
#[must_use = "dropping the server stops it"]
pub struct RunningServer {
    shell: Arc<Shell>,
    connections: Connections,
    address: SocketAddr,
}

impl RunningServer {
    pub(super) fn new(shell: Arc<Shell>, connections: Connections, address: SocketAddr) -> Self {
        Self {
            shell,
            connections,
            address,
        }
    }

    /// Where it listens, with the port it was given.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// The URL that clients reach it at, without a trailing slash: the endpoint of all its services.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.shell.core().settings().url
    }

    pub(crate) fn shell(&self) -> &Shell {
        &self.shell
    }

    /// Stops listening, finishes the requests in flight (for 10 s at most), closes the store.
    pub async fn shutdown(self) {
        self.connections.finish().await;
        self.shell.core().journal().close();
    }
}
