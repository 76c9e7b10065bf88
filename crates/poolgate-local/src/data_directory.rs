//! The directory that a server keeps its data in.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::server::StartError;

/// A data directory. It holds secrets, so nobody but its owner may read it.
#[derive(Clone, Debug)]
pub(crate) struct DataDirectory {
    path: PathBuf,
}

/// The right to write a data directory, which one server at a time has. Dropping it, or the death
/// of the process, passes it on.
#[derive(Debug)]
pub(crate) struct Ownership {
    directory: DataDirectory,
    lock: File,
}

impl Ownership {
    pub(crate) fn directory(&self) -> &DataDirectory {
        &self.directory
    }
}

/// Said aloud: a lock that only goes with its file handle stays for as long as a child process has
/// a copy of that, which any child has between its fork and its exec.
impl Drop for Ownership {
    fn drop(&mut self) {
        // What fails here is done by closing the handle, a little later.
        let _ = self.lock.unlock();
    }
}

impl DataDirectory {
    /// Creates the directory if it is not there yet.
    pub(crate) fn create(path: &Path) -> Result<Self, StartError> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(path)
            .map_err(|source| StartError::not_writable(path, source))?;
        // A relative path would mean another place once the process changes its directory.
        let path =
            fs::canonicalize(path).map_err(|source| StartError::not_writable(path, source))?;
        Ok(Self { path })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Takes the right to write if nobody has it.
    pub(crate) fn own(&self) -> Result<Ownership, StartError> {
        self.try_own()?.ok_or_else(|| StartError::DataLocked {
            directory: self.path.clone(),
        })
    }

    /// The same; `None` if somebody has it.
    pub(crate) fn try_own(&self) -> Result<Option<Ownership>, StartError> {
        let lock = self.lock_file()?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Ownership {
                directory: self.clone(),
                lock,
            })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => {
                Err(StartError::not_writable(&self.file("lock"), source))
            }
        }
    }

    /// Waits, for ever if need be, until the right to write is free.
    pub(crate) fn wait_to_own(&self) -> Result<Ownership, StartError> {
        let lock = self.lock_file()?;
        lock.lock()
            .map_err(|source| StartError::not_writable(&self.file("lock"), source))?;
        Ok(Ownership {
            directory: self.clone(),
            lock,
        })
    }

    /// The file whose lock is the right to write this directory.
    fn lock_file(&self) -> Result<File, StartError> {
        let path = self.file("lock");
        private(OpenOptions::new().read(true).write(true).create(true))
            .open(&path)
            .map_err(|source| StartError::not_writable(&path, source))
    }

    /// Replaces a file as a whole: whoever reads it sees the old or the new content, also after a
    /// power cut.
    pub(crate) fn replace(&self, name: &str, content: &[u8]) -> Result<(), StartError> {
        self.replace_and(name, content, File::sync_all)?;
        self.sync()
            .map_err(|source| StartError::not_writable(&self.path, source))
    }

    /// The same, but a power cut may leave the old content, or none: nothing is waited for.
    pub(crate) fn replace_for_now(&self, name: &str, content: &[u8]) -> Result<(), StartError> {
        self.replace_and(name, content, |_| Ok(()))
    }

    /// Only the owner writes, so nobody else uses the temporary name.
    fn replace_and(
        &self,
        name: &str,
        content: &[u8],
        finish: impl FnOnce(&File) -> io::Result<()>,
    ) -> Result<(), StartError> {
        let path = self.file(name);
        let temporary = self.file(&format!(".{name}.new"));
        let mut options = OpenOptions::new();
        private(options.write(true).create(true).truncate(true))
            .open(&temporary)
            .and_then(|mut file| {
                file.write_all(content)?;
                finish(&file)
            })
            .and_then(|()| fs::rename(&temporary, &path))
            .map_err(|source| StartError::not_writable(&path, source))
    }

    /// Makes the directory's entries durable.
    pub(crate) fn sync(&self) -> io::Result<()> {
        #[cfg(unix)]
        File::open(&self.path)?.sync_all()?;
        Ok(())
    }
}

/// Lets nobody but the owner read what is created.
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}
