//! The OpenID Connect documents.

use serde_json::json;

use super::client::{call, send};
use super::start::Running;

#[test]
fn discovery_leads_to_the_keys() {
    let server = Running::in_memory();
    let pool = call(server.url(), "CreateUserPool", &json!({ "PoolName": "p" })).success();
    let id = pool["UserPool"]["Id"].as_str().unwrap();
    let issuer = format!("{}/{id}", server.url());
    let path = format!("GET /{id}/.well-known/openid-configuration");
    let answer = send(
        server.url(),
        &path,
        &[("Origin", "http://localhost:3000")],
        "",
    );
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let configuration = answer.success();
    assert_eq!(configuration["issuer"], issuer);
    assert_eq!(
        configuration["jwks_uri"],
        format!("{issuer}/.well-known/jwks.json")
    );

    let path = format!("GET /{id}/.well-known/jwks.json");
    let keys = send(server.url(), &path, &[], "").success();
    let members = ["alg", "e", "kid", "kty", "n", "use"];
    for key in keys["keys"].as_array().unwrap() {
        assert_eq!(key.as_object().unwrap().keys().collect::<Vec<_>>(), members);
        assert_eq!((&key["alg"], &key["kty"]), (&json!("RS256"), &json!("RSA")));
    }
    assert_eq!(keys["keys"].as_array().unwrap().len(), 2);
    assert_eq!(
        send(server.url(), &path, &[], "").json(),
        keys,
        "the keys have changed"
    );
}

#[test]
fn an_unknown_pool_has_none() {
    let server = Running::in_memory();
    for document in ["jwks.json", "openid-configuration"] {
        for id in [
            "us-east-1_nobody",
            "%00",
            "..%2f..",
            "us-east-1_%F0%9F%94%91",
        ] {
            let path = format!("GET /{id}/.well-known/{document}");
            let answer = send(server.url(), &path, &[], "");
            assert_eq!(answer.status, 404, "{id}: {}", answer.body);
        }
    }
}
