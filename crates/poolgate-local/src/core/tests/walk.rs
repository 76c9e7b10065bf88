//! Every way in of protocol.md 3, walked by our client's state machine against our server: the
//! right answer, a wrong one, one that comes too late, and one that is given twice.
//!
//! A path is the list of the calls that follow `InitiateAuth`. Each call is made four times, each
//! time in a sign-in of its own that has come so far with right answers.

mod client;
mod paths;
mod person;
mod scene;

use std::collections::BTreeMap;

use poolgate_flow::{Failure, Reply, Request, Step, Waiting};

use client::{receive, send};
use paths::{PATHS, Path};
use person::{falsified, refusals};
use scene::{Place, Scene};

/// What is done with the call in question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Right,
    Wrong,
    Expired,
    Repeated,
}

const WAYS: [Way; 4] = [Way::Right, Way::Wrong, Way::Expired, Way::Repeated];

#[test]
fn every_path_with_every_kind_of_answer() {
    let mut walked: BTreeMap<(String, Way), u32> = BTreeMap::new();
    for path in PATHS {
        let place = Place::of(path);
        for (at, call) in path.calls.iter().enumerate() {
            // The first call, made again without a device that was forgotten, proves nothing yet.
            let ways = if *call == "InitiateAuth" {
                &WAYS[..1]
            } else {
                &WAYS[..]
            };
            for way in ways.iter().copied() {
                for confidential in [false, true] {
                    walk(&place, path, at, way, confidential);
                    *walked.entry(((*call).to_owned(), way)).or_default() += 1;
                }
            }
        }
    }
    print(&walked);
}

/// `cargo test -p poolgate-local every_path -- --nocapture` shows what was walked.
fn print(walked: &BTreeMap<(String, Way), u32>) {
    let calls: std::collections::BTreeSet<&String> = walked.keys().map(|(call, _)| call).collect();
    println!(
        "{} paths, {} walks",
        PATHS.len(),
        walked.values().sum::<u32>()
    );
    println!(
        "{:28} {:>6} {:>6} {:>8} {:>9}",
        "call", "right", "wrong", "expired", "repeated"
    );
    for call in calls {
        let count = |way| {
            walked
                .get(&(call.clone(), way))
                .copied()
                .unwrap_or_default()
        };
        let [right, wrong, expired, repeated] = WAYS.map(count);
        println!("{call:28} {right:>6} {wrong:>6} {expired:>8} {repeated:>9}");
    }
}

fn walk(place: &Place, path: &Path, at: usize, way: Way, confidential: bool) {
    let scene = Scene::set(place, path, confidential);
    let place = format!(
        "{} of {:?}, {way:?}, secret: {confidential}",
        path.calls[at], path.name
    );
    let mut turn = begin(&scene, path);
    for (index, expected) in path.calls.iter().enumerate() {
        let (waiting, request) = scene.next(turn, &place);
        assert_eq!(label(&request), *expected, "{place}");
        if index == at {
            match way {
                Way::Right => {}
                Way::Wrong => return wrong(&scene, waiting, request, &place),
                Way::Expired => return expired(&scene, &request, &place),
                Way::Repeated => return repeated(&scene, waiting, &request, &place),
            }
        }
        let reply = send(&scene, &request);
        turn =
            receive(&scene, waiting, reply).unwrap_or_else(|failure| panic!("{place}: {failure}"));
    }
    assert_signed_in(&scene, turn, &place);
}

fn begin(scene: &Scene<'_>, path: &Path) -> Step {
    let (waiting, request) = (path.begin)(scene);
    let reply = send(scene, &request);
    receive(scene, waiting, reply).unwrap_or_else(|failure| panic!("{}: {failure}", path.name))
}

/// A wrong answer never signs in. Where it leaves the challenge open, the right one still does.
fn wrong(scene: &Scene<'_>, waiting: Waiting, request: Request, place: &str) {
    let expected = refusals(scene, &request);
    let reply = send(scene, &falsified(request));
    if expected.asks_again {
        let turn = receive(scene, waiting, reply).unwrap_or_else(|f| panic!("{place}: {f}"));
        return finish(scene, turn, place);
    }
    assert_refused(&reply, expected.wrong, place);
    let failure = receive(scene, waiting, reply).unwrap_err();
    assert_eq!(
        failure.challenge.is_some(),
        expected.stays_open,
        "{place}: {failure}"
    );
    if let Some(challenge) = failure.challenge {
        finish(scene, Step::Challenge(*challenge), place);
    }
}

fn expired(scene: &Scene<'_>, request: &Request, place: &str) {
    scene.cognito().pass(3 * 60 + 1);
    let expected = refusals(scene, request);
    assert_refused(
        &send(scene, &scene.as_of_now(request)),
        expected.expired,
        place,
    );
}

fn repeated(scene: &Scene<'_>, waiting: Waiting, request: &Request, place: &str) {
    let turn = receive(scene, waiting, send(scene, request));
    let turn = turn.unwrap_or_else(|failure| panic!("{place}: {failure}"));
    let expected = refusals(scene, request);
    let again = send(scene, request);
    assert_refused(&again, expected.repeated, place);
    finish(scene, turn, place);
}

/// Goes on with right answers until the user is signed in.
fn finish(scene: &Scene<'_>, mut turn: Step, place: &str) {
    for _ in 0..10 {
        if matches!(turn, Step::SignedIn(_)) {
            return assert_signed_in(scene, turn, place);
        }
        let (waiting, request) = scene.next(turn, place);
        let reply = send(scene, &request);
        let failed = |failure: Failure| panic!("{place}, later at {}: {failure}", label(&request));
        turn = receive(scene, waiting, reply).unwrap_or_else(failed);
    }
    panic!("{place}: no end");
}

fn assert_signed_in(scene: &Scene<'_>, turn: Step, place: &str) {
    let Step::SignedIn(tokens) = turn else {
        panic!("{place}: {turn:?}")
    };
    let token = tokens.access_token.expose().into();
    let user = scene.demo.get_user(&token);
    assert!(user.is_ok(), "{place}: {user:?}");
}

fn assert_refused(reply: &Reply, expected: &str, place: &str) {
    match reply {
        Ok(response) => panic!("{place}: accepted, {response:?}"),
        Err(error) => assert_eq!(error.to_string(), expected, "{place}"),
    }
}

/// What a call is called in the table: a challenge by its name, all else by its operation.
fn label(request: &Request) -> String {
    match request {
        Request::RespondToAuthChallenge(call) => call.challenge_name.to_string(),
        other => other.operation().to_owned(),
    }
}
