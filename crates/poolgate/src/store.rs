//! Where sessions are kept between two runs of a program.
//!
//! A [`TokenStore`] keeps one [`SessionRecord`] for each [`SessionKey`]. Several processes may
//! share a store: whoever refreshes locks the key first and reads again, so that a refresh token
//! that may be used once is used once.

mod device_record;
mod error;
mod file;
mod key;
pub(crate) mod lock;
mod memory;
pub(crate) mod owner_file;
mod record;
mod token_cache_file;

use std::fmt;
use std::time::Duration;

use poolgate_flow::{Device, DeviceKey};

pub use error::StoreError;
pub use file::FileStore;
pub use key::{SessionKey, Tampered};
pub use memory::MemoryStore;
pub use owner_file::Notice;
pub use record::SessionRecord;
pub(crate) use record::describe_json_error;
pub use token_cache_file::TokenCacheFile;

/// Keeps sessions.
///
/// The methods block; the library calls them on threads that may block. An implementation that
/// keeps records outside of the process (a keyring, a database) uses
/// [`SessionRecord::to_json`] and [`SessionRecord::from_json`], and checks with
/// [`SessionRecord::check_belongs_to`] that it was given back what it had kept.
pub trait TokenStore: fmt::Debug + Send + Sync {
    /// The record of this key, read without waiting for who is writing: either the old one or the
    /// new one, never half of each.
    fn load(&self, key: &SessionKey) -> Result<Option<SessionRecord>, StoreError>;

    /// Waits for the key to be free, at most this long, and keeps everyone else out until the
    /// value is dropped.
    fn lock(&self, key: &SessionKey, wait: Duration) -> Result<Box<dyn LockedSession>, StoreError>;

    /// The device that is kept for this key. It outlives the session: signing out does not forget
    /// it.
    fn load_device(&self, key: &SessionKey) -> Result<Option<Device>, StoreError>;
}

/// One key of a store, locked.
pub trait LockedSession: fmt::Debug + Send {
    /// The record as it is now.
    fn load(&self) -> Result<Option<SessionRecord>, StoreError>;

    /// Replaces the record. When this returns, the new one survives a crash.
    fn save(&mut self, record: &SessionRecord) -> Result<(), StoreError>;

    /// Forgets the record, if there is one.
    fn remove(&mut self) -> Result<(), StoreError>;

    /// Keeps a device, in the place of the one that was kept.
    fn save_device(&mut self, device: &Device) -> Result<(), StoreError>;

    /// Forgets the device, if there is one.
    fn remove_device(&mut self) -> Result<(), StoreError>;
}

/// Forgets this device, unless another process has kept another one meanwhile.
pub(crate) fn forget_device(
    store: &dyn TokenStore,
    key: &SessionKey,
    wait: Duration,
    forgotten: &DeviceKey,
) -> Result<(), StoreError> {
    let mut locked = store.lock(key, wait)?;
    match store.load_device(key)? {
        Some(kept) if kept.key.expose() == forgotten.expose() => locked.remove_device(),
        _ => Ok(()),
    }
}
