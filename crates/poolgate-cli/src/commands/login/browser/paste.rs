//! The address that the browser ended at, pasted by the person.

use poolgate::oauth::{Authorization, Callback, RedirectUri};
use tokio::sync::mpsc;
use zeroize::Zeroizing;

use crate::failure::{Failure, Kind};
use crate::notice::notice;
use crate::plain_text::plain;
use crate::prompt::any_standard_input_line;

/// What is read, in the errors.
const WHAT: &str = "the address that the browser ended at";

/// The answer to this sign-in: asks until it has come, or until the input ends.
pub(super) async fn callback(authorization: &Authorization) -> Result<Callback, Failure> {
    let redirect_uri = authorization.redirect_uri();
    notice(&format!(
        "The browser will end at {redirect_uri}…, on a page that need not load. Paste that whole \
         address here:"
    ));
    let mut lines = lines();
    loop {
        let Some(line) = lines.recv().await else {
            let message = format!("standard input has ended, and {WHAT} was not in it");
            return Err(Failure::new(Kind::SignIn, message));
        };
        match read(&line?, redirect_uri) {
            Ok(callback) if authorization.is_answered_by(&callback) => return Ok(callback),
            Ok(_) => notice("That answers another sign-in. Paste the address of this one:"),
            Err(why) => notice(&format!("{why}Paste the whole address:")),
        }
    }
}

/// The answer, or what to say of a line that has none: nothing, of an empty one.
fn read(line: &[u8], redirect_uri: &RedirectUri) -> Result<Callback, String> {
    let text = std::str::from_utf8(line).map_err(|_| "That is not UTF-8. ".to_owned())?;
    let text = text.trim();
    if text.is_empty() {
        return Err(String::new());
    }
    if !text.contains(['=', '/', '?', '&', ':']) {
        return Err("That is no address, but perhaps its code only. ".to_owned());
    }
    // In a value, it may be part of an answer without its address.
    let begins_with_address = text.split(['?', '&', '=']).next();
    if begins_with_address.is_some_and(|beginning| beginning.contains("://")) {
        refuse_other_places(text, redirect_uri)?;
    }
    Callback::parse(text).map_err(|_| {
        "That has no answer to the sign-in: `state=…` and either `code=…` or `error=…`. ".to_owned()
    })
}

/// What else the browser shows on the way has no answer either, and a page that is nobody's
/// redirect URI may be made to be pasted.
fn refuse_other_places(text: &str, redirect_uri: &RedirectUri) -> Result<(), String> {
    let expected = redirect_uri.url();
    let Ok(found) = expected.join(text) else {
        return Err("That is no address. ".to_owned());
    };
    let is_same = found.scheme() == expected.scheme()
        && found.host_str() == expected.host_str()
        && found.port_or_known_default() == expected.port_or_known_default()
        && found.path() == expected.path();
    if is_same {
        return Ok(());
    }
    let shown = text.split(['?', '#']).next().unwrap_or_default();
    Err(format!(
        "That is {}, and not {redirect_uri}. ",
        plain(shown)
    ))
}

/// The lines of standard input, up to the first that cannot be read. They are read on a thread of
/// their own, which ends with the process: reading cannot be interrupted.
fn lines() -> mpsc::Receiver<Result<Zeroizing<Vec<u8>>, Failure>> {
    let (sender, lines) = mpsc::channel(1);
    std::thread::spawn(move || {
        loop {
            let line = any_standard_input_line(WHAT);
            let is_last = line.is_err();
            let Some(line) = line.transpose() else { return };
            if sender.blocking_send(line).is_err() || is_last {
                return;
            }
        }
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        let redirect_uri = "http://localhost:8400/callback".parse().unwrap();
        read(text.as_bytes(), &redirect_uri).unwrap_err()
    }

    #[test]
    fn what_is_not_the_answer_is_told_apart() {
        assert_eq!(refused(" \r\n"), "");
        for (text, words) in [
            ("1b2c3d4e-0000", "its code only"),
            ("http://localhost:8400/callback", "no answer"),
            ("http://localhost:8400/callback?code=a", "no answer"),
            (
                "https://auth.example.com/login?code=a&state=b",
                "That is https://auth.example.com/login, and not http://localhost:8400/callback.",
            ),
            ("http://localhost:8401/callback?code=a&state=b", "and not"),
            ("http://localhost:8400/other?code=a&state=b", "and not"),
        ] {
            let why = refused(text);
            assert!(why.contains(words), "{text}: {why}");
        }
    }

    #[test]
    fn the_answer_is_taken_with_its_address_and_without() {
        let redirect_uri = "http://localhost:8400/callback".parse().unwrap();
        for text in [
            "  http://localhost:8400/callback?code=a&state=b#_=_\r\n",
            "/callback?code=a&state=b",
            "code=a&state=b",
            "code=a&state=b&from=https://auth.example.com",
        ] {
            assert!(read(text.as_bytes(), &redirect_uri).is_ok(), "{text}");
        }
    }
}
