//! Queries that come to a domain with a browser.

use std::cell::OnceCell;

use crate::domain::{self, CALLBACK, Domain};

thread_local! {
    static DOMAIN: OnceCell<Domain> = const { OnceCell::new() };
}

const PATHS: [&str; 7] = [
    "/confirmUser",
    "/error",
    "/forgotPassword",
    "/login",
    "/logout",
    "/oauth2/authorize",
    "/signup",
];

/// Asks for each page with a query, as a stranger and as somebody who is signed in. `@PUBLIC@` in the
/// input stands for an app client.
///
/// # Panics
///
/// If a browser is sent to a place that no app has registered, or is given a code there that was not
/// asked for in full.
pub fn authorization_queries(input: &[u8]) {
    // What is no text comes percent-encoded, or hyper refuses it.
    let Ok(input) = std::str::from_utf8(input) else {
        return;
    };
    if !input.bytes().all(|byte| byte.is_ascii_graphic()) {
        return;
    }
    DOMAIN.with(|domain| ask(domain.get_or_init(Domain::new), input));
}

fn ask(domain: &Domain, input: &str) {
    let query = input.replace("@PUBLIC@", &domain.public);
    for path in PATHS {
        let response = domain.visit("GET", path, &query, "", b"");
        domain::check(domain, &response);
        assert!(!has_code(&response), "{path} gave a code to nobody");
    }
    let response = domain.visit_signed_in("/oauth2/authorize", &query);
    domain::check(domain, &response);
    let asked = query.contains(&domain.public) && query.contains("code");
    assert!(asked || !has_code(&response), "nobody asked for the code");
}

fn has_code(response: &poolgate_local::Response) -> bool {
    let location = domain::header(response, "location").unwrap_or_default();
    let is_answer = location.strip_prefix(CALLBACK);
    is_answer.is_some_and(|query| query.contains("code="))
}
