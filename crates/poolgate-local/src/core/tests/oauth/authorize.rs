//! `/oauth2/authorize`: who is led where, and how a request is refused (protocol.md 6.1).

use serde_json::{Value, json};

use super::{App, CALLBACK, CHALLENGE};
use crate::core::tests::Cognito;
use crate::core::tests::browser::{Browser, query_of};

/// A pool with the domain `app` and a client for the code flow.
fn pool_and_client(cognito: &Cognito) -> (String, String) {
    let pool_id = cognito.pool(&json!({}));
    let domain = json!({ "UserPoolId": pool_id, "Domain": "app" });
    cognito.expect("CreateUserPoolDomain", &domain);
    let client_id = cognito.client(&pool_id, &code_client());
    (pool_id, client_id)
}

fn code_client() -> Value {
    json!({
        "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid", "email"],
        "CallbackURLs": [CALLBACK, "http://localhost:8400/callback"],
        "SupportedIdentityProviders": ["COGNITO"],
    })
}

/// What is wrong with a request that has these further parameters, as the application is told.
fn refused(further: &str) -> (String, String) {
    let cognito = Cognito::new();
    let (_, client_id) = pool_and_client(&cognito);
    let browser = Browser::at(&cognito, "app.auth.localhost:9229");
    let asked = [
        ("client_id", client_id.as_str()),
        ("redirect_uri", CALLBACK),
        ("state", "a/b c"),
    ];
    let path = format!("/oauth2/authorize?{further}");
    let location = browser.get(&path, &asked).location();
    assert!(location.starts_with(CALLBACK), "{location}");
    assert!(location.ends_with("&state=a%2Fb+c"), "{location}");
    let query = query_of(&location);
    (query["error"].clone(), query["error_description"].clone())
}

#[test]
fn whoever_is_not_signed_in_is_led_to_the_page_where_they_sign_in() {
    let cognito = Cognito::new();
    let (pool_id, client_id) = pool_and_client(&cognito);
    let asked = [
        ("response_type", "code"),
        ("client_id", client_id.as_str()),
        ("redirect_uri", CALLBACK),
        ("scope", "openid"),
        ("state", "a/b c"),
        ("unknown", "x"),
    ];
    let led = format!(
        "/login?response_type=code&client_id={client_id}\
         &redirect_uri=https%3A%2F%2Fapp.example%2Fcallback%3Ftenant%3D1&scope=openid&state=a%2Fb+c"
    );
    let by_host = Browser::at(&cognito, "app.auth.localhost:9229");
    assert_eq!(by_host.get("/oauth2/authorize", &asked).location(), led);
    let by_name = Browser::at(&cognito, "app.auth.us-east-1.amazoncognito.com");
    assert_eq!(by_name.get("/oauth2/authorize", &asked).location(), led);
    let by_path = Browser::at(&cognito, "127.0.0.1:9229");
    let path = format!("/{pool_id}/oauth2/authorize");
    let location = by_path.get(&path, &asked).location();
    assert_eq!(location, format!("/{pool_id}{led}"));
    assert_eq!(by_path.get(&location, &[]).status, 200);
}

#[test]
fn a_client_or_redirect_uri_that_is_not_known_leads_nowhere() {
    let cognito = Cognito::new();
    let (_, client_id) = pool_and_client(&cognito);
    let other_pool = cognito.pool(&json!({}));
    let stranger = cognito.client(&other_pool, &code_client());
    let browser = Browser::at(&cognito, "app.auth.localhost:9229");
    let asked = |client_id: &str, redirect_uri: &str| {
        let query = [
            ("response_type", "code"),
            ("client_id", client_id),
            ("redirect_uri", redirect_uri),
        ];
        browser.get("/oauth2/authorize", &query).location()
    };
    for client in ["nobody", stranger.as_str()] {
        let led = format!("/error?error=invalid_client&client_id={client}");
        assert_eq!(asked(client, CALLBACK), led);
    }
    let mismatch = format!("/error?error=redirect_mismatch&client_id={client_id}");
    for redirect_uri in [
        "",
        "https://app.example/callback",
        "https://app.example/callback?tenant=1&x=2",
        "https://app.example/callback?tenant=1#x",
        "https://app.example/callback?tenant=10",
        "https://app.example/callback?tenant=1/",
        "https://APP.example/callback?tenant=1",
        "https://app.example:443/callback?tenant=1",
        "https://app.example.evil.example/callback?tenant=1",
        "https://app.example@evil.example/callback?tenant=1",
        "http://app.example/callback?tenant=1",
        "http://localhost:8401/callback",
        "http://localhost:8400/callback/../x",
        "javascript:alert(1)",
    ] {
        let location = asked(&client_id, redirect_uri);
        assert!(location.starts_with(&mismatch), "{location}");
        let told = query_of(&location);
        let told = told.get("redirect_uri").map_or("", String::as_str);
        assert_eq!(told, redirect_uri);
    }
    let twice = [
        ("client_id", client_id.as_str()),
        ("redirect_uri", CALLBACK),
        ("redirect_uri", CALLBACK),
    ];
    let location = browser.get("/oauth2/authorize", &twice).location();
    assert_eq!(location, "/error?error=invalid_request");
    assert_eq!(browser.get(&location, &[]).status, 400);
}

