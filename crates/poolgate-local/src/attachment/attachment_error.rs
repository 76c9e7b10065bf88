//! Why a process cannot attach to a data directory's server.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::seed::SeedError;
use crate::server::StartError;

/// Why a process cannot attach to a data directory's server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AttachmentError {
    /// An address was asked for, but another process serves the data.
    #[error("{}: served at {url} by the process {pid} already", directory.display())]
    AlreadyServed {
        /// The data directory.
        directory: PathBuf,
        /// Where it is served.
        url: String,
        /// The process that serves it.
        pid: u32,
    },
    /// Another process serves the directory without a seed.
    #[error("{}: served by a process that has not seeded it", directory.display())]
    NoSeed {
        /// The data directory.
        directory: PathBuf,
    },
    /// Another process has the data, but does not answer.
    #[error(
        "{}: the process that has the data does not answer at {} after {} s",
        directory.display(),
        address.map_or_else(|| "any address".to_owned(), |address| address.to_string()),
        waited.as_secs()
    )]
    OwnerSilent {
        /// The data directory.
        directory: PathBuf,
        /// Where it was said to listen.
        address: Option<SocketAddr>,
        /// How long was waited for it.
        waited: Duration,
    },
    /// The data cannot be seeded.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The server does not start.
    #[error(transparent)]
    Start(#[from] StartError),
}
