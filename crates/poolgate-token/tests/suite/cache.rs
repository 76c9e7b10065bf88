use core::time::Duration;

use poolgate_token::{CachePolicy, Decision, KeySet, KeySetCache, Refusal};
use serde_json::{Value, json};

const URI: &str = "https://pool.example/.well-known/jwks.json";
const OTHER_URI: &str = "https://other.example/.well-known/jwks.json";

/// What is told to the cache, and when.
#[derive(Clone, Copy, Debug)]
enum Event {
    Failed(i64),
    /// The keys `brought` come because of the key `wanted`.
    Fetched {
        brought: &'static [&'static str],
        wanted: &'static str,
        at: i64,
    },
    Preloaded(&'static [&'static str], i64),
    Pinned(&'static [&'static str]),
}

/// What a decision comes to, with the ids of the keys to use.
#[derive(Debug, PartialEq)]
enum Outcome {
    Fetch,
    Use(&'static [&'static str]),
    Wait(i64, Refusal),
    Never,
}
use Event::{Failed, Fetched, Pinned, Preloaded};
use Outcome::{Fetch, Never, Use, Wait};
use Refusal::{FetchFailed, KeyIdUnknown};

/// Keys of which only the ids matter here.
fn keys(ids: &[&str]) -> KeySet {
    let keys: Value = ids
        .iter()
        .map(|id| json!({ "kty": "RSA", "kid": id }))
        .collect();
    KeySet::from_json(json!({ "keys": keys }).to_string()).unwrap()
}

fn cache(policy: CachePolicy, events: &[Event]) -> KeySetCache {
    let mut cache = KeySetCache::new(policy);
    for &event in events {
        match event {
            Failed(at) => cache.fetch_failed(URI, at),
            Fetched {
                brought,
                wanted,
                at,
            } => cache.fetched(URI, keys(brought), wanted, at),
            Preloaded(ids, at) => cache.preload(URI, keys(ids), at),
            Pinned(ids) => cache.pin(URI, keys(ids)),
        }
    }
    cache
}

fn check(policy: CachePolicy, events: &[Event], key_id: &str, now: i64, expected: &Outcome) {
    let decision = cache(policy, events).decide(URI, key_id, now);
    let as_expected = match (&decision, expected) {
        (Decision::Fetch, Fetch)
        | (
            Decision::Refuse {
                until: None,
                why: Refusal::KeyIdUnknown,
            },
            Never,
        ) => true,
        (Decision::Use(keys), Use(ids)) => ids.iter().all(|id| keys.knows(id)),
        (
            Decision::Refuse {
                until: Some(until),
                why,
            },
            Wait(at, reason),
        ) => until == at && why == reason,
        _ => false,
    };
    assert!(
        as_expected,
        "{events:?} {key_id} at {now}: {decision:?}, not {expected:?}"
    );
}

fn aging() -> CachePolicy {
    let mut policy = CachePolicy::default();
    policy.max_age = Some(Duration::from_hours(1));
    policy.max_stale = Some(Duration::from_mins(10));
    policy
}

#[test]
fn the_default_policy() {
    const A: Event = Fetched {
        brought: &["a", "b"],
        wanted: "a",
        at: 1000,
    };
    const MISSED: Event = Fetched {
        brought: &["a"],
        wanted: "z",
        at: 1000,
    };
    let cases: [(&[Event], &str, i64, Outcome); 17] = [
        (&[], "a", 1000, Fetch),
        (&[A], "a", 1000, Use(&["a", "b"])),
        (&[A], "b", 1_000_000_000, Use(&["a", "b"])),
        // A key that came after the last fetch.
        (&[A], "c", 1001, Fetch),
        (
            &[
                A,
                Fetched {
                    brought: &["c"],
                    wanted: "c",
                    at: 1001,
                },
            ],
            "c",
            1001,
            Use(&["c"]),
        ),
        (
            &[
                A,
                Fetched {
                    brought: &["c"],
                    wanted: "c",
                    at: 1001,
                },
            ],
            "a",
            1001,
            Fetch,
        ),
        // The fetch did not bring it: the penalty is for the URI, whatever key is wanted next.
        (&[MISSED], "z", 1000, Wait(1010, KeyIdUnknown)),
        (&[MISSED], "y", 1009, Wait(1010, KeyIdUnknown)),
        (&[MISSED], "y", 1010, Fetch),
        (&[MISSED], "a", 1005, Use(&["a"])),
        // The fetch failed.
        (&[Failed(1000)], "a", 1009, Wait(1010, FetchFailed)),
        (&[Failed(1000)], "a", 1010, Fetch),
        (&[Failed(1000), A], "a", 1001, Use(&["a", "b"])),
        (&[Failed(1000), A], "z", 1001, Fetch),
        (&[A, Failed(2000)], "a", 2001, Use(&["a", "b"])),
        (&[A, Failed(2000)], "z", 2001, Wait(2010, FetchFailed)),
        (
            &[A, Failed(2000), Failed(2010)],
            "z",
            2011,
            Wait(2020, FetchFailed),
        ),
    ];
    for (events, key_id, now, expected) in cases {
        check(CachePolicy::default(), events, key_id, now, &expected);
    }
}

