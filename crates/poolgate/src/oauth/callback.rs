use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use url::form_urlencoded;

use super::Refusal;
use crate::Error;

/// Longer than any URL that a browser is sent back with.
const MAXIMUM: usize = 8192;

/// What the browser brings back: a code, or the server's refusal, and the state of the sign-in
/// that it answers.
///
/// It proves nothing before [`Authorization::complete`](super::Authorization::complete) has taken
/// it: anybody can make a browser call the redirect URI.
///
/// ```
/// use poolgate::oauth::Callback;
///
/// for text in [
///     "http://localhost:8400/callback?code=1b2c&state=xyz",
///     "/callback?code=1b2c&state=xyz",
///     "code=1b2c&state=xyz",
/// ] {
///     assert!(Callback::parse(text)?.refusal().is_none());
/// }
/// assert!(Callback::parse("code=1b2c").is_err());
/// # Ok::<(), poolgate::Error>(())
/// ```
pub struct Callback {
    pub(super) state: SecretString,
    pub(super) outcome: Result<SecretString, Refusal>,
}

impl Callback {
    /// Reads the URL that the browser was sent to, its path and query, or its query alone, as a
    /// listener gets it or a person pastes it.
    ///
    /// There must be either one `code` or one `error`, and one `state`. Parameters of other names
    /// are the redirect URI's own and do not count.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        if text.len() > MAXIMUM {
            return Err(unusable("it has more than 8192 characters"));
        }
        let parameters = Parameters::read(query(text))?;
        let state = parameters.state.ok_or(unusable("it has no `state`"))?;
        let outcome = match (parameters.code, parameters.error) {
            (Some(code), None) => Ok(code),
            (None, Some(error)) => {
                let description = parameters.description.as_deref();
                Err(Refusal::new(&error, description, None)
                    .ok_or(unusable("its `error` is none"))?)
            }
            (None, None) => return Err(unusable("it has neither a `code` nor an `error`")),
            (Some(_), Some(_)) => return Err(unusable("it has both a `code` and an `error`")),
        };
        Ok(Self { state, outcome })
    }

    /// The server's refusal, if it is one: `access_denied` when the user cancelled.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        self.outcome.as_ref().err()
    }
}

/// The query of a URL, or all of what is none.
fn query(text: &str) -> &str {
    // Browsers keep a fragment, and some providers add one.
    let text = text.split('#').next().unwrap_or(text);
    match text.split_once('?') {
        // A question mark may also be in a value of a bare query.
        Some((before, query)) if !before.contains(['=', '&']) => query,
        _ => text,
    }
}

#[derive(Default)]
struct Parameters {
    code: Option<SecretString>,
    state: Option<SecretString>,
    error: Option<String>,
    description: Option<String>,
}

impl Parameters {
    fn read(query: &str) -> Result<Self, Error> {
        let mut parameters = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            // RFC 6749 3.1: a parameter without a value counts as left out.
            if value.is_empty() {
                continue;
            }
            let is_repeated = match &*name {
                "code" => parameters.code.replace(visible(&value)?).is_some(),
                "state" => parameters.state.replace(visible(&value)?).is_some(),
                "error" => parameters.error.replace(value.into_owned()).is_some(),
                "error_description" => {
                    let description = value.into_owned();
                    parameters.description.replace(description).is_some()
                }
                _ => false,
            };
            if is_repeated {
                return Err(unusable("a parameter is there more than once"));
            }
        }
        Ok(parameters)
    }
}

/// RFC 6749 A.5 and A.11: codes and states are visible ASCII characters and spaces.
fn visible(value: &str) -> Result<SecretString, Error> {
    if value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        Ok(value.into())
    } else {
        Err(unusable(
            "its `code` or `state` has characters that none has",
        ))
    }
}

fn unusable(reason: &'static str) -> Error {
    Error::Callback { reason }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback")
            .field("refusal", &self.refusal())
            .finish_non_exhaustive()
    }
}

