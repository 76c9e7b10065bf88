//! Forms that are sent to the token endpoint.

use std::cell::OnceCell;

use serde_json::Value;

use crate::domain::{self, Domain};

thread_local! {
    static DOMAIN: OnceCell<Domain> = const { OnceCell::new() };
}

/// The errors of RFC 6749 section 5.2.
const ERRORS: [&str; 6] = [
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
];

/// Sends a form. `@PUBLIC@` and `@CONFIDENTIAL@` in the input stand for app clients, `@PUBLIC_CODE@`
/// and `@CONFIDENTIAL_CODE@` for fresh codes of theirs.
///
/// # Panics
///
/// If tokens come back: nobody here knows the verifier of a code or the secret of a client.
pub fn token_forms(input: &[u8]) {
    DOMAIN.with(|domain| send(domain.get_or_init(Domain::new), input));
}

fn send(domain: &Domain, input: &[u8]) {
    let form = match std::str::from_utf8(input) {
        Ok(input) => with_genuine(domain, input).into_bytes(),
        Err(_) => input.to_vec(),
    };
    let response = domain.visit("POST", "/oauth2/token", "", "", &form);
    domain::check(domain, &response);
    let answer: Value = serde_json::from_slice(&response.body).expect("JSON");
    let error = domain::error(&answer);
    assert!(ERRORS.contains(&error), "{answer}");
    assert!(matches!(response.status, 400 | 401), "{answer}");
}

fn with_genuine(domain: &Domain, input: &str) -> String {
    let mut form = input
        .replace("@PUBLIC@", &domain.public)
        .replace("@CONFIDENTIAL@", &domain.confidential);
    for (name, client_id) in [
        ("@PUBLIC_CODE@", &domain.public),
        ("@CONFIDENTIAL_CODE@", &domain.confidential),
    ] {
        if form.contains(name) {
            form = form.replace(name, &domain.code(client_id));
        }
    }
    form
}
