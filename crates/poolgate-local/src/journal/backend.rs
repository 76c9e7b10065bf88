//! The store's file, as redb sees it.

use std::io;

use redb::StorageBackend;
use redb::backends::FileBackend;

/// A file without locks of its own.
///
/// The lock on the data directory guards the file as well. A second lock would be released at
/// another moment by a process that dies, and its successor would find the file still locked.
#[derive(Debug)]
pub(super) struct GuardedFile(pub(super) FileBackend);

impl StorageBackend for GuardedFile {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read(offset, out)
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write(offset, data)
    }
}
