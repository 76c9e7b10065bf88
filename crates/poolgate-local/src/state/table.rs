//! One kind of record, ordered by key, with its further names and expiries.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use super::Entity;
use crate::time::UnixTime;

/// What a range of records is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The primary keys.
    Keys,
    /// The places that the records name ([`Entity::places`]).
    Places,
}

/// Records of one kind.
#[derive(Debug)]
pub(crate) struct Table<E> {
    rows: BTreeMap<String, Arc<E>>,
    /// How many rows each pool has.
    pools: HashMap<String, usize>,
    /// Further name to primary key.
    names: BTreeMap<String, String>,
    places: BTreeMap<String, Arc<E>>,
    expiries: BTreeSet<(UnixTime, String)>,
}

impl<E> Default for Table<E> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            pools: HashMap::new(),
            names: BTreeMap::new(),
            places: BTreeMap::new(),
            expiries: BTreeSet::new(),
        }
    }
}

impl<E: Entity> Table<E> {
    pub(crate) fn get(&self, key: &str) -> Option<Arc<E>> {
        self.rows.get(key).cloned()
    }

    pub(crate) fn named(&self, name: &str) -> Option<Arc<E>> {
        self.names.get(name).and_then(|key| self.get(key))
    }

    /// The records whose key begins with `prefix`, in key order, after the key `after` if given.
    pub(crate) fn range<'a>(
        &'a self,
        prefix: &'a str,
        after: Option<&'a str>,
    ) -> impl Iterator<Item = (&'a str, &'a Arc<E>)> {
        self.ordered(Order::Keys, prefix, after)
    }

    /// The same of the records' keys or places.
    pub(crate) fn ordered<'a>(
        &'a self,
        order: Order,
        prefix: &'a str,
        after: Option<&'a str>,
    ) -> impl Iterator<Item = (&'a str, &'a Arc<E>)> {
        let start = match after {
            Some(key) if key >= prefix => Bound::Excluded(key),
            _ => Bound::Included(prefix),
        };
        let records = match order {
            Order::Keys => &self.rows,
            Order::Places => &self.places,
        };
        records
            .range::<str, _>((start, Bound::Unbounded))
            .map(|(key, row)| (key.as_str(), row))
            .take_while(move |(key, _)| key.starts_with(prefix))
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many of the records are that pool's, in a time that does not depend on it.
    pub(crate) fn len_in_pool(&self, pool_id: &str) -> usize {
        self.pools.get(pool_id).copied().unwrap_or_default()
    }

    pub(crate) fn first_key(&self) -> Option<&str> {
        self.rows.first_key_value().map(|(key, _)| key.as_str())
    }

    pub(crate) fn last(&self) -> Option<&Arc<E>> {
        self.rows.last_key_value().map(|(_, row)| row)
    }

    /// Puts a record in place and answers the one that was there.
    pub(super) fn insert(&mut self, row: Arc<E>) -> Option<Arc<E>> {
        let key = row.key();
        let previous = self.remove(&key);
        for name in row.names() {
            self.names.insert(name, key.clone());
        }
        for place in row.places() {
            self.places.insert(place, Arc::clone(&row));
        }
        if let Some(expires) = row.expires() {
            self.expiries.insert((expires, key.clone()));
        }
        if let Some(pool_id) = pool_of(&key) {
            match self.pools.get_mut(pool_id) {
                Some(rows) => *rows += 1,
                None => drop(self.pools.insert(pool_id.to_owned(), 1)),
            }
        }
        self.rows.insert(key, row);
        previous
    }

    /// Takes a record away.
    pub(super) fn remove(&mut self, key: &str) -> Option<Arc<E>> {
        let previous = self.rows.remove(key)?;
        self.leave_pool(key);
        for name in previous.names() {
            // A name may have moved on to another record in the same transaction.
            if self.names.get(&name).is_some_and(|owner| owner == key) {
                self.names.remove(&name);
            }
        }
        for place in previous.places() {
            self.places.remove(&place);
        }
        if let Some(expires) = previous.expires() {
            self.expiries.remove(&(expires, key.to_owned()));
        }
        Some(previous)
    }

    fn leave_pool(&mut self, key: &str) {
        let Some(pool_id) = pool_of(key) else {
            return;
        };
        if let Some(rows) = self.pools.get_mut(pool_id) {
            *rows -= 1;
            if *rows == 0 {
                self.pools.remove(pool_id);
            }
        }
    }

    /// The key of a record that has expired, the longest expired first.
    pub(super) fn expired(&self, now: UnixTime) -> Option<String> {
        self.expiries
            .first()
            .filter(|(expires, _)| *expires <= now)
            .map(|(_, key)| key.clone())
    }
}

/// The pool that a record with this key belongs to, if it belongs to one ([`Entity::key`]).
fn pool_of(key: &str) -> Option<&str> {
    key.split_once('/').map(|(pool_id, _)| pool_id)
}

/// What can be done with a table without knowing its kind of record.
pub(crate) trait AnyTable {
    /// Takes in one stored record.
    fn load(&mut self, record: &[u8]) -> Result<(), serde_json::Error>;
    /// Forgets all records.
    fn clear(&mut self);
}

impl<E: Entity> AnyTable for Table<E> {
    fn load(&mut self, record: &[u8]) -> Result<(), serde_json::Error> {
        self.insert(Arc::new(serde_json::from_slice(record)?));
        Ok(())
    }

    fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::GroupMembership;

    fn membership(pool: u8, user: u8) -> GroupMembership {
        GroupMembership {
            pool_id: format!("p{pool}"),
            sub: user.to_string(),
            group_name: "g".to_owned(),
        }
    }

    proptest! {
        #[test]
        fn the_count_of_a_pool_is_that_of_its_rows(
            steps in prop::collection::vec((any::<bool>(), 0..3_u8, 0..4_u8), 0..40),
        ) {
            let mut table = Table::default();
            for (inserts, pool, user) in steps {
                let row = membership(pool, user);
                if inserts {
                    table.insert(Arc::new(row));
                } else {
                    table.remove(&row.key());
                }
                for pool in 0..3 {
                    let pool_id = format!("p{pool}");
                    let prefix = format!("{pool_id}/");
                    let rows = table.range(&prefix, None).count();
                    prop_assert_eq!(table.len_in_pool(&pool_id), rows);
                }
            }
        }
    }
}
