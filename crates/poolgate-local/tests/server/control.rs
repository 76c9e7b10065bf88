//! `/_poolgate/`.

use std::time::UNIX_EPOCH;

use serde_json::{Value, json};

use super::client::{Answer, call, send};
use super::start::Running;

fn get(server: &Running, path: &str) -> Answer {
    send(server.url(), &format!("GET /_poolgate/{path}"), &[], "")
}

fn post(server: &Running, path: &str, body: &str) -> Answer {
    send(server.url(), &format!("POST /_poolgate/{path}"), &[], body)
}

/// A pool with an app client, and `names` signed up to it; answers the pool's id.
fn with_users(server: &Running, names: &[&str]) -> String {
    let input = json!({ "PoolName": "p", "AutoVerifiedAttributes": ["email"] });
    let pool = call(server.url(), "CreateUserPool", &input).success();
    let pool_id = pool["UserPool"]["Id"].as_str().unwrap();
    let input = json!({ "UserPoolId": pool_id, "ClientName": "c" });
    let client = call(server.url(), "CreateUserPoolClient", &input).success();
    for name in names {
        let input = json!({
            "ClientId": client["UserPoolClient"]["ClientId"],
            "Username": name,
            "Password": "Passw0rd!",
            "UserAttributes": [{ "Name": "email", "Value": format!("{name}@example.com") }],
        });
        call(server.url(), "SignUp", &input).success();
    }
    pool_id.to_owned()
}

#[test]
fn health_tells_one_server_from_another() {
    let (one, other) = (Running::in_memory(), Running::in_memory());
    let health = get(&one, "health").success();
    assert_eq!(
        (&health["status"], &health["failure"]),
        (&json!("ok"), &Value::Null)
    );
    assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(health["instance"], get(&one, "health").json()["instance"]);
    assert_ne!(health["instance"], get(&other, "health").json()["instance"]);
}

#[test]
fn a_browser_is_shown_the_inbox_as_a_page() {
    let server = Running::in_memory();
    with_users(&server, &["ann"]);
    let accept = [("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")];
    let page = send(server.url(), "GET /_poolgate/inbox", &accept, "");
    assert_eq!(page.status, 200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(page.body.contains("ann@example.com"));
    let accept = [("Accept", "*/*")];
    let all = send(server.url(), "GET /_poolgate/inbox", &accept, "").success();
    assert_eq!(all.as_array().unwrap().len(), 1);
}

#[test]
fn the_inbox_has_what_would_have_been_sent() {
    let server = Running::in_memory();
    assert_eq!(get(&server, "inbox").success(), json!([]));
    let first = with_users(&server, &["ann", "bob"]);
    let second = with_users(&server, &["ann"]);
    let all = get(&server, "inbox").success();
    let names: Vec<&Value> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|message| &message["username"])
        .collect();
    assert_eq!(names, ["ann", "bob", "ann"]);
    let found = get(&server, &format!("inbox?pool_id={first}&username=ann")).success();
    assert_eq!(found, json!([all[0]]));
    assert_eq!(found[0]["destination"], "ann@example.com");
    assert_eq!(found[0]["secret"].as_str().unwrap().len(), 6);
    assert_eq!(
        get(&server, &format!("inbox?pool_id={second}")).success(),
        json!([all[2]])
    );
    assert_eq!(get(&server, "inbox?username=nobody").success(), json!([]));
    assert_eq!(get(&server, "inbox?user=ann").status, 400);
}

