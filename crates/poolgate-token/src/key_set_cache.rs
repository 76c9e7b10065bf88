//! When to fetch a key set, when to go on with the old one, and when to wait.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use core::time::Duration;

use crate::key_set::KeySet;

/// The key sets of the issuers that a program trusts, and the policy for fetching them.
///
/// It is a state machine without I/O and clock: [`decide`](Self::decide) says what to do now, and
/// what came of it is told with [`fetched`](Self::fetched) or [`fetch_failed`](Self::fetch_failed).
/// Times are in seconds since the Unix epoch, and a clock that was set back is borne. Keeping a
/// second fetch of one URI from starting while the first is under way is the caller's part.
///
/// | state of the URI | decision |
/// |---|---|
/// | the wanted key is known, and not older than `max_age` | use it |
/// | the wanted key is known, older, no fetch has just failed | fetch |
/// | the wanted key is known, older, a fetch has just failed | use it, until `max_stale` is over |
/// | the wanted key is unknown | fetch |
/// | … and a fetch has just failed, or has just not brought a wanted key | refuse |
/// | the keys were [pinned](Self::pin) | use them or refuse, never fetch |
///
/// "Just" is `penalty`, 10 seconds: whoever sends tokens with invented key ids, or a key set that
/// cannot be reached, causes one fetch in that time and not one for each token.
///
/// ```
/// use poolgate_token::{Decision, KeySetCache};
///
/// let uri = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_ExamplE/.well-known/jwks.json";
/// let mut cache = KeySetCache::default();
/// assert!(matches!(cache.decide(uri, "kid-of-the-token", 1_700_000_000), Decision::Fetch));
/// cache.fetch_failed(uri, 1_700_000_001);
/// assert!(matches!(
///     cache.decide(uri, "kid-of-the-token", 1_700_000_002),
///     Decision::Refuse { until: Some(1_700_000_011), .. }
/// ));
/// ```
#[derive(Clone, Debug, Default)]
pub struct KeySetCache {
    policy: CachePolicy,
    entries: BTreeMap<String, Entry>,
}

/// The times of a [`KeySetCache`], in whole seconds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct CachePolicy {
    /// How long a URI is left alone after a fetch that failed or did not bring the wanted key.
    pub penalty: Duration,
    /// The age from which a key set is fetched again even though it has the wanted key; `None`
    /// fetches only for unknown keys. Cognito says nothing about the age of its key sets.
    pub max_age: Option<Duration>,
    /// How long beyond `max_age` a key set serves while it cannot be fetched; `None` is for ever.
    pub max_stale: Option<Duration>,
}

impl Default for CachePolicy {
    /// A penalty of 10 seconds, no greatest age.
    fn default() -> Self {
        Self {
            penalty: Duration::from_secs(10),
            max_age: None,
            max_stale: None,
        }
    }
}

/// What to do to verify a token now.
#[derive(Clone, Debug)]
#[allow(
    clippy::exhaustive_enums,
    reason = "a caller must handle every decision"
)]
pub enum Decision {
    /// Fetch the key set, tell the cache what came of it, and ask again.
    Fetch,
    /// Refuse the token: its key cannot be had.
    Refuse {
        /// When asking again can have another outcome; `None` for pinned keys.
        until: Option<i64>,
        /// Why.
        why: Refusal,
    },
    /// Verify with these keys; the wanted one is among them.
    Use(KeySet),
}

/// Why the key of a token cannot be had.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Refusal {
    /// The last attempt to fetch the key set failed.
    FetchFailed,
    /// The key set was fetched a moment ago, or is pinned, and has no such key.
    KeyIdUnknown,
}

impl KeySetCache {
    /// An empty cache with this policy.
    #[must_use]
    pub fn new(policy: CachePolicy) -> Self {
        Self {
            policy,
            entries: BTreeMap::new(),
        }
    }

    /// What to do about a token whose issuer has its keys at `jwks_uri` and whose header names
    /// `key_id`.
    #[must_use]
    pub fn decide(&self, jwks_uri: &str, key_id: &str, now: i64) -> Decision {
        let Some(entry) = self.entries.get(jwks_uri) else {
            return Decision::Fetch;
        };
        let penalty = entry
            .penalty
            .filter(|penalty| self.is_in_force(penalty, now));
        match (
            entry
                .keys
                .as_ref()
                .filter(|stored| stored.keys.knows(key_id)),
            penalty,
        ) {
            (Some(stored), None) if self.is_fresh(stored, now) => stored.use_now(),
            (Some(stored), Some(_)) if self.is_usable(stored, now) => stored.use_now(),
            (_, Some(penalty)) => self.refuse(&penalty),
            (_, None) if entry.is_pinned() => Decision::Refuse {
                until: None,
                why: Refusal::KeyIdUnknown,
            },
            (_, None) => Decision::Fetch,
        }
    }

