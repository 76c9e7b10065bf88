//! A provider that answers what nobody expects.

use serde_json::json;

use super::elsewhere::Elsewhere;
use super::federation::{BY_PROVIDER, application, assert_told, come_by};
use crate::core::tests::Cognito;
use crate::core::tests::browser::query_of;
use crate::trusted_issuer::tests::Issuer;

/// The paths that are asked once somebody comes back.
const PATHS: [&str; 3] = ["/oauth2/token", "/jwks.json", "/oauth2/userInfo"];

#[test]
fn an_answer_that_is_no_json_object_is_said_to_be_none() {
    for path in PATHS {
        let elsewhere = Elsewhere::new();
        let cognito = Cognito::asking(&elsewhere);
        let app = application(&cognito, &elsewhere);
        for body in [
            String::new(),
            "<!doctype html><title>Sign in</title>".to_owned(),
            "[]".to_owned(),
            "null".to_owned(),
            r#"{"a":1"#.to_owned(),
            "[".repeat(100_000),
            r#"{"a":"#.repeat(100_000),
            "\u{0}".to_owned(),
        ] {
            elsewhere.answer_with(path, 200, &body);
            let location = come_by(&app, &elsewhere, &app.browser(), "demo");
            let description = &query_of(&location)["error_description"];
            let expected = format!("{path} answered with something that is no JSON object");
            assert!(description.ends_with(&expected), "{location}");
        }
    }
}

#[test]
fn an_answer_that_leads_elsewhere_or_refuses_is_said_and_not_followed() {
    for path in PATHS {
        let elsewhere = Elsewhere::new();
        let cognito = Cognito::asking(&elsewhere);
        let app = application(&cognito, &elsewhere);
        for status in [204, 302, 401, 500] {
            elsewhere.answer_with(path, status, "{}");
            elsewhere.asked();
            let location = come_by(&app, &elsewhere, &app.browser(), "demo");
            let description = &query_of(&location)["error_description"];
            let expected = format!("{path} answered {status}");
            assert!(description.ends_with(&expected), "{location}");
            let last = elsewhere.asked().pop();
            assert!(last.is_some_and(|last| path.ends_with(&last)), "{path}");
        }
    }
}

#[test]
fn answers_whose_members_are_of_other_types_are_refused() {
    for (path, member, value, description) in [
        (
            "/oauth2/token",
            "id_token",
            json!(7),
            "Other sent no ID token",
        ),
        (
            "/oauth2/userInfo",
            "sub",
            json!(["x"]),
            "Other describes another user than has signed in",
        ),
        (
            "/openid-configuration",
            "issuer",
            json!({}),
            "Other is configured as ISSUER and calls itself nothing",
        ),
        (
            "/openid-configuration",
            "authorization_endpoint",
            json!(7),
            "Other names no authorization_endpoint",
        ),
        (
            "/openid-configuration",
            "authorization_endpoint",
            json!("javascript:alert(1)"),
            "Other names \"javascript:alert(1)\", which is no URL",
        ),
    ] {
        let elsewhere = Elsewhere::new();
        let cognito = Cognito::asking(&elsewhere);
        let app = application(&cognito, &elsewhere);
        elsewhere.replace(path, member, value);
        let location = if path == "/openid-configuration" {
            let asked = app.asking(&BY_PROVIDER);
            app.browser().get("/oauth2/authorize", &asked).location()
        } else {
            come_by(&app, &elsewhere, &app.browser(), "demo")
        };
        let description = description.replace("ISSUER", &elsewhere.issuer());
        assert_told(&location, &description);
    }
}

#[test]
fn a_key_set_of_thousands_of_keys_is_gone_through() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let real = elsewhere.key();
    let mut other = Issuer::new(&elsewhere.issuer()).jwk();
    other["kid"] = json!("other");
    let mut keys = vec![other; 10_000];
    elsewhere.replace("/jwks.json", "keys", json!(keys));
    let location = come_by(&app, &elsewhere, &app.browser(), "demo");
    assert_told(
        &location,
        "Other sent an ID token that none of its keys has signed",
    );
    keys.push(real);
    elsewhere.replace("/jwks.json", "keys", json!(keys));
    let location = come_by(&app, &elsewhere, &app.browser(), "demo");
    assert!(location.contains("&code="), "{location}");
}
