//! Every target over its seeds, over seeds that were altered, and over anything.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};

/// How many altered seeds, and how many inputs from nowhere: a smoke test, the search is the
/// fuzzer's.
const CASES: u32 = 96;

macro_rules! targets {
    ($($target:ident,)+) => {
        $(#[test]
        fn $target() {
            search(stringify!($target), poolgate_fuzz::$target);
        })+

        const TARGETS: &[&str] = &[$(stringify!($target)),+];
    };
}

targets! {
    authorization_queries,
    callbacks,
    challenge_answers,
    key_sets,
    page_forms,
    replies,
    server_tokens,
    sessions,
    signatures,
    srp_numbers,
    token_forms,
    user_lists,
    verifier,
}

#[test]
fn every_program_for_the_fuzzer_is_a_target_here() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz_targets");
    let mut programs: Vec<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    programs.sort();
    assert_eq!(programs, TARGETS);
}

fn search(name: &str, target: fn(&[u8])) {
    let seeds = seeds(name);
    for seed in &seeds {
        target(seed);
    }
    let inputs = prop_oneof![
        2 => altered(seeds),
        1 => prop::collection::vec(any::<u8>(), 0..200),
        1 => "\\PC{0,80}".prop_map(String::into_bytes),
    ];
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(CASES)
    };
    TestRunner::new(config)
        .run(&inputs, |input| {
            target(&input);
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("seeds")
        .join(name);
    let seeds: Vec<Vec<u8>> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .collect();
    assert!(!seeds.is_empty(), "{name} has no seeds");
    seeds
}

/// What befalls a seed, as a fuzzer has it.
#[derive(Clone, Debug)]
enum Alteration {
    Cut(Index, Index),
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Repeat(Index, Index),
}

fn altered(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let seed = prop::sample::select(seeds);
    let alterations = prop::collection::vec(alteration(), 1..5);
    (seed, alterations).prop_map(|(mut bytes, alterations)| {
        for alteration in alterations {
            apply(&alteration, &mut bytes);
        }
        bytes
    })
}

fn alteration() -> impl Strategy<Value = Alteration> {
    prop_oneof![
        any::<(Index, Index)>().prop_map(|(from, to)| Alteration::Cut(from, to)),
        (any::<Index>(), 1_u8..).prop_map(|(at, with)| Alteration::Flip(at, with)),
        (any::<Index>(), prop::collection::vec(any::<u8>(), 1..8))
            .prop_map(|(at, bytes)| Alteration::Insert(at, bytes)),
        any::<(Index, Index)>().prop_map(|(from, to)| Alteration::Repeat(from, to)),
    ]
}

fn apply(alteration: &Alteration, bytes: &mut Vec<u8>) {
    let place = |index: &Index| index.index(bytes.len() + 1);
    let range = |from: &Index, to: &Index| {
        let (from, to) = (place(from), place(to));
        from.min(to)..from.max(to)
    };
    match alteration {
        Alteration::Cut(from, to) => {
            let range = range(from, to);
            bytes.drain(range);
        }
        Alteration::Flip(at, with) => {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] ^= with;
            }
        }
        Alteration::Insert(at, inserted) => {
            let at = place(at);
            bytes.splice(at..at, inserted.iter().copied());
        }
        Alteration::Repeat(from, to) => {
            let range = range(from, to);
            bytes.extend_from_within(range);
        }
    }
}
