//! What providers publish for everybody: discovery documents and key sets, kept for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};
use url::Url;

use crate::time::UnixTime;

/// Seconds a document is believed to be the newest.
const FRESH_SECONDS: i64 = 3600;
/// Two for each provider that is in use; each has at most the size of an answer.
const MOST: usize = 16;

/// A JSON object that somebody has published.
pub(super) type Document = Map<String, Value>;

/// The newest documents, by address.
#[derive(Debug, Default)]
pub(crate) struct Published(Mutex<HashMap<Url, Kept>>);

#[derive(Debug)]
struct Kept {
    document: Arc<Document>,
    since: UnixTime,
}

impl Published {
    /// The document at this address, if it was fetched not long ago.
    pub(super) fn find(&self, url: &Url, now: UnixTime) -> Option<Arc<Document>> {
        let kept = self.kept();
        let kept = kept.get(url)?;
        // The clock may have been set back meanwhile, and then nobody knows how old it is.
        let is_fresh = kept.since <= now && now < kept.since.plus_seconds(FRESH_SECONDS);
        is_fresh.then(|| Arc::clone(&kept.document))
    }

    /// Keeps a document that was found to be good: another would be in the way of a better one.
    pub(super) fn keep(&self, url: Url, document: Arc<Document>, now: UnixTime) {
        let mut kept = self.kept();
        let oldest = kept.iter().min_by_key(|(_, kept)| kept.since);
        if let Some(oldest) = oldest.map(|(url, _)| url.clone())
            && kept.len() >= MOST
            && !kept.contains_key(&url)
        {
            kept.remove(&oldest);
        }
        let since = now;
        kept.insert(url, Kept { document, since });
    }

    pub(crate) fn clear(&self) {
        self.kept().clear();
    }

    /// Whoever panics in here leaves whole documents behind.
    fn kept(&self) -> MutexGuard<'_, HashMap<Url, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(number: usize) -> Url {
        Url::parse(&format!("https://provider.test/{number}")).unwrap()
    }

    #[test]
    fn a_document_is_kept_for_an_hour() {
        let published = Published::default();
        let at = UnixTime::from_seconds;
        published.keep(url(1), Arc::default(), at(5000));
        let is_there = |seconds| published.find(&url(1), at(seconds)).is_some();
        assert!(is_there(5000) && is_there(8599));
        assert!(!is_there(8600), "an hour later");
        assert!(!is_there(4999), "before");
        assert!(published.find(&url(2), at(5000)).is_none());
        published.clear();
        assert!(!is_there(5000));
    }

    #[test]
    fn the_oldest_makes_room() {
        let published = Published::default();
        let now = UnixTime::from_seconds(1000);
        for number in 0..MOST {
            let since = UnixTime::from_seconds(i64::try_from(number).unwrap());
            published.keep(url(number), Arc::default(), since);
        }
        published.keep(url(3), Arc::default(), now);
        assert!(published.find(&url(0), now).is_some(), "nobody has to go");
        published.keep(url(MOST), Arc::default(), now);
        assert!(published.find(&url(0), now).is_none());
        for number in 1..=MOST {
            assert!(published.find(&url(number), now).is_some(), "{number}");
        }
    }
}
