//! The state on disk: one redb table a kind of record, records as JSON.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{
    Database, ReadableDatabase, ReadableTable, TableDefinition, TableError, TableHandle,
    WriteTransaction,
};

use super::backend::GuardedFile;
use super::writer::{Batch, Work, Write};
use crate::data_directory::{DataDirectory, Ownership, private};
use crate::server::StartError;
use crate::state::{Change, State};

/// Bytes redb may keep of its pages: the state itself is in memory already.
const CACHE_SIZE: usize = 1 << 20;

/// The layout of the tables and records; a later one is not touched.
const FORMAT: u64 = 2;
const FORMAT_TABLE: TableDefinition<'_, (), u64> = TableDefinition::new("format");

const FILE: &str = "state.redb";

/// The open store of a data directory, with the right to write it.
#[derive(Debug)]
pub(crate) struct Store {
    database: Database,
    path: PathBuf,
    /// Last, so that the database is closed before another server may open it.
    _ownership: Ownership,
}

impl Store {
    /// Opens the store, and creates it if there is none.
    pub(crate) fn open(ownership: Ownership) -> Result<Self, StartError> {
        let directory = ownership.directory();
        let path = directory.file(FILE);
        match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => create(directory, &path)?,
            Err(source) => return Err(StartError::not_writable(&path, source)),
            // redb would take an emptied file for a new one.
            Ok(file) if file.len() == 0 => {
                return Err(StartError::CorruptStore {
                    path,
                    reason: "it is empty".to_owned(),
                });
            }
            Ok(_) => {}
        }
        let database = open(&path).map_err(|error| start_error(&path, error))?;
        let store = Self {
            database,
            path,
            _ownership: ownership,
        };
        store.check_format()?;
        Ok(store)
    }

    /// Everything that is stored.
    pub(crate) fn load(&self) -> Result<State, StartError> {
        let mut state = State::default();
        let transaction = self
            .database
            .begin_read()
            .map_err(|error| self.unusable(error))?;
        for (name, table) in state.tables() {
            let stored = match transaction.open_table(definition(name)) {
                Ok(stored) => stored,
                Err(TableError::TableDoesNotExist(_)) => continue,
                Err(error) => return Err(self.unusable(error)),
            };
            for entry in stored.iter().map_err(|error| self.unusable(error))? {
                let (key, record) = entry.map_err(|error| self.unusable(error))?;
                table
                    .load(record.value())
                    .map_err(|source| StartError::CorruptRecord {
                        path: self.path.clone(),
                        table: name,
                        key: key.value().to_owned(),
                        source,
                    })?;
            }
        }
        Ok(state)
    }

    fn check_format(&self) -> Result<(), StartError> {
        let found = self.format().map_err(|error| self.unusable(error))?;
        if found == FORMAT {
            return Ok(());
        }
        Err(StartError::UnknownFormat {
            path: self.path.clone(),
            found,
            known: FORMAT,
        })
    }

    fn format(&self) -> Result<u64, redb::Error> {
        let table = self.database.begin_read()?.open_table(FORMAT_TABLE)?;
        Ok(table.get(())?.map_or(0, |format| format.value()))
    }

    fn unusable(&self, error: impl Into<redb::Error>) -> StartError {
        start_error(&self.path, error.into())
    }

    fn try_write(&self, group: &[Batch]) -> Result<(), redb::Error> {
        let transaction = self.database.begin_write()?;
        for batch in group {
            match &batch.work {
                Work::Changes(changes) => apply(&transaction, changes)?,
                Work::Reset { kept_table } => reset(&transaction, kept_table)?,
            }
        }
        Ok(transaction.commit()?)
    }
}

impl Write for Store {
    type Error = String;

    fn write(&mut self, group: &[Batch]) -> Result<(), String> {
        self.try_write(group)
            .map_err(|error| format!("{}: {error}", self.path.display()))
    }
}

/// Creates an empty store under another name first: a process that is killed meanwhile leaves none.
fn create(directory: &DataDirectory, path: &Path) -> Result<(), StartError> {
    let unfinished = directory.file(".state.redb.new");
    let not_writable = |source| StartError::not_writable(&unfinished, source);
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(not_writable(error)),
        _ => {}
    }
    private(OpenOptions::new().write(true).create_new(true))
        .open(&unfinished)
        .map_err(not_writable)?;
    initialize(&unfinished).map_err(|error| start_error(&unfinished, error))?;
    fs::rename(&unfinished, path)
        .and_then(|()| directory.sync())
        .map_err(not_writable)
}

fn initialize(path: &Path) -> Result<(), redb::Error> {
    let database = open(path)?;
    let transaction = database.begin_write()?;
    transaction.open_table(FORMAT_TABLE)?.insert((), FORMAT)?;
    Ok(transaction.commit()?)
}

/// Every page is checked: a damaged one would otherwise make redb panic when it is met.
fn open(path: &Path) -> Result<Database, redb::Error> {
    let file = OpenOptions::new().read(true).write(true).open(path)?;
    let backend = GuardedFile(FileBackend::new(file)?);
    Ok(Database::builder()
        .set_cache_size(CACHE_SIZE)
        .set_check_integrity_on_open(true)
        .create_with_backend(backend)?)
}

/// Writes the changes of one transaction.
fn apply(transaction: &WriteTransaction, changes: &[Change]) -> Result<(), redb::Error> {
    for change in changes {
        let mut table = transaction.open_table(definition(change.table))?;
        match &change.value {
            Some(value) => table.insert(change.key.as_str(), value.as_slice())?,
            None => table.remove(change.key.as_str())?,
        };
    }
    Ok(())
}

/// Forgets everything but one table, and what says how to read it.
fn reset(transaction: &WriteTransaction, kept_table: &str) -> Result<(), redb::Error> {
    let kept = [kept_table, FORMAT_TABLE.name()];
    let tables: Vec<_> = transaction.list_tables()?.collect();
    for table in tables
        .into_iter()
        .filter(|table| !kept.contains(&table.name()))
    {
        transaction.delete_table(table)?;
    }
    Ok(())
}

fn definition(name: &str) -> TableDefinition<'_, &'static str, &'static [u8]> {
    TableDefinition::new(name)
}

/// The system's refusals are told apart from damage.
fn start_error(path: &Path, error: redb::Error) -> StartError {
    match error {
        redb::Error::Io(source)
            if !matches!(
                source.kind(),
                io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
            ) =>
        {
            StartError::not_writable(path, source)
        }
        error => StartError::CorruptStore {
            path: path.to_owned(),
            reason: error.to_string(),
        },
    }
}

#[cfg(test)]
mod tests;
