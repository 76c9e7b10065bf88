use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use poolgate_flow::Device;

use super::{LockedSession, SessionKey, SessionRecord, StoreError, TokenStore};

/// Keeps sessions in this process, for as long as it lives. Clones share what they keep.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    slots: Mutex<HashMap<SessionKey, Slot>>,
    devices: Mutex<HashMap<SessionKey, Device>>,
    released: Condvar,
}

#[derive(Debug, Default)]
struct Slot {
    locked: bool,
    record: Option<SessionRecord>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl TokenStore for MemoryStore {
    fn load(&self, key: &SessionKey) -> Result<Option<SessionRecord>, StoreError> {
        Ok(self
            .shared
            .slots()
            .get(key)
            .and_then(|slot| slot.record.clone()))
    }

    fn lock(&self, key: &SessionKey, wait: Duration) -> Result<Box<dyn LockedSession>, StoreError> {
        let is_locked =
            |slots: &mut HashMap<SessionKey, Slot>| slots.get(key).is_some_and(|slot| slot.locked);
        let (mut slots, outcome) = self
            .shared
            .released
            .wait_timeout_while(self.shared.slots(), wait, is_locked)
            .unwrap_or_else(PoisonError::into_inner);
        if outcome.timed_out() {
            return Err(StoreError::Locked {
                path: key.file_stem(&[]).into(),
                waited: wait,
            });
        }
        slots.entry(key.clone()).or_default().locked = true;
        Ok(Box::new(LockedSlot {
            shared: Arc::clone(&self.shared),
            key: key.clone(),
        }))
    }

    fn load_device(&self, key: &SessionKey) -> Result<Option<Device>, StoreError> {
        Ok(self.shared.devices().get(key).cloned())
    }
}

impl Shared {
    fn slots(&self) -> MutexGuard<'_, HashMap<SessionKey, Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn devices(&self) -> MutexGuard<'_, HashMap<SessionKey, Device>> {
        self.devices.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
struct LockedSlot {
    shared: Arc<Shared>,
    key: SessionKey,
}

impl LockedSession for LockedSlot {
    fn load(&self) -> Result<Option<SessionRecord>, StoreError> {
        Ok(self
            .shared
            .slots()
            .get(&self.key)
            .and_then(|slot| slot.record.clone()))
    }

    fn save(&mut self, record: &SessionRecord) -> Result<(), StoreError> {
        self.shared
            .slots()
            .entry(self.key.clone())
            .or_default()
            .record = Some(record.clone());
        Ok(())
    }

    fn remove(&mut self) -> Result<(), StoreError> {
        if let Some(slot) = self.shared.slots().get_mut(&self.key) {
            slot.record = None;
        }
        Ok(())
    }

    fn save_device(&mut self, device: &Device) -> Result<(), StoreError> {
        let mut devices = self.shared.devices();
        devices.insert(self.key.clone(), device.clone());
        Ok(())
    }

    fn remove_device(&mut self) -> Result<(), StoreError> {
        self.shared.devices().remove(&self.key);
        Ok(())
    }
}

impl Drop for LockedSlot {
    fn drop(&mut self) {
        if let Some(slot) = self.shared.slots().get_mut(&self.key) {
            slot.locked = false;
        }
        self.shared.released.notify_all();
    }
}
