//! What a browser brings back to a client that waits for it.

use std::sync::OnceLock;

use poolgate::UserPool;
use poolgate::oauth::{Authorization, Callback};

/// Reads the input as the URL, the path or the query that a browser was sent back with.
///
/// # Panics
///
/// If it is taken for the answer to a sign-in whose `state` it cannot know, if it is still read with
/// a second answer after it, or if what it says of a refusal would steer a terminal.
pub fn callbacks(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let Ok(callback) = Callback::parse(&text) else {
        return;
    };
    assert!(
        !authorization().is_answered_by(&callback),
        "a stranger's answer was taken"
    );
    if let Some(refusal) = callback.refusal() {
        let shown = refusal.to_string();
        assert!(!shown.contains(char::is_control), "{shown:?}");
    }
    // What follows a fragment's beginning is part of it.
    if !text.contains('#') {
        for second in ["code=x", "error=x", "state=x"] {
            let both = format!("{}&{second}", text.trim());
            assert!(Callback::parse(&both).is_err(), "two answers were read");
        }
    }
}

/// A sign-in that nobody answers.
fn authorization() -> &'static Authorization {
    static AUTHORIZATION: OnceLock<Authorization> = OnceLock::new();
    AUTHORIZATION.get_or_init(|| begin().unwrap_or_else(|error| panic!("{error}")))
}

fn begin() -> Result<Authorization, poolgate::Error> {
    let pool = "us-east-1_Example1".parse()?;
    let pool = UserPool::builder(pool, "4h57examplec1ient".parse()?)
        .domain("auth.example.com".parse()?)
        .build()?;
    let redirect_uri = "http://localhost:8400/callback".parse()?;
    pool.browser_sign_in(redirect_uri).begin()
}
