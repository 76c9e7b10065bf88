//! `server.json`: where the data directory is served, or was last.

use std::net::SocketAddr;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::core::IssuerForm;
use crate::data_directory::DataDirectory;
use crate::server::StartError;

const FILE: &str = "server.json";

/// Where a server is, or was.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct AddressFile {
    pub(super) url: String,
    pub(super) address: SocketAddr,
    pub(super) issuer: IssuerForm,
    pub(super) pid: u32,
    /// What its health says: another program may have the port by now.
    pub(super) instance: String,
}

impl AddressFile {
    /// What the last server left. A file that cannot be read is as good as none: it only remembers a
    /// port, and is written anew by the next server.
    pub(super) fn read(directory: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(directory.join(FILE)).ok()?).ok()
    }

    pub(super) fn write(&self, directory: &DataDirectory) -> Result<(), StartError> {
        let content = serde_json::to_vec_pretty(self)
            .map_err(|error| StartError::not_writable(&directory.file(FILE), error.into()))?;
        directory.replace_for_now(FILE, &content)
    }
}
