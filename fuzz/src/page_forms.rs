//! Forms of the pages.

use crate::domain::{self, Domain};
use crate::progress::{Progress, way_to};
use crate::server::Server;

/// Sends a form to the path in the first line of the input; after a blank, that line may name the step
/// that the browser has come to. `@CSRF@` stands for the token of the page, without which no form is
/// looked at.
///
/// # Panics
///
/// If somebody is signed in: nobody here knows a code, and every user needs one.
pub fn page_forms(input: &[u8]) {
    let end = input.iter().position(|&byte| byte == b'\n');
    let (line, form) = input.split_at(end.unwrap_or(input.len()));
    let Ok(line) = std::str::from_utf8(line) else {
        return;
    };
    let (path, step) = line.split_once(' ').unwrap_or((line, ""));
    let is_path = path.starts_with('/')
        && path
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'/');
    if is_path {
        send(path, step, form);
    }
}

/// To a server of its own: a wrong code counts, and a step is over when it was answered.
fn send(path: &str, step: &str, form: &[u8]) {
    let domain = Domain::of(Server::with_every_factor());
    let mut browser = Progress::at_the_beginning(&domain);
    if let Some(come) = way_to(step) {
        come(&mut browser);
    }
    let token = &domain.visitor.1;
    let form = match std::str::from_utf8(form) {
        Ok(form) => form.trim_start().replace("@CSRF@", token).into_bytes(),
        Err(_) => form.to_vec(),
    };
    let response = browser.post(path, &form);
    domain::check(&domain, &response);
    let location = domain::header(&response, "location").unwrap_or_default();
    assert!(!location.contains("code="), "{path} signed somebody in");
}
