//! Where a server keeps what it knows.

use std::path::PathBuf;

use super::StartError;
use crate::data_directory::{DataDirectory, Ownership};
use crate::journal::{Journal, Store};
use crate::state::State;

/// Where the data is kept.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum Data {
    /// In memory: gone with the server.
    #[default]
    Memory,
    /// In this directory, which is created if need be: every acknowledged change survives.
    Directory(PathBuf),
}

impl Data {
    /// Takes the right to write a directory, creating it first if need be.
    pub(super) fn own(&self) -> Result<Option<Ownership>, StartError> {
        match self {
            Self::Memory => Ok(None),
            Self::Directory(path) => DataDirectory::create(path)?.own().map(Some),
        }
    }
}

/// What is there from before, and the journal that continues it.
pub(super) fn load(ownership: Option<Ownership>) -> Result<(State, Journal), StartError> {
    let Some(ownership) = ownership else {
        return Ok((State::default(), Journal::Memory));
    };
    let store = Store::open(ownership)?;
    let state = store.load()?;
    Ok((state, Journal::start(store)?))
}
