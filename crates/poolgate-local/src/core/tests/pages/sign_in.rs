//! `/login`: name and password.

use serde_json::json;

use super::visitor::Visitor;
use super::{site, site_with};
use crate::core::tests::Cognito;
use crate::core::tests::browser::query_of;
use crate::core::tests::harness::PASSWORD;

#[test]
fn the_right_password_leads_to_the_application() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::of(&demo);
    let page = visitor.open("/oauth2/authorize");
    assert_eq!((page.status, page.name().as_str()), (200, "sign-in"));
    let fields = [("username", "demo"), ("password", PASSWORD)];
    let code = visitor.submit(&page, "sign-in", &fields).code();
    assert_eq!(code.len(), 36);
}

#[test]
fn a_wrong_password_is_refused_and_only_the_name_comes_back() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    for username in ["demo", "nobody"] {
        let visitor = Visitor::of(&demo);
        let page = visitor.sign_in(username, "Wrong-Horse-1");
        assert_eq!(page.status, 401);
        assert_eq!(page.complaint(), "Incorrect username or password.");
        assert_eq!(page.input("username")["value"], username);
        assert_eq!(page.input("password")["value"], "");
        assert!(!page.html.contains("Wrong-Horse-1"));
        let fields = [("username", "demo"), ("password", PASSWORD)];
        visitor.submit(&page, "sign-in", &fields).code();
    }
}

#[test]
fn a_field_that_is_missing_is_named() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::of(&demo);
    let page = visitor.sign_in("", PASSWORD);
    assert_eq!(page.status, 400);
    assert_eq!(page.complaint(), "Username is missing.");
    let input = page.input("username");
    assert_eq!(input["aria-invalid"], "true");
    assert_eq!(input["aria-describedby"], "username-error");
    assert!(input.contains_key("autofocus"));
    let page = visitor.sign_in("demo", "");
    assert_eq!(page.complaint(), "Password is missing.");
}

#[test]
fn whoever_guesses_is_locked_out_here_and_in_the_api() {
    let cognito = Cognito::new();
    let flows = json!({ "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"] });
    let demo = site_with(&cognito, &json!({}), &flows);
    let visitor = Visitor::of(&demo);
    for _ in 0..5 {
        visitor.sign_in("demo", "Wrong-Horse-1");
    }
    let page = visitor.sign_in_demo();
    assert_eq!(page.status, 401);
    assert_eq!(page.complaint(), "Password attempts exceeded");
    let (_, message) = demo.password_sign_in("demo", PASSWORD).unwrap_err();
    assert_eq!(message, "Password attempts exceeded");
    cognito.pass(2);
    visitor.sign_in_demo().code();
}

#[test]
fn a_client_with_a_secret_needs_none_here() {
    let cognito = Cognito::new();
    let demo = site_with(&cognito, &json!({}), &json!({ "GenerateSecret": true }));
    Visitor::of(&demo).sign_in_demo().code();
}

#[test]
fn a_domain_reached_by_path_stays_there() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::with(&demo, "127.0.0.1:9229", &[]);
    let base = format!("/{}", demo.pool_id);
    let page = visitor.open(&format!("{base}/login"));
    for (id, path) in [
        ("sign-up", "/signup"),
        ("forgot-password", "/forgotPassword"),
    ] {
        let link = page.link(id);
        assert!(link.starts_with(&format!("{base}{path}?")), "{link}");
        assert_eq!(visitor.go_to(&link).status, 200);
    }
    let fields = [("username", "demo"), ("password", PASSWORD)];
    visitor.submit(&page, "sign-in", &fields).code();
}