#[test]
fn a_request_that_cannot_be_granted_is_refused_at_the_redirect_uri() {
    let challenged = format!("response_type=code&code_challenge={CHALLENGE}");
    let plain = format!("{challenged}&code_challenge_method=plain");
    for (further, error, description) in [
        ("", "invalid_request", "response_type is missing"),
        (
            "response_type=code+id_token",
            "invalid_request",
            "response_type is neither code nor token",
        ),
        (
            "response_type=token",
            "unauthorized_client",
            "the app client does not allow the implicit flow",
        ),
        (
            "response_type=code&scope=openid+phone",
            "invalid_scope",
            "the app client does not have the scope phone",
        ),
        (
            "response_type=code&nonce=1&nonce=1",
            "invalid_request",
            "nonce is given more than once",
        ),
        (
            challenged.as_str(),
            "invalid_request",
            "code_challenge_method is not S256",
        ),
        (
            plain.as_str(),
            "invalid_request",
            "code_challenge_method is not S256",
        ),
        (
            "response_type=code&code_challenge=short&code_challenge_method=S256",
            "invalid_request",
            "code_challenge is not a SHA-256 digest in base64url",
        ),
        (
            "response_type=code&code_challenge_method=S256",
            "invalid_request",
            "code_challenge is missing",
        ),
        (
            "response_type=code&prompt=none+login",
            "invalid_request",
            "prompt=none goes with no other value",
        ),
        (
            "response_type=code&prompt=always",
            "invalid_request",
            "prompt has an unknown value",
        ),
        (
            "response_type=code&prompt=none",
            "login_required",
            "Nobody is signed in.",
        ),
        (
            "response_type=code&identity_provider=Google",
            "invalid_request",
            "the app client does not support the identity provider Google",
        ),
        (
            "response_type=code&idp_identifier=example.com",
            "invalid_request",
            "idp_identifier leads to no identity provider",
        ),
    ] {
        let expected = (error.to_owned(), description.to_owned());
        assert_eq!(refused(further), expected, "{further}");
    }
}

#[test]
fn a_resource_is_a_uri_that_a_token_can_be_for() {
    for resource in [
        "api",
        "http://api.example",
        "http://127.0.0.1/api",
        "https://api.example/%23x",
    ] {
        let (error, description) = refused(&format!("response_type=code&resource={resource}"));
        assert_eq!(error, "invalid_request");
        assert!(description.starts_with("resource is not"), "{description}");
    }
}

#[test]
fn a_pool_without_a_domain_says_so() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let browser = Browser::at(&cognito, "localhost:9229");
    let answer = browser.get(&format!("/{pool_id}/login"), &[]);
    assert_eq!(answer.status, 404);
    let words = "has no domain: CreateUserPoolDomain makes one.";
    assert!(answer.text().ends_with(words), "{}", answer.text());
    let answer = browser.get("/us-east-1_Nobody/login", &[]);
    assert_eq!(answer.text(), "User pool us-east-1_Nobody does not exist.");
    let answer = Browser::at(&cognito, "nobody.auth.localhost").get("/login", &[]);
    assert_eq!(answer.status, 404);
}

#[test]
fn what_a_domain_answers_is_neither_kept_nor_framed_nor_told_on() {
    let cognito = Cognito::new();
    pool_and_client(&cognito);
    let browser = Browser::at(&cognito, "app.auth.localhost");
    for path in ["/oauth2/authorize", "/login", "/error", "/nothing"] {
        let answer = browser.get(path, &[]);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.header("x-frame-options"), Some("DENY"), "{path}");
        assert_eq!(
            answer.header("referrer-policy"),
            Some("no-referrer"),
            "{path}"
        );
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
    }
    assert_eq!(browser.get("/nothing", &[]).status, 404);
    let refused = browser.send("DELETE", "/oauth2/authorize", &[], &[], &[]);
    assert_eq!(refused.status, 405);
    assert_eq!(refused.header("allow"), Some("GET, HEAD"));
}

#[test]
fn the_head_of_an_answer_is_that_of_the_answer_but_does_nothing() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let browser = app.browser();
    let asked = app.asking(&[]);
    for path in ["/login", "/error", "/signup", "/"] {
        let get = browser.get(path, &asked);
        let head = browser.send("HEAD", path, &asked, &[], &[]);
        assert_eq!(head.status, get.status, "{path}");
        for name in ["content-type", "location"] {
            assert_eq!(head.header(name), get.header(name), "{path}: {name}");
        }
    }
    browser.pass("demo", &asked);
    for path in ["/logout", "/oauth2/authorize"] {
        let head = browser.send("HEAD", path, &asked, &[], &[]);
        let did = (head.header("set-cookie"), head.header("location"));
        assert_eq!((head.status, did), (200, (None, None)), "{path}");
    }
    let location = browser.get("/oauth2/authorize", &asked).location();
    assert!(
        location.starts_with(CALLBACK),
        "still signed in: {location}"
    );
}
