//! Lists that fail midway, that are cut short, and that nobody reads to the end.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::http_server::HttpServer;
use support::{Home, Outcome};

/// `poolgate users list` at a service, with AWS credentials.
fn list(home: &Home, service: &HttpServer, arguments: &[&str]) -> Command {
    let start = ["users", "list", "--pool-id", "eu-west-1_Example"];
    let mut command = home.poolgate(&[&start, arguments].concat());
    command
        .env("AWS_ENDPOINT_URL", &service.url)
        .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "secret");
    command
}

/// A page of as many users, with a token for the next.
fn page(number: u64, users: u64) -> Value {
    let user =
        |place: u64| json!({ "Username": format!("user-{number}-{place}"), "Enabled": true });
    let users: Vec<Value> = (0..users).map(user).collect();
    json!({ "Users": users, "PaginationToken": format!("token-{}", number + 1) })
}

/// Which page a request asks for.
fn wanted(request: &Value) -> u64 {
    let token = request["PaginationToken"].as_str();
    token.map_or(0, |token| {
        token.strip_prefix("token-").unwrap().parse().unwrap()
    })
}

#[test]
fn half_a_list_is_no_whole_document() {
    let home = Home::new();
    let service = HttpServer::start(|_, request| match wanted(request) {
        0 => (200, page(0, 2)),
        _ => (
            400,
            json!({ "__type": "ResourceNotFoundException", "message": "It is gone." }),
        ),
    });
    let outcome = Outcome::of(list(&home, &service, &["--json"]).output().unwrap());
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert_eq!(outcome.stdout.matches("user-0-").count(), 2, "{outcome:?}");
    assert!(
        serde_json::from_str::<Value>(&outcome.stdout).is_err(),
        "{outcome:?}"
    );
    let error: Value = serde_json::from_str(&outcome.stderr).unwrap();
    assert_eq!(
        error["error"]["message"],
        "ListUsers: ResourceNotFoundException: It is gone."
    );
}

#[test]
fn no_more_is_asked_for_than_is_wanted() {
    let home = Home::new();
    let service = HttpServer::start(|_, request| {
        let users = request["Limit"].as_u64().unwrap_or(60);
        (200, page(wanted(request), users))
    });
    let few = Outcome::of(
        list(&home, &service, &["--limit", "3", "--json"])
            .output()
            .unwrap(),
    );
    let few: Value = serde_json::from_str(&few.success()).unwrap();
    assert_eq!(few.as_array().unwrap().len(), 3);
    assert_eq!(service.asked().len(), 1);
    assert_eq!(service.asked()[0].1["Limit"], 3);
    let more = Outcome::of(
        list(&home, &service, &["--limit", "70", "--json"])
            .output()
            .unwrap(),
    );
    let more: Value = serde_json::from_str(&more.success()).unwrap();
    assert_eq!(more.as_array().unwrap().len(), 70);
    assert_eq!(service.asked().len(), 3);
}

#[test]
fn a_list_without_an_end_stops_when_nobody_reads_on() {
    let home = Home::new();
    let service = HttpServer::start(|_, request| (200, page(wanted(request), 60)));
    for format in [&["--json"][..], &[]] {
        let mut command = list(&home, &service, format);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        reader.read_line(&mut line).unwrap();
        drop(reader);
        let outcome = Outcome::of(child.wait_with_output().unwrap());
        assert_eq!(
            (outcome.code, outcome.stderr.as_str()),
            (Some(0), ""),
            "{format:?}"
        );
        assert!(line.contains("user") || line.contains("USERNAME"), "{line}");
    }
}

#[test]
fn a_token_that_comes_again_ends_the_list_with_an_error() {
    let home = Home::new();
    let service = HttpServer::start(|_, _| (200, page(0, 1)));
    let outcome = Outcome::of(list(&home, &service, &[]).output().unwrap());
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (Some(1), ""),
        "{outcome:?}"
    );
    assert!(
        outcome.stderr.contains("for the second time"),
        "{outcome:?}"
    );
}
