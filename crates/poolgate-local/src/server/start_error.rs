//! Why a server does not start.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Another program listens there.
    #[error("{address} is in use by another program")]
    AddressInUse {
        /// The address that was asked for.
        address: SocketAddr,
    },
    /// Listening there is impossible or forbidden.
    #[error("cannot listen on {address}: {source}")]
    Address {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// A stored record cannot be read: it is damaged, or of a later version.
    #[error("{}: the record {key:?} in the table {table} is damaged: {source}", path.display())]
    CorruptRecord {
        /// The file it is in.
        path: PathBuf,
        /// The table it is in.
        table: &'static str,
        /// Its key.
        key: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The store's file is damaged, or is none. It is left as it is.
    #[error("{}: the file is damaged: {reason}", path.display())]
    CorruptStore {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Another server works on the data.
    #[error("{}: another process uses this data", directory.display())]
    DataLocked {
        /// The data directory.
        directory: PathBuf,
    },
    /// The data cannot be read or written.
    #[error("{}: cannot be written: {source}", path.display())]
    DataNotWritable {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Not twelve digits.
    #[error("{0:?} is not an AWS account: twelve digits")]
    InvalidAccountId(String),
    /// Not a Region.
    #[error("{0:?} is not a Region such as eu-west-1")]
    InvalidRegion(String),
    /// Not the address of a web server.
    #[error("{0:?} is not a URL such as http://localhost:9229")]
    InvalidUrl(String),
    /// The system gives no thread.
    #[error("no thread for the server: {0}")]
    Thread(#[source] io::Error),
    /// The data was written by a later version of this program.
    #[error(
        "{} was written in format {found}, and this version knows {known} only: \
         move its directory away to begin anew, or use the version that wrote it",
        path.display()
    )]
    UnknownFormat {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u64,
        /// The format this version writes.
        known: u64,
    },
}

impl StartError {
    pub(super) fn listen(address: SocketAddr, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::AddrInUse => Self::AddressInUse { address },
            _ => Self::Address { address, source },
        }
    }

    pub(crate) fn not_writable(path: &Path, source: io::Error) -> Self {
        Self::DataNotWritable {
            path: path.to_owned(),
            source,
        }
    }
}
