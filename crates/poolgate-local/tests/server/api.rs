//! Calls of the service over HTTP.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;

use proptest::prelude::*;
use serde_json::json;

use super::client::{Connection, call, send};
use super::start::Running;

#[test]
fn answers_calls_on_one_connection() {
    let server = Running::in_memory();
    let mut connection = Connection::open(server.url()).unwrap();
    let pool = connection
        .call("CreateUserPool", &json!({ "PoolName": "p" }))
        .unwrap();
    assert_eq!(
        pool.header("content-type"),
        Some("application/x-amz-json-1.1")
    );
    assert_eq!(pool.header("access-control-allow-origin"), Some("*"));
    assert_eq!(pool.header("x-amzn-requestid").map(str::len), Some(36));
    let id = &pool.success()["UserPool"]["Id"];
    let described = connection
        .call("DescribeUserPool", &json!({ "UserPoolId": id }))
        .unwrap();
    assert_eq!(&described.success()["UserPool"]["Id"], id);
}

#[test]
fn errors_have_the_service_s_form() {
    let server = Running::in_memory();
    let answer = call(
        server.url(),
        "DescribeUserPool",
        &json!({ "UserPoolId": "eu-west-1_nobody" }),
    );
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.header("x-amzn-errortype"),
        Some("ResourceNotFoundException:")
    );
    let error = answer.json();
    assert_eq!(error["__type"], "ResourceNotFoundException");
    assert_eq!(
        error["message"],
        "User pool eu-west-1_nobody does not exist."
    );
}

#[test]
fn unknown_operations_are_named() {
    let server = Running::in_memory();
    let answer = call(server.url(), "MakeCoffee", &json!({}));
    assert_eq!(
        (answer.status, &answer.json()["__type"]),
        (400, &json!("UnknownOperationException"))
    );
}

#[test]
fn a_body_that_is_no_json_is_refused() {
    let server = Running::in_memory();
    let target = (
        "X-Amz-Target",
        "AWSCognitoIdentityProviderService.InitiateAuth",
    );
    for body in ["{", "[]", "1", "nul", "\u{7f}", "{\"a\":1}x"] {
        let answer = send(server.url(), "POST /", &[target], body);
        assert_eq!(answer.json()["__type"], "SerializationException", "{body}");
    }
}

#[test]
fn a_megabyte_is_enough() {
    let server = Running::in_memory();
    let password = "p".repeat(1 << 20);
    let input = json!({
        "ClientId": "client",
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "u", "PASSWORD": password },
    });
    let answer = call(server.url(), "InitiateAuth", &input);
    assert_eq!(answer.status, 413);
    assert_eq!(answer.json()["__type"], "RequestEntityTooLargeException");
}

#[test]
fn browsers_are_welcome() {
    let server = Running::in_memory();
    let origin = ("Origin", "http://localhost:3000");
    let wanted = (
        "Access-Control-Request-Headers",
        "authorization,content-type,x-amz-target",
    );
    let method = ("Access-Control-Request-Method", "POST");
    let answer = send(server.url(), "OPTIONS /", &[origin, wanted, method], "");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("access-control-allow-methods"), Some("POST"));
    assert_eq!(
        answer.header("access-control-allow-headers"),
        Some(wanted.1)
    );
    let answer = send(server.url(), "POST /", &[origin], "");
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    let exposed = answer.header("access-control-expose-headers").unwrap();
    assert!(exposed.contains("x-amzn-ErrorType"), "{exposed}");
}

#[test]
fn wrong_methods_and_paths_are_said() {
    let server = Running::in_memory();
    let answer = send(server.url(), "GET /", &[], "");
    assert_eq!(
        (answer.status, answer.header("allow")),
        (405, Some("POST,OPTIONS"))
    );
    assert_eq!(answer.json()["message"], "GET is not answered at /");
    let answer = send(server.url(), "DELETE /_poolgate/clock", &[], "");
    assert_eq!(answer.status, 405);
    let answer = send(server.url(), "POST /elsewhere", &[], "");
    assert_eq!(answer.status, 404);
    assert_eq!(answer.json()["message"], "there is nothing at /elsewhere");
    for path in ["/_poolgate", "/_poolgate/", "/_poolgate/elsewhere"] {
        let answer = send(server.url(), &format!("GET {path}"), &[], "");
        assert_eq!(answer.status, 404);
        let expected = format!("there is nothing at {path}");
        assert_eq!(answer.json()["message"], expected);
    }
}

#[test]
fn a_browser_is_shown_what_there_is() {
    let server = Running::in_memory();
    let html = ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    let answer = send(server.url(), "GET /?lang=fr", &[html], "");
    assert_eq!(answer.status, 200);
    assert!(
        answer.body.contains("Groupes d’utilisateurs"),
        "{}",
        answer.body
    );
    let inbox = format!("href=\"{}/_poolgate/inbox\"", server.url());
    assert!(answer.body.contains(&inbox), "{}", answer.body);
    // As with the inbox, no other site's page is let in by a name of its own.
    let rebound = [html, ("Host", "evil.example")];
    assert_eq!(send(server.url(), "GET /", &rebound, "").status, 403);
}

/// Sends anything, and reads until the server closes or answers no more.
fn exchange(url: &str, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    let mut answer = Vec::new();
    // The server may close before it has read everything.
    let sent = stream
        .write_all(bytes)
        .and_then(|()| stream.shutdown(std::net::Shutdown::Write))
        .and_then(|()| stream.read_to_end(&mut answer));
    if let Err(error) = sent {
        let closed = [
            ErrorKind::BrokenPipe,
            ErrorKind::ConnectionReset,
            ErrorKind::NotConnected,
        ];
        assert!(closed.contains(&error.kind()), "{error}");
    }
    answer
}

#[test]
fn garbage_is_refused() {
    let server = Running::in_memory();
    for garbage in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"hello\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\nX\r\n\r\n",
        b"POST /\0 HTTP/1.1\r\nHost: h\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
    ] {
        let answer = exchange(server.url(), garbage);
        let answer = String::from_utf8_lossy(&answer);
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 400 "),
            "{garbage:?}: {answer}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn survives_anything(bytes in prop::collection::vec(any::<u8>(), 0..512), begin in any::<bool>()) {
        thread_local! {
            static SERVER: Running = Running::in_memory();
        }
        SERVER.with(|server| {
            let begin: &[u8] = if begin { b"POST / HTTP/1.1\r\n" } else { b"" };
            exchange(server.url(), &[begin, &bytes].concat());
            let alive = send(server.url(), "GET /_poolgate/health", &[], "");
            assert_eq!(alive.status, 200);
        });
    }
}
