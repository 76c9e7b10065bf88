//! Where changes go so that they survive the process.
//!
//! One thread writes. What has queued up while it wrote goes into its next transaction, so that
//! many callers share the cost of one durable write.

mod backend;
mod store;
mod writer;

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

use poolgate_flow::ServiceError;
use tokio::sync::watch;

use crate::error;
use crate::server::StartError;
use crate::state::Change;

pub(crate) use store::Store;
use writer::{Batch, Progress, Work};

/// The queue to the store, or nothing for a server that forgets.
#[derive(Debug)]
pub(crate) enum Journal {
    /// Nothing is kept, and no record is serialized.
    Memory,
    /// Everything is kept.
    Store(Appender),
}

impl Journal {
    /// Starts the thread that writes to `store`.
    pub(crate) fn start(store: Store) -> Result<Self, StartError> {
        Appender::start(store).map(Self::Store)
    }

    /// Whether records have to be serialized at all.
    pub(crate) fn keeps(&self) -> bool {
        matches!(self, Self::Store(_))
    }

    /// Refuses once the store can write no more: memory would only run further ahead of it.
    pub(crate) fn accepts(&self) -> Result<(), ServiceError> {
        match self {
            Self::Memory => Ok(()),
            Self::Store(appender) => appender.accepts(),
        }
    }

    /// Queues the changes of one transaction. Called while the state is locked, so that the order in
    /// the store is the order in memory.
    pub(crate) fn append(&self, changes: Vec<Change>) {
        if let Self::Store(appender) = self
            && !changes.is_empty()
        {
            appender.append(Work::Changes(changes));
        }
    }

    /// Queues the removal of all records but those of one table; called like [`Self::append`].
    pub(crate) fn append_reset(&self, kept_table: &'static str) {
        if let Self::Store(appender) = self {
            appender.append(Work::Reset { kept_table });
        }
    }

    /// The last change so far. An answer that may have seen it waits for it.
    pub(crate) fn ticket(&self) -> Option<u64> {
        match self {
            Self::Memory => None,
            Self::Store(appender) => Some(appender.last_ticket.load(Ordering::Acquire)),
        }
    }

    /// Waits until everything up to `ticket` survives; an error if it never will.
    pub(crate) async fn durable(&self, ticket: Option<u64>) -> Result<(), ServiceError> {
        match (self, ticket) {
            (Self::Store(appender), Some(ticket)) => appender.durable(ticket).await,
            _ => Ok(()),
        }
    }

    /// Writes what is queued and closes the store; later changes are refused.
    pub(crate) fn close(&self) {
        if let Self::Store(appender) = self {
            appender.close();
        }
    }
}

/// The near end of the store's queue. Dropping it waits until the store has written everything.
pub(crate) struct Appender {
    /// Gone when closed.
    queue: Mutex<Option<mpsc::Sender<Batch>>>,
    last_ticket: AtomicU64,
    progress: watch::Receiver<Progress>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl Appender {
    fn start(store: impl writer::Write) -> Result<Self, StartError> {
        let (queue, batches) = mpsc::channel();
        let (report, progress) = watch::channel(Progress::default());
        let writer = thread::Builder::new()
            .name("poolgate-store".to_owned())
            .spawn(move || writer::run(store, &batches, &report))
            .map_err(StartError::Thread)?;
        Ok(Self {
            queue: Mutex::new(Some(queue)),
            last_ticket: AtomicU64::new(0),
            progress,
            writer: Mutex::new(Some(writer)),
        })
    }

    fn accepts(&self) -> Result<(), ServiceError> {
        match &self.progress.borrow().stopped {
            None => Ok(()),
            Some(reason) => Err(error::internal(reason)),
        }
    }

    fn append(&self, work: Work) {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let ticket = self.last_ticket.load(Ordering::Acquire) + 1;
        if let Some(queue) = &*queue {
            // A writer that has stopped has said so as its progress: the waiter will learn it.
            let _ = queue.send(Batch { ticket, work });
        }
        self.last_ticket.store(ticket, Ordering::Release);
    }

    async fn durable(&self, ticket: u64) -> Result<(), ServiceError> {
        let mut progress = self.progress.clone();
        let reached = progress
            .wait_for(|progress| progress.durable >= ticket || progress.stopped.is_some())
            .await
            .map_err(error::internal)?;
        match &reached.stopped {
            Some(reason) if reached.durable < ticket => Err(error::internal(reason)),
            _ => Ok(()),
        }
    }

    fn close(&self) {
        drop(
            self.queue
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        if let Some(writer) = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
        {
            // A writer that panicked has nothing left to wait for.
            let _ = writer.join();
        }
    }
}

impl Drop for Appender {
    fn drop(&mut self) {
        self.close();
    }
}

impl fmt::Debug for Appender {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Appender")
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