#[test]
fn the_clock_is_moved_and_set_back() {
    let server = Running::in_memory();
    let now = get(&server, "clock").success()["now"].as_f64().unwrap();
    let moved = post(&server, "clock", r#"{"offset_seconds": 86400}"#).success();
    assert_eq!(moved["offset_seconds"], 86400);
    assert!((86399.0..86500.0).contains(&(moved["now"].as_f64().unwrap() - now)));
    let answer = call(server.url(), "ListUserPools", &json!({ "MaxResults": 1 }));
    let date = httpdate::parse_http_date(answer.header("date").unwrap()).unwrap();
    let date = date.duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
    assert!(
        (86399.0..86500.0).contains(&(date - now.floor())),
        "{date} {now}"
    );
    let moved = post(&server, "clock", r#"{"advance_seconds": -400}"#).success();
    assert_eq!(moved["offset_seconds"], 86000);
    let pool = call(server.url(), "CreateUserPool", &json!({ "PoolName": "p" })).success();
    let created = pool["UserPool"]["CreationDate"].as_f64().unwrap();
    assert!(
        (85999.0..86100.0).contains(&(created - now)),
        "{created} {now}"
    );
    for senseless in [
        "",
        "{}",
        "[]",
        "60",
        r#"{"offset_seconds": "60"}"#,
        r#"{"offset_seconds": 1, "advance_seconds": 1}"#,
        r#"{"advance_seconds": 9223372036854775807}"#,
        r#"{"offset_seconds": -4000000000}"#,
    ] {
        assert_eq!(post(&server, "clock", senseless).status, 400, "{senseless}");
    }
    assert_eq!(get(&server, "clock").json()["offset_seconds"], 86000);
}

#[test]
fn a_reset_forgets_everything() {
    let server = Running::in_memory();
    let pool_id = with_users(&server, &["ann"]);
    post(&server, "clock", r#"{"offset_seconds": 60}"#).success();
    post(&server, "reset", "").success();
    assert_eq!(get(&server, "inbox").success(), json!([]));
    assert_eq!(get(&server, "clock").json()["offset_seconds"], 0);
    let pool = call(
        server.url(),
        "DescribeUserPool",
        &json!({ "UserPoolId": pool_id }),
    );
    assert_eq!(pool.json()["__type"], "ResourceNotFoundException");
}

#[test]
fn kept_data_is_reset_only_if_asked_twice() {
    let directory = tempfile::tempdir().unwrap();
    let server = Running::on(directory.path()).unwrap();
    let pool_id = with_users(&server, &[]);
    for body in ["", "{}", r#"{"data": false}"#] {
        assert_eq!(post(&server, "reset", body).status, 409);
    }
    assert_eq!(post(&server, "reset", r#"{"date": true}"#).status, 400);
    let input = json!({ "UserPoolId": pool_id });
    call(server.url(), "DescribeUserPool", &input).success();
    post(&server, "reset", r#"{"data": true}"#).success();
    let after = with_users(&server, &[]);
    server.shutdown();

    let server = Running::on(directory.path()).unwrap();
    assert_eq!(call(server.url(), "DescribeUserPool", &input).status, 400);
    call(
        server.url(),
        "DescribeUserPool",
        &json!({ "UserPoolId": after }),
    )
    .success();
}

#[test]
fn web_pages_see_nothing() {
    let server = Running::in_memory();
    for headers in [
        [("Host", "evil.example")],
        [("Host", "127.0.0.1.evil.example")],
        [("Origin", "http://localhost:3000")],
        [("Origin", "null")],
    ] {
        for line in [
            "GET /_poolgate/inbox",
            "GET /_poolgate/health",
            "POST /_poolgate/reset",
        ] {
            let answer = send(server.url(), line, &headers, "");
            assert_eq!(answer.status, 403, "{line} {headers:?}");
            assert_eq!(answer.header("access-control-allow-origin"), None);
        }
    }
}

#[test]
fn sessions_show_roles_and_tags_and_no_secrets() {
    let server = Running::in_memory();
    assert_eq!(get(&server, "sessions").success(), json!([]));
    let form = "Action=AssumeRole&Version=2011-06-15&RoleSessionName=job\
                &RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Freader\
                &Tags.member.1.Key=team&Tags.member.1.Value=blue";
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-amz-date", "20261122T120000Z"),
        (
            "authorization",
            "AWS4-HMAC-SHA256 Credential=A/20261122/us-east-1/sts/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature=00",
        ),
    ];
    assert_eq!(send(server.url(), "POST /", &headers, form).status, 200);
    let shown = get(&server, "sessions").success();
    let session = &shown[0];
    assert_eq!(session["session_name"], "job");
    assert_eq!(session["role_arn"], "arn:aws:iam::123456789012:role/reader");
    assert_eq!(session["tags"], json!({ "team": "blue" }));
    let mut names: Vec<&String> = session.as_object().unwrap().keys().collect();
    names.sort();
    let expected = [
        "access_key_id",
        "expires",
        "identity_id",
        "role_arn",
        "session_name",
        "tags",
        "transitive_tag_keys",
    ];
    assert_eq!(names, expected);
    post(&server, "clock", r#"{"advance_seconds": 3600}"#);
    assert_eq!(get(&server, "sessions").success(), json!([]));
}
