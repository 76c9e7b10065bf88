//! Forms of the pages.

use std::cell::OnceCell;

use crate::domain::{self, Domain};

thread_local! {
    static DOMAIN: OnceCell<Domain> = const { OnceCell::new() };
}

/// Sends a form to the path in the first line of the input. `@CSRF@` stands for the token of the
/// page, without which no form is looked at.
///
/// # Panics
///
/// If somebody is signed in: nobody here knows a password or a code.
pub fn page_forms(input: &[u8]) {
    let end = input.iter().position(|&byte| byte == b'\n');
    let (path, form) = input.split_at(end.unwrap_or(input.len()));
    let Ok(path) = std::str::from_utf8(path) else {
        return;
    };
    let is_path = path.starts_with('/')
        && path
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'/');
    if is_path {
        DOMAIN.with(|domain| send(domain.get_or_init(Domain::new), path, form));
    }
}

fn send(domain: &Domain, path: &str, form: &[u8]) {
    let (cookies, token) = &domain.visitor;
    let form = match std::str::from_utf8(form) {
        Ok(form) => form.trim_start().replace("@CSRF@", token).into_bytes(),
        Err(_) => form.to_vec(),
    };
    let query = Domain::query(&domain.public);
    let response = domain.visit("POST", path, &query, cookies, &form);
    domain::check(domain, &response);
    let location = domain::header(&response, "location").unwrap_or_default();
    assert!(!location.contains("code="), "{path} signed somebody in");
}
