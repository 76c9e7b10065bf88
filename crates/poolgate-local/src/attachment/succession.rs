//! Who serves the data directory: this process, another, or this one after another.

use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::AttachmentError;
use super::address_file::AddressFile;
use super::health;
use super::host::{Host, Plan};
use crate::data_directory::DataDirectory;
use crate::server::StartError;

/// How long a process that has the right to serve may take until it does. It needs some
/// milliseconds, and a second or two when it has to repair a large store.
const PATIENCE: Duration = Duration::from_secs(10);

/// Between two questions to a server that is about to start.
const PAUSE: Duration = Duration::from_millis(5);

/// This process's place in the succession of servers.
#[derive(Debug)]
pub(super) struct Succession {
    directory: DataDirectory,
    plan: Plan,
    role: Mutex<Role>,
    changed: Condvar,
}

#[derive(Debug)]
enum Role {
    /// Nobody's guest yet.
    Waiting,
    /// Another process serves, by this record when it was found.
    Guest(AddressFile),
    /// This process serves.
    Owner(Host),
    /// This process ought to serve, but cannot.
    Failed(Option<AttachmentError>),
    /// Out of the succession.
    Closed,
}

impl Succession {
    pub(super) fn new(directory: DataDirectory, plan: Plan) -> Self {
        Self {
            directory,
            plan,
            role: Mutex::new(Role::Waiting),
            changed: Condvar::new(),
        }
    }

    pub(super) fn is_owner(&self) -> bool {
        matches!(*self.role(), Role::Owner(_))
    }

    /// Where the directory is served. While this process takes over, this waits until it has.
    pub(super) fn url(&self) -> String {
        match &*self.role() {
            Role::Owner(host) => host.url().to_owned(),
            // Another guest may have taken over, and may have had to take another port.
            Role::Guest(record) => AddressFile::read(self.directory.path())
                .map_or_else(|| record.url.clone(), |record| record.url),
            Role::Waiting | Role::Failed(_) | Role::Closed => {
                AddressFile::read(self.directory.path())
                    .map(|record| record.url)
                    .unwrap_or_default()
            }
        }
    }

    /// Becomes the owner, or the guest of the one there is.
    pub(super) fn join(self: &Arc<Self>) -> Result<(), AttachmentError> {
        if self.own_if_free()? {
            return Ok(());
        }
        if self.plan.address.is_none() {
            let heir = Arc::clone(self);
            thread::Builder::new()
                .name("poolgate-heir".to_owned())
                .spawn(move || heir.inherit())
                .map_err(StartError::Thread)?;
        }
        self.wait_until_served()
    }

    /// Leaves; an owner's server is shut down. The heir's thread may be left waiting for a lock: when
    /// it gets it, it lets go of it.
    pub(super) fn close(&self) {
        let role = mem::replace(&mut *self.role(), Role::Closed);
        drop(role);
    }

    fn own_if_free(&self) -> Result<bool, AttachmentError> {
        let Some(ownership) = self.directory.try_own()? else {
            return Ok(false);
        };
        let host = Host::start(self.plan.clone(), ownership)?;
        *self.role() = Role::Owner(host);
        Ok(true)
    }

    /// Waits as long as it takes until nobody serves any more; serves then, unless this process has
    /// left the succession.
    fn inherit(&self) {
        let ownership = self.directory.wait_to_own();
        let mut role = self.role();
        if matches!(*role, Role::Closed) {
            return;
        }
        let host = ownership
            .map_err(AttachmentError::from)
            .and_then(|ownership| Host::start(self.plan.clone(), ownership));
        *role = match host {
            Ok(host) => Role::Owner(host),
            Err(error) => {
                if matches!(*role, Role::Guest(_)) {
                    // Nobody waits for this: whoever calls the server finds it gone, and why.
                    tracing::error!("cannot take over: {error}");
                }
                Role::Failed(Some(error))
            }
        };
        self.changed.notify_all();
    }

    /// Waits until the owner answers, or this process is the owner.
    ///
    /// The owner may be between its lock and its port, and nothing but its answer tells that it has
    /// come through. So it is asked again and again, for a bounded time, with a pause that ends at
    /// once when the heir's thread gets the lock.
    fn wait_until_served(&self) -> Result<(), AttachmentError> {
        let begun = Instant::now();
        loop {
            let record = AddressFile::read(self.directory.path());
            let record = match record {
                Some(record) if health::answers(&record) => return self.visit(record),
                record => record,
            };
            if begun.elapsed() >= PATIENCE {
                return Err(AttachmentError::OwnerSilent {
                    directory: self.directory.path().to_owned(),
                    address: record.map(|record| record.address),
                    waited: begun.elapsed(),
                });
            }
            // Without an heir's thread, nobody else notices that the owner has gone.
            if self.plan.address.is_some() && self.own_if_free()? {
                return Ok(());
            }
            if let Some(outcome) = self.pause() {
                return outcome;
            }
        }
    }

    /// What the heir's thread came to, if it did within the pause.
    fn pause(&self) -> Option<Result<(), AttachmentError>> {
        let waiting = |role: &mut Role| matches!(role, Role::Waiting);
        let (mut role, _) = self
            .changed
            .wait_timeout_while(self.role(), PAUSE, waiting)
            .unwrap_or_else(PoisonError::into_inner);
        match &mut *role {
            Role::Failed(error) => error.take().map(Err),
            Role::Owner(_) => Some(Ok(())),
            _ => None,
        }
    }

    /// Becomes a guest, unless it was to be served at an address of its own.
    fn visit(&self, record: AddressFile) -> Result<(), AttachmentError> {
        if self.plan.address.is_some() {
            return Err(AttachmentError::AlreadyServed {
                directory: self.directory.path().to_owned(),
                url: record.url,
                pid: record.pid,
            });
        }
        let mut role = self.role();
        // The heir may have been faster than the question.
        if matches!(*role, Role::Waiting) {
            *role = Role::Guest(record);
        }
        Ok(())
    }

    fn role(&self) -> MutexGuard<'_, Role> {
        self.role.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
