use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Tampered;

/// Why a store could not give or keep a record. No variant carries a secret.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file is there, but does not hold a record: it was cut short, or something else wrote
    /// it. It is left as it is.
    #[error("{} does not hold what belongs there: {reason}", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },

    /// The file system refused.
    #[error("{action} {} failed: {reason}", path.display())]
    Io {
        /// What was being done.
        action: &'static str,
        /// To which file or directory.
        path: PathBuf,
        /// What the system said.
        reason: String,
        /// The same, to be matched.
        kind: io::ErrorKind,
    },

    /// Another process, or another task of this one, holds the lock.
    #[error("{} is still locked by another process after {} s", path.display(), waited.as_secs_f32())]
    Locked {
        /// The lock file.
        path: PathBuf,
        /// How long was waited.
        waited: Duration,
    },

    /// The directory or the file cannot be written: permissions, or a read-only file system.
    #[error("{} cannot be written: {reason}", path.display())]
    NotWritable {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },

    /// The record belongs to another pool, app client, user, identity pool or role.
    #[error(
        "{} belongs to another {member}: expected {expected:?}, found {actual:?}", path.display()
    )]
    OtherOwner {
        /// The file.
        path: PathBuf,
        /// Which member differs.
        member: &'static str,
        /// What was asked for.
        expected: String,
        /// What the record says.
        actual: String,
    },

    /// A store outside of this crate failed.
    #[error("the token store failed: {0}")]
    Other(String),
}

impl StoreError {
    pub(crate) fn corrupt(path: &Path) -> impl FnOnce(String) -> Self {
        move |reason| Self::Corrupt {
            path: path.to_owned(),
            reason,
        }
    }

    pub(crate) fn other_owner(path: &Path) -> impl FnOnce(Tampered) -> Self {
        move |found| Self::OtherOwner {
            path: path.to_owned(),
            member: found.member,
            expected: found.expected,
            actual: found.actual,
        }
    }

    pub(crate) fn io(action: &'static str, path: &Path, error: &io::Error) -> Self {
        let (path, reason) = (path.to_owned(), error.to_string());
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
                if action != READING =>
            {
                Self::NotWritable { path, reason }
            }
            kind => Self::Io {
                action,
                path,
                reason,
                kind,
            },
        }
    }
}

/// The one action that does not write.
pub(crate) const READING: &str = "reading";