impl Callback {
    pub(super) fn state(&self) -> &str {
        self.state.expose_secret()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> String {
        let callback = Callback::parse(text).unwrap();
        assert_eq!(callback.state(), "s t+1", "{text}");
        callback.outcome.unwrap().expose_secret().to_owned()
    }

    #[test]
    fn a_url_a_path_and_a_query_say_the_same() {
        for text in [
            "http://localhost:8400/callback?code=a-b&state=s+t%2B1",
            "  http://localhost:8400/callback?state=s%20t%2B1&code=a-b#_=_\r\n",
            "myapp://callback?code=a-b&state=s+t%2B1",
            "/callback?tag=1&tag=2&code=a-b&state=s+t%2B1",
            "?code=a-b&state=s+t%2B1",
            "code=a-b&state=s+t%2B1",
            "error=&code=a-b&state=s+t%2B1",
        ] {
            assert_eq!(code(text), "a-b");
        }
    }

    #[test]
    fn a_refusal_comes_with_its_words() {
        let text = "error_description=Really%3F+User+cancelled?&error=access_denied&state=s";
        let callback = Callback::parse(text).unwrap();
        let shown = callback.refusal().unwrap().to_string();
        assert_eq!(shown, "access_denied: Really? User cancelled?");
    }

    #[test]
    fn what_is_not_exactly_one_answer_is_refused() {
        for (text, words) in [
            ("", "no `state`"),
            ("http://localhost:8400/callback", "no `state`"),
            ("/favicon.ico", "no `state`"),
            ("code=a", "no `state`"),
            ("code=a&state=", "no `state`"),
            ("error=access_denied", "no `state`"),
            ("state=s", "neither"),
            ("state=s&code=", "neither"),
            ("code=a&error=b&state=s", "both"),
            ("code=a&code=b&state=s", "more than once"),
            ("code=a&state=s&state=s", "more than once"),
            ("code=a&state=s&%73tate=t", "more than once"),
            ("error=a&error=b&state=s", "more than once"),
            ("code=a%00&state=s", "characters"),
            ("code=%ff&state=s", "characters"),
            ("error=%0a&state=s", "`error`"),
            // The implicit grant's answer is not asked for and not taken.
            ("http://localhost/#access_token=a&state=s", "no `state`"),
        ] {
            let error = Callback::parse(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
        let long = format!("code={}&state=s", "a".repeat(9000));
        assert!(Callback::parse(&long).is_err());
    }

    #[test]
    fn debug_shows_neither_code_nor_state() {
        let callback = Callback::parse("code=hunter2&state=hunter3").unwrap();
        let shown = format!("{callback:?}");
        assert!(!shown.contains("hunter"), "{shown}");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,200}") {
            let _ = Callback::parse(&text);
        }

        #[test]
        fn what_was_encoded_comes_back(code in "[ -~]{1,64}", state in "[ -~]{1,64}") {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("code", &code)
                .append_pair("state", &state)
                .finish();
            for text in [format!("https://e.test/?{query}"), query] {
                let callback = Callback::parse(&text).unwrap();
                prop_assert_eq!(callback.state(), &state);
                let answer = callback.outcome.unwrap();
                prop_assert_eq!(answer.expose_secret(), &code);
            }
        }

        #[test]
        fn parameters_in_any_number_and_order_never_give_two_answers(
            names in proptest::collection::vec("code|state|error|error_description|x", 0..8)
        ) {
            let query = names.iter().map(|name| format!("{name}=v")).collect::<Vec<_>>().join("&");
            let count = |name: &str| names.iter().filter(|other| *other == name).count();
            let expected = count("state") == 1
                && count("code") + count("error") == 1
                && count("error_description") <= 1;
            prop_assert_eq!(Callback::parse(&query).is_ok(), expected, "{}", query);
        }
    }
}
