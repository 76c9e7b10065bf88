use std::sync::Arc;
use std::time::Duration;

use poolgate_flow::DeviceKey;

use super::TokenSet;
use crate::Error;
use crate::sign_in::off_the_executor;
use crate::store::{LockedSession, SessionKey, SessionRecord, TokenStore, forget_device};

/// Where a session is kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    store: Arc<dyn TokenStore>,
    key: SessionKey,
    wait: Duration,
}

/// The same, with everyone else kept out. Stores block, so that each step is taken elsewhere.
#[derive(Debug)]
pub(super) struct KeptAndLocked {
    locked: Box<dyn LockedSession>,
    key: SessionKey,
}

impl Kept {
    pub(super) fn new(store: Arc<dyn TokenStore>, key: SessionKey, wait: Duration) -> Self {
        Self { store, key, wait }
    }

    pub(super) async fn lock(&self) -> Result<KeptAndLocked, Error> {
        let Self { store, key, wait } = self.clone();
        off_the_executor(move || {
            let locked = store.lock(&key, wait)?;
            Ok(KeptAndLocked { locked, key })
        })
        .await?
    }

    /// Forgets the device that is kept, if it is this one.
    pub(super) async fn forget_device(&self, device: DeviceKey) -> Result<(), Error> {
        let Self { store, key, wait } = self.clone();
        Ok(off_the_executor(move || forget_device(&*store, &key, wait, &device)).await??)
    }
}

impl KeptAndLocked {
    pub(super) async fn load(self) -> Result<(Self, Option<SessionRecord>), Error> {
        off_the_executor(move || {
            let record = self.locked.load()?;
            Ok((self, record))
        })
        .await?
    }

    pub(super) async fn save(mut self, tokens: Arc<TokenSet>) -> Result<Self, Error> {
        off_the_executor(move || {
            self.locked.save(&tokens.to_record(self.key.clone()))?;
            Ok(self)
        })
        .await?
    }

    pub(super) async fn remove(mut self) -> Result<(), Error> {
        off_the_executor(move || Ok(self.locked.remove()?)).await?
    }
}
