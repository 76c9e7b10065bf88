//! The domains of user pools, over HTTP.

use std::io::{Read, Write};
use std::net::TcpStream;

use poolgate_local::{Attachment, Seed};
use serde_json::json;

use super::client::{Answer, call, send};
use super::start::Running;

const CALLBACK: &str = "http%3A%2F%2Flocalhost%3A8400%2Fcallback";

/// Asks for an authorization, as a browser that reached the server by this name would.
fn authorize(url: &str, base: &str, host: &str, client_id: &str) -> Answer {
    let query = format!("response_type=code&client_id={client_id}&redirect_uri={CALLBACK}");
    let line = format!("GET {base}/oauth2/authorize?{query}");
    send(url, &line, &[("Host", host)], "")
}

#[test]
fn the_seeded_client_signs_in_by_host_and_by_path() {
    let directory = tempfile::tempdir().unwrap();
    let attachment = Attachment::open(directory.path()).unwrap();
    let seed = Seed::read(directory.path()).unwrap().unwrap();
    let url = attachment.url();
    let by_host = authorize(&url, "", "local.auth.localhost:9229", &seed.client_id);
    assert_eq!(by_host.status, 302);
    assert!(by_host.header("location").unwrap().starts_with("/login?"));
    assert_eq!(by_host.header("access-control-allow-origin"), None);
    let base = format!("/{}", seed.user_pool_id);
    let by_path = authorize(&url, &base, "127.0.0.1", &seed.client_id);
    let login = format!("{base}/login?");
    assert!(by_path.header("location").unwrap().starts_with(&login));
    let document = format!("GET {base}/.well-known/openid-configuration");
    let document = send(&url, &document, &[], "").success();
    let token_endpoint = format!("{url}{base}/oauth2/token");
    assert_eq!(document["token_endpoint"], token_endpoint);
}

#[test]
fn a_seed_of_an_earlier_version_is_brought_up_to_date() {
    let directory = tempfile::tempdir().unwrap();
    let attachment = Attachment::open(directory.path()).unwrap();
    let seed = Seed::read(directory.path()).unwrap().unwrap();
    let pool = json!({ "UserPoolId": seed.user_pool_id, "Domain": "local" });
    call(&attachment.url(), "DeleteUserPoolDomain", &pool).success();
    // What is left out is reset.
    let client = json!({
        "UserPoolId": seed.user_pool_id, "ClientId": seed.client_id, "ReadAttributes": ["email"],
    });
    call(&attachment.url(), "UpdateUserPoolClient", &client).success();
    drop(attachment);
    let attachment = Attachment::open(directory.path()).unwrap();
    let host = "local.auth.localhost";
    assert_eq!(
        authorize(&attachment.url(), "", host, &seed.client_id).status,
        302
    );
    let id = json!({ "UserPoolId": seed.user_pool_id, "ClientId": seed.client_id });
    let described = call(&attachment.url(), "DescribeUserPoolClient", &id).success();
    assert_eq!(
        described["UserPoolClient"]["ReadAttributes"],
        json!(["email"])
    );
}

#[test]
fn calls_of_the_api_pass_by_whatever_name_they_come_under() {
    let server = Running::in_memory();
    for host in ["localhost", "cognito.test:9229", "127.0.0.1", "a.localhost"] {
        let headers = [
            ("Host", host),
            ("X-Amz-Target", "AWSCognitoIdentityProviderService.SignUp"),
        ];
        let answer = send(server.url(), "POST /", &headers, "{}");
        let refused = answer.header("x-amzn-errortype");
        assert_eq!(refused, Some("InvalidParameterException:"), "{host}");
    }
}

#[test]
fn a_form_that_is_too_large_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let attachment = Attachment::open(directory.path()).unwrap();
    let headers = [
        ("Host", "local.auth.localhost"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let form = format!("grant_type={}", "x".repeat(64 << 10));
    let answer = send(&attachment.url(), "POST /oauth2/token", &headers, &form);
    assert_eq!(answer.status, 413);
    let answer = send(
        &attachment.url(),
        "POST /oauth2/token",
        &headers,
        "grant_type=x",
    );
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["error"], "invalid_request");
}

#[test]
fn a_cookie_of_another_application_that_is_not_ascii_does_no_harm() {
    let directory = tempfile::tempdir().unwrap();
    let attachment = Attachment::open(directory.path()).unwrap();
    let seed = Seed::read(directory.path()).unwrap().unwrap();
    let (url, host) = (attachment.url(), ("Host", "local.auth.localhost"));
    let query = format!(
        "response_type=code&client_id={}&redirect_uri={CALLBACK}",
        seed.client_id
    );
    let page = send(&url, &format!("GET /login?{query}"), &[host], "");
    let cookie = page.header("set-cookie").unwrap();
    let token = cookie.split_once(';').unwrap().0;
    let form = format!(
        "_csrf={}&username=nobody&password=Wrong-Horse-1",
        token.split_once('=').unwrap().1
    );
    let cookies = format!("name=Jos\u{e9}; {token}");
    let headers = [
        host,
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Cookie", cookies.as_str()),
    ];
    let answer = send(&url, &format!("POST /login?{query}"), &headers, &form);
    assert_eq!(answer.status, 401, "{}", answer.body);
}

#[test]
fn the_head_of_a_page_is_as_long_as_the_page_and_has_none() {
    let directory = tempfile::tempdir().unwrap();
    let attachment = Attachment::open(directory.path()).unwrap();
    let url = attachment.url();
    let seed = Seed::read(directory.path()).unwrap().unwrap();
    let base = format!("/{}", seed.user_pool_id);
    for path in [format!("{base}/"), format!("{base}/error"), "/".to_owned()] {
        let headers = [("Accept", "text/html"), ("Connection", "close")];
        let get = send(&url, &format!("GET {path}"), &headers, "");
        let head = head(&url, &path);
        let length = format!("content-length: {}\r\n", get.body.len());
        assert!(head.contains(&length), "{path}: {head}");
        assert!(head.ends_with("\r\n\r\n"), "{path}: {head}");
    }
}

/// All that the server sends when it is asked for the head only.
fn head(url: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    let request = format!(
        "HEAD {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