#[test]
fn the_page_speaks_the_language_that_is_asked_for() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::with(&demo, "app.auth.localhost:9229", &[("lang", "de")]);
    let page = visitor.sign_in("demo", "Wrong-Horse-1");
    assert!(page.html.contains(r#"<html lang="de">"#));
    assert_eq!(page.complaint(), "Benutzername oder Passwort ist falsch.");
    let french = page.capture(r#"<a href="([^"]*)" lang="fr""#).unwrap();
    let page = visitor.go_to(&super::visitor::unescaped(&french));
    assert!(page.html.contains(r#"<html lang="fr">"#));
    let visitor = Visitor::of(&demo);
    let login = visitor.open("/login");
    let headers = [("accept-language", "ja-JP,ja;q=0.9,en;q=0.8")];
    let page = visitor.send("GET", &login.address, &[], &headers);
    assert!(page.html.contains("サインイン"));
}

#[test]
fn every_page_can_be_had_in_every_language() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    for lang in ["en", "de", "es", "fr", "ja"] {
        let visitor = Visitor::with(&demo, "app.auth.localhost:9229", &[("lang", lang)]);
        for path in [
            "/login",
            "/signup",
            "/confirmUser",
            "/forgotPassword",
            "/mfa",
        ] {
            let page = visitor.open(path);
            let tag = format!(r#"<html lang="{lang}">"#);
            assert!(page.html.contains(&tag), "{path}");
        }
    }
}

#[test]
fn a_hint_fills_in_the_name() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let hint = [("login_hint", "demo")];
    let page = Visitor::with(&demo, "app.auth.localhost:9229", &hint).open("/login");
    assert_eq!(page.input("username")["value"], "demo");
    assert!(page.input("password").contains_key("autofocus"));
}

#[test]
fn fields_tell_browsers_what_they_are() {
    let cognito = Cognito::new();
    let demo = site_with(
        &cognito,
        &json!({ "AliasAttributes": ["email"] }),
        &json!({}),
    );
    let page = Visitor::of(&demo).open("/login");
    assert_eq!(page.input("username")["autocomplete"], "username");
    assert_eq!(page.input("password")["autocomplete"], "current-password");
    assert_eq!(page.input("password")["type"], "password");
    assert!(
        page.html
            .contains(r#"<label for="username">Username / Email address</label>"#)
    );
}

#[test]
fn other_providers_are_links_and_may_be_the_only_way_in() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let provider = json!({
        "UserPoolId": demo.pool_id, "ProviderName": "Work", "ProviderType": "OIDC",
        "ProviderDetails": {
            "client_id": "c", "client_secret": "s", "attributes_request_method": "GET",
            "oidc_issuer": "https://issuer.example", "authorize_scopes": "openid",
        },
    });
    cognito.expect("CreateIdentityProvider", &provider);
    let offer = |providers: &[&str]| {
        let settings = json!({
            "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["openid"], "CallbackURLs": [super::CALLBACK],
            "SupportedIdentityProviders": providers,
        });
        crate::core::tests::harness::Demo {
            cognito: &cognito,
            pool_id: demo.pool_id.clone(),
            client_id: cognito.client(&demo.pool_id, &settings),
        }
    };
    let page = Visitor::of(&offer(&["COGNITO", "Work"])).open("/login");
    let link = page
        .capture(r#"data-provider="Work" href="([^"]*)""#)
        .unwrap();
    let link = super::visitor::unescaped(&link);
    assert!(link.starts_with("/oauth2/authorize?"));
    assert_eq!(query_of(&link)["identity_provider"], "Work");
    page.form("sign-in");
    let only = offer(&["Work"]);
    let visitor = Visitor::of(&only);
    let page = visitor.open("/login");
    assert!(!page.html.contains("<form"), "{}", page.html);
    assert!(page.html.contains("Continue with Work"));
    // Nor does anybody come in by another page.
    let own = Visitor::of(&offer(&["COGNITO"])).open("/login");
    let token = own.form("sign-in").hidden[0].1.clone();
    visitor.browser.plant("XSRF-TOKEN", &token);
    let fields = [
        ("_csrf", token.as_str()),
        ("username", "ann"),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    for path in ["/signup", "/confirmUser", "/forgotPassword", "/mfa"] {
        let address = page.address.replace("/login", path);
        assert_eq!(visitor.go_to(&address).name(), "sign-in");
        let sent = visitor.send("POST", &address, &fields, &[]);
        assert_eq!(sent.name(), "sign-in", "{path}");
    }
    let sent = visitor.send("POST", &page.address, &fields, &[]);
    assert_eq!((sent.status, sent.name().as_str()), (400, "expired"));
    let ann = json!({ "UserPoolId": demo.pool_id, "Username": "ann" });
    cognito.call("AdminGetUser", &ann).unwrap_err();
}

#[test]
fn the_headers_are_those_of_a_page_that_takes_passwords() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::of(&demo);
    let address = visitor.open("/login").address;
    let page = visitor.browser.get(&address, &[]);
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(
        policy.ends_with("frame-ancestors 'none'; base-uri 'none'"),
        "{policy}"
    );
    for (name, value) in [
        ("cache-control", "no-store"),
        ("content-security-policy", policy),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(page.header(name), Some(value));
    }
    let cookie = page.header("set-cookie").unwrap();
    assert!(cookie.starts_with("XSRF-TOKEN="));
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    assert!(!page.text().contains("<script"));
}
