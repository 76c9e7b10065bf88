//! The thread that writes.

use std::fmt;
use std::sync::{Arc, mpsc};

use tokio::sync::watch;

use crate::state::Change;

/// How far the store has come.
#[derive(Clone, Debug, Default)]
pub(super) struct Progress {
    /// Everything up to this ticket survives.
    pub(super) durable: u64,
    /// Why nothing further will be written: memory may be ahead of the store for ever.
    pub(super) stopped: Option<Arc<str>>,
}

/// One step of the state.
#[derive(Debug)]
pub(super) enum Work {
    /// The changes of one transaction.
    Changes(Vec<Change>),
    /// Everything is forgotten but the records of one table.
    Reset { kept_table: &'static str },
}

/// One step and the ticket it is waited for by.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) ticket: u64,
    pub(super) work: Work,
}

/// What can write steps durably: the store, or a fault in a test.
pub(super) trait Write: Send + 'static {
    type Error: fmt::Display;

    /// Writes these steps in order, all or none; when it returns, they survive.
    fn write(&mut self, group: &[Batch]) -> Result<(), Self::Error>;
}

/// Writes until the queue is closed: all that waits goes into one durable write.
pub(super) fn run(
    mut store: impl Write,
    batches: &mpsc::Receiver<Batch>,
    report: &watch::Sender<Progress>,
) {
    let mut stopped = "the server shuts down".to_owned();
    while let Ok(first) = batches.recv() {
        let group: Vec<Batch> = std::iter::once(first).chain(batches.try_iter()).collect();
        if let Err(error) = store.write(&group) {
            // Later steps would build on what was lost, so none of them is written.
            stopped = format!("the data cannot be written any more: {error}");
            tracing::error!("{stopped}");
            break;
        }
        report.send_modify(|progress| {
            progress.durable = group.last().map_or(progress.durable, |batch| batch.ticket);
        });
    }
    // Closed before anybody hears of it: another may open the store then.
    drop(store);
    report.send_modify(|progress| progress.stopped = Some(stopped.into()));
}