    /// Keeps a key set that was fetched because of `key_id`. If it does not have that key, the URI
    /// is left alone for the time of the penalty.
    pub fn fetched(&mut self, jwks_uri: &str, keys: KeySet, key_id: &str, now: i64) {
        let penalty = if keys.knows(key_id) {
            None
        } else {
            Some(Penalty {
                since: now,
                why: Refusal::KeyIdUnknown,
            })
        };
        let keys = Some(Stored {
            keys,
            lifetime: Lifetime::Since(now),
        });
        self.entries
            .insert(jwks_uri.to_owned(), Entry { keys, penalty });
    }

    /// Leaves the URI alone for the time of the penalty. Keys that are there go on serving.
    ///
    /// A fetch has failed also when the answer was no key set: what a gateway says in place of the
    /// keys must not replace them.
    pub fn fetch_failed(&mut self, jwks_uri: &str, now: i64) {
        let entry = self.entries.entry(jwks_uri.to_owned()).or_default();
        entry.penalty = Some(Penalty {
            since: now,
            why: Refusal::FetchFailed,
        });
    }

    /// Keeps a key set from an earlier run, so that the first token needs no fetch. `fetched_at`
    /// is when it was fetched.
    pub fn preload(&mut self, jwks_uri: &str, keys: KeySet, fetched_at: i64) {
        let keys = Some(Stored {
            keys,
            lifetime: Lifetime::Since(fetched_at),
        });
        self.entries.insert(
            jwks_uri.to_owned(),
            Entry {
                keys,
                penalty: None,
            },
        );
    }

    /// Keeps a key set for good: it came from a setting such as `COGNITO_JWKS`, and nothing is to
    /// be fetched.
    pub fn pin(&mut self, jwks_uri: &str, keys: KeySet) {
        let keys = Some(Stored {
            keys,
            lifetime: Lifetime::Pinned,
        });
        self.entries.insert(
            jwks_uri.to_owned(),
            Entry {
                keys,
                penalty: None,
            },
        );
    }

    fn refuse(&self, penalty: &Penalty) -> Decision {
        let until = penalty.since.saturating_add(seconds(self.policy.penalty));
        Decision::Refuse {
            until: Some(until),
            why: penalty.why,
        }
    }

    /// A penalty of the future is of a clock that was set back since, and would last too long.
    fn is_in_force(&self, penalty: &Penalty, now: i64) -> bool {
        is_within(penalty.since, self.policy.penalty, now) && now >= penalty.since
    }

    fn is_fresh(&self, stored: &Stored, now: i64) -> bool {
        match (stored.lifetime, self.policy.max_age) {
            (Lifetime::Pinned, _) | (_, None) => true,
            (Lifetime::Since(fetched_at), Some(max_age)) => is_within(fetched_at, max_age, now),
        }
    }

    fn is_usable(&self, stored: &Stored, now: i64) -> bool {
        match (stored.lifetime, self.policy.max_age, self.policy.max_stale) {
            (Lifetime::Pinned, _, _) | (_, None, _) | (_, _, None) => true,
            (Lifetime::Since(fetched_at), Some(max_age), Some(max_stale)) => {
                is_within(fetched_at, max_age.saturating_add(max_stale), now)
            }
        }
    }
}

/// What is known of one URI.
#[derive(Clone, Debug, Default)]
struct Entry {
    keys: Option<Stored>,
    penalty: Option<Penalty>,
}

impl Entry {
    fn is_pinned(&self) -> bool {
        self.keys
            .as_ref()
            .is_some_and(|stored| stored.lifetime == Lifetime::Pinned)
    }
}

#[derive(Clone, Debug)]
struct Stored {
    keys: KeySet,
    lifetime: Lifetime,
}

impl Stored {
    fn use_now(&self) -> Decision {
        Decision::Use(self.keys.clone())
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Lifetime {
    Pinned,
    Since(i64),
}

#[derive(Clone, Copy, Debug)]
struct Penalty {
    since: i64,
    why: Refusal,
}

/// Whether `now` is before the end of the span that began at `start`.
fn is_within(start: i64, span: Duration, now: i64) -> bool {
    now < start.saturating_add(seconds(span))
}

fn seconds(span: Duration) -> i64 {
    i64::try_from(span.as_secs()).unwrap_or(i64::MAX)
}
