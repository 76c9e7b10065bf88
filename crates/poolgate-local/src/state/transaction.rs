//! Changes that become visible together or not at all.

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::{Entity, State};
use crate::error;
use crate::time::UnixTime;

/// One record as the journal keeps it; no value means that the record is gone.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) table: &'static str,
    pub(crate) key: String,
    pub(crate) value: Option<Vec<u8>>,
}

type Undo = Box<dyn FnOnce(&mut State)>;

/// The state while nobody else sees it.
///
/// Changes apply at once, so that later steps of the same transaction see them; dropping the
/// transaction without [`Transaction::commit`] takes them all back.
pub(crate) struct Transaction<'s> {
    state: &'s mut State,
    undo: Vec<Undo>,
    /// `None` if nothing is journalled: then no record is serialized.
    changes: Option<Vec<Change>>,
    defect: Option<serde_json::Error>,
}

impl<'s> Transaction<'s> {
    pub(crate) fn new(state: &'s mut State, journalled: bool) -> Self {
        let changes = journalled.then(Vec::new);
        Self {
            state,
            undo: Vec::new(),
            changes,
            defect: None,
        }
    }

    /// The state with the changes made so far.
    pub(crate) fn state(&self) -> &State {
        self.state
    }

    /// The record with this primary key.
    pub(crate) fn get<E: Entity>(&self, key: &str) -> Option<Arc<E>> {
        self.state.get(key)
    }

    /// Creates or replaces a record.
    pub(crate) fn put<E: Entity>(&mut self, record: E) -> Arc<E> {
        let record = Arc::new(record);
        let key = record.key();
        if let Some(changes) = &mut self.changes {
            match serde_json::to_vec(&*record) {
                Ok(value) => {
                    changes.push(Change {
                        table: E::TABLE,
                        key: key.clone(),
                        value: Some(value),
                    });
                }
                Err(error) => self.defect = Some(error),
            }
        }
        let previous = E::table_mut(self.state).insert(Arc::clone(&record));
        self.undo.push(restore(key, previous));
        record
    }

    /// Removes a record, if it is there.
    pub(crate) fn delete<E: Entity>(&mut self, key: &str) {
        let Some(previous) = E::table_mut(self.state).remove(key) else {
            return;
        };
        if let Some(changes) = &mut self.changes {
            changes.push(Change {
                table: E::TABLE,
                key: key.to_owned(),
                value: None,
            });
        }
        self.undo.push(restore(key.to_owned(), Some(previous)));
    }

    /// Removes every record whose key begins with `prefix`.
    pub(crate) fn delete_range<E: Entity>(&mut self, prefix: &str) {
        let rows = E::table(self.state).range(prefix, None);
        let keys: Vec<String> = rows.map(|(key, _)| key.to_owned()).collect();
        for key in keys {
            self.delete::<E>(&key);
        }
    }

    /// Forgets a few records that have expired: a bounded share of the work for each writer.
    pub(crate) fn forget_expired<E: Entity>(&mut self, now: UnixTime) {
        const SHARE: usize = 4;
        for _ in 0..SHARE {
            let Some(key) = E::table(self.state).expired(now) else {
                return;
            };
            self.delete::<E>(&key);
        }
    }

    /// Keeps the changes and answers what the journal must write.
    pub(crate) fn commit(mut self) -> Result<Vec<Change>, ServiceError> {
        if let Some(defect) = self.defect.take() {
            return Err(error::internal(defect));
        }
        self.undo.clear();
        Ok(self.changes.take().unwrap_or_default())
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        for undo in self.undo.drain(..).rev() {
            undo(self.state);
        }
    }
}

fn restore<E: Entity>(key: String, previous: Option<Arc<E>>) -> Undo {
    Box::new(move |state| {
        let table = E::table_mut(state);
        table.remove(&key);
        if let Some(previous) = previous {
            table.insert(previous);
        }
    })
}