#[test]
fn keys_that_age() {
    const A: Event = Fetched {
        brought: &["a"],
        wanted: "a",
        at: 1000,
    };
    let cases: [(&[Event], &str, i64, Outcome); 8] = [
        (&[A], "a", 4599, Use(&["a"])),
        (&[A], "a", 4600, Fetch),
        // Stale, and the fetch fails: they serve on, and after the penalty it is tried again.
        (&[A, Failed(4600)], "a", 4609, Use(&["a"])),
        (&[A, Failed(4600)], "a", 4610, Fetch),
        (&[A, Failed(5195)], "a", 5199, Use(&["a"])),
        (&[A, Failed(5195)], "a", 5200, Wait(5205, FetchFailed)),
        (&[A, Failed(4600)], "z", 4601, Wait(4610, FetchFailed)),
        (
            &[
                A,
                Fetched {
                    brought: &["a"],
                    wanted: "a",
                    at: 4600,
                },
            ],
            "a",
            8199,
            Use(&["a"]),
        ),
    ];
    for (events, key_id, now, expected) in cases {
        check(aging(), events, key_id, now, &expected);
    }
}

#[test]
fn without_max_stale_old_keys_serve_for_ever() {
    let mut policy = aging();
    policy.max_stale = None;
    let events = [Preloaded(&["a"], 0), Failed(1_000_000_000)];
    check(policy, &events, "a", 1_000_000_001, &Use(&["a"]));
}

#[test]
fn preloaded_and_pinned_keys() {
    check(aging(), &[Preloaded(&["a"], 1000)], "a", 4599, &Use(&["a"]));
    check(aging(), &[Preloaded(&["a"], 1000)], "a", 4600, &Fetch);
    check(aging(), &[Preloaded(&["a"], 1000)], "z", 1000, &Fetch);
    check(aging(), &[Pinned(&["a"])], "a", i64::MAX, &Use(&["a"]));
    check(aging(), &[Pinned(&["a"])], "z", 1000, &Never);
}

#[test]
fn another_penalty() {
    let mut policy = CachePolicy::default();
    policy.penalty = Duration::ZERO;
    check(policy, &[Failed(1000)], "a", 1000, &Fetch);
    policy.penalty = Duration::MAX;
    check(
        policy,
        &[Failed(1000)],
        "a",
        i64::MAX - 1,
        &Wait(i64::MAX, FetchFailed),
    );
}

#[test]
fn a_clock_that_was_set_back() {
    const A: Event = Fetched {
        brought: &["a"],
        wanted: "a",
        at: 100_000,
    };
    check(
        CachePolicy::default(),
        &[Failed(100_000)],
        "a",
        1000,
        &Fetch,
    );
    check(aging(), &[A], "a", 1000, &Use(&["a"]));
}

#[test]
fn each_uri_has_its_own_state() {
    let mut cache = cache(CachePolicy::default(), &[Failed(1000)]);
    assert!(matches!(
        cache.decide(OTHER_URI, "a", 1001),
        Decision::Fetch
    ));
    cache.fetched(OTHER_URI, keys(&["a"]), "a", 1001);
    assert!(matches!(
        cache.decide(OTHER_URI, "a", 1001),
        Decision::Use(_)
    ));
    assert!(matches!(
        cache.decide(URI, "a", 1001),
        Decision::Refuse { .. }
    ));
}

#[test]
fn invented_key_ids_cause_one_fetch_in_ten_seconds() {
    let mut cache = KeySetCache::default();
    let mut fetches = 0;
    for tick in 0..1000 {
        let (now, key_id) = (1000 + tick / 10, format!("invented-{tick}"));
        if matches!(cache.decide(URI, &key_id, now), Decision::Fetch) {
            fetches += 1;
            cache.fetched(URI, keys(&["a"]), &key_id, now);
        }
        assert!(!matches!(cache.decide(URI, &key_id, now), Decision::Fetch));
    }
    assert_eq!(fetches, 10);
}
