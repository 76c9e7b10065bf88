use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use super::StoreError;

/// An advisory lock on a file of its own, given up when dropped. The file stays: removing it
/// would let two processes lock two files of one name.
#[derive(Debug)]
pub(crate) struct FileLock {
    file: Option<File>,
}

impl FileLock {
    /// Waits for the lock, at most this long.
    pub(crate) fn acquire(path: &Path, wait: Duration) -> Result<Self, StoreError> {
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(path)
            .map_err(|error| StoreError::io("opening the lock", path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file: Some(file) }),
            Err(TryLockError::WouldBlock) => wait_for(file, path, wait),
            Err(TryLockError::Error(error)) => Ok(Self::without(path, &error)),
        }
    }

    /// Some network file systems cannot lock. One process at a time is then for the user to see
    /// to: better than no sign-in at all.
    fn without(path: &Path, error: &std::io::Error) -> Self {
        tracing::debug!(path = %path.display(), %error, "no locks here: going on without");
        Self { file: None }
    }
}

/// Said aloud: a lock that only goes with its file handle stays for as long as a child process has
/// a copy of that, which any child has between its fork and its exec.
impl Drop for FileLock {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            // What fails here is done by closing the handle, a little later.
            let _ = file.unlock();
        }
    }
}

/// The system has no wait with an end, so a thread waits. If it gets the lock too late, the file
/// goes with the channel, and the lock with the file.
fn wait_for(file: File, path: &Path, wait: Duration) -> Result<FileLock, StoreError> {
    let (sender, receiver) = mpsc::sync_channel(1);
    std::thread::Builder::new()
        .name("poolgate-lock".to_owned())
        .spawn(move || {
            let outcome = file.lock().map(|()| file);
            // Nobody waits any more: dropping the file gives the lock up.
            let _ = sender.send(outcome);
        })
        .map_err(|error| StoreError::io("waiting for the lock", path, &error))?;
    match receiver.recv_timeout(wait) {
        Ok(Ok(file)) => Ok(FileLock { file: Some(file) }),
        Ok(Err(error)) => Ok(FileLock::without(path, &error)),
        Err(_) => Err(StoreError::Locked {
            path: path.to_owned(),
            waited: wait,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_lock_is_waited_for_only_so_long() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.lock");
        let held = FileLock::acquire(&path, Duration::ZERO).unwrap();
        let refusal = FileLock::acquire(&path, Duration::from_millis(20)).unwrap_err();
        assert!(matches!(refusal, StoreError::Locked { .. }), "{refusal}");
        drop(held);
        FileLock::acquire(&path, Duration::from_secs(10)).unwrap();
    }

    #[test]
    fn who_waits_gets_the_lock_when_it_is_given_up() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.lock");
        let held = FileLock::acquire(&path, Duration::ZERO).unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| FileLock::acquire(&path, Duration::from_secs(10)));
            drop(held);
            waiting.join().unwrap().unwrap();
        });
    }
}
