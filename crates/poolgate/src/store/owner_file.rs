//! Files that only their owner can read, replaced as a whole or not at all.

use std::fs::{File, Permissions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::StoreError;
use super::error::READING;

/// Far more than any record has: what is larger is no record.
const MAXIMUM: u64 = 1024 * 1024;

/// The permissions of the group and of everyone else.
#[cfg(unix)]
const OTHERS: u32 = 0o077;

/// Something that was put right on the way, and that its owner should hear about.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Notice {
    /// A file with secrets could be read by others. Its mode is 0600 now.
    PermissionsTightened {
        /// The file.
        path: PathBuf,
        /// The mode it had.
        mode: u32,
    },
    /// A file that does not hold a record was moved aside, because a new one takes its place.
    CorruptFileKept {
        /// Where it is now.
        path: PathBuf,
    },
}

impl std::fmt::Display for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::PermissionsTightened { path, mode } => {
                write!(
                    f,
                    "{} could be read by others (mode {mode:04o}); it is 0600 now",
                    path.display()
                )
            }
            Self::CorruptFileKept { path } => {
                write!(f, "what was in the way is kept as {}", path.display())
            }
        }
    }
}

/// The contents of a file, and what had to be put right.
#[derive(Debug)]
pub(crate) struct Contents {
    pub(crate) bytes: Zeroizing<Vec<u8>>,
    pub(crate) notice: Option<Notice>,
}

/// Who is told what was put right.
pub(super) type Observer = Arc<dyn Fn(&Notice) + Send + Sync>;

/// For those who name nobody else.
pub(super) fn warn_of_notices() -> Observer {
    Arc::new(|notice: &Notice| tracing::warn!("{notice}"))
}

/// Reads a file, and tells what had to be put right.
pub(super) fn read_observed(
    path: &Path,
    observer: &Observer,
) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
    let Some(contents) = read(path)? else {
        return Ok(None);
    };
    if let Some(notice) = &contents.notice {
        observer(notice);
    }
    Ok(Some(contents.bytes))
}

/// Reads a file; `None` if there is none.
pub(crate) fn read(path: &Path) -> Result<Option<Contents>, StoreError> {
    let failed = |error| StoreError::io(READING, path, &error);
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() {
        return Err(StoreError::Corrupt {
            path: path.into(),
            reason: "it is no file".into(),
        });
    }
    let notice = tighten(path, &file, &metadata.permissions())?;
    // Read in one piece: a buffer that grows leaves copies behind that nobody wipes.
    let capacity = usize::try_from(metadata.len().min(MAXIMUM)).unwrap_or_default() + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(capacity));
    (&mut file)
        .take(MAXIMUM + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > MAXIMUM {
        return Err(StoreError::Corrupt {
            path: path.into(),
            reason: "it has over 1 MiB".into(),
        });
    }
    Ok(Some(Contents { bytes, notice }))
}

/// Writes a file so that after a crash at any moment either the old contents are there or the
/// new ones.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let failed = |error: std::io::Error| StoreError::io("writing", path, &error);
    let directory = path.parent().unwrap_or(Path::new("."));
    // O_EXCL and mode 0600, both from the moment the file exists.
    let mut temporary = tempfile::Builder::new()
        .prefix(".new-")
        .tempfile_in(directory)
        .map_err(|error| StoreError::io("writing into", directory, &error))?;
    temporary.write_all(bytes).map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    temporary
        .persist(path)
        .map_err(|refused| failed(refused.error))?;
    sync_directory(directory).map_err(failed)
}

/// What is in a directory; nothing if there is none.
pub(crate) fn list(directory: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let failed = |error| StoreError::io(READING, directory, &error);
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let path = |entry: std::io::Result<std::fs::DirEntry>| Ok(entry.map_err(failed)?.path());
    entries.map(path).collect()
}

/// Removes a file, if it is there.
pub(crate) fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::io("removing", path, &error)),
    }
}

/// Moves a file that cannot be read aside, so that it can be looked at.
pub(crate) fn keep_aside(path: &Path) -> Result<Notice, StoreError> {
    let aside = path.with_extension("corrupt");
    std::fs::rename(path, &aside).map_err(|error| StoreError::io("moving", path, &error))?;
    Ok(Notice::CorruptFileKept { path: aside })
}

/// Makes a directory, and those above it, that only their owner can enter.
pub(crate) fn create_directory(path: &Path) -> Result<(), StoreError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(path)
        .map_err(|error| StoreError::io("creating", path, &error))?;
    restrict_directory(path).map_err(|error| StoreError::io("protecting", path, &error))
}

#[cfg(unix)]
fn restrict_directory(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    let permissions = std::fs::metadata(path)?.permissions();
    if permissions.mode() & OTHERS == 0 {
        return Ok(());
    }
    std::fs::set_permissions(path, Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn restrict_directory(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// As ssh does with keys, but put right instead of refused.
#[cfg(unix)]
fn tighten(path: &Path, file: &File, found: &Permissions) -> Result<Option<Notice>, StoreError> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = found.mode() & 0o7777;
    if mode & OTHERS == 0 {
        return Ok(None);
    }
    file.set_permissions(Permissions::from_mode(0o600))
        .map_err(|error| StoreError::io("protecting", path, &error))?;
    Ok(Some(Notice::PermissionsTightened {
        path: path.to_owned(),
        mode,
    }))
}

#[cfg(not(unix))]
fn tighten(_: &Path, _: &File, _: &Permissions) -> Result<Option<Notice>, StoreError> {
    Ok(None)
}

/// Without it a crash may undo the rename.
fn sync_directory(directory: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        File::open(directory)?.sync_all()
    } else {
        Ok(())
    }
}
