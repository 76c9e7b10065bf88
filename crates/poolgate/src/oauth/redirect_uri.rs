use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

use crate::Error;

/// Of the service's model, for callback and logout URLs.
const MAXIMUM: usize = 1024;

/// Where the browser goes with the outcome: one of the app client's callback URLs, or of its
/// sign-out URLs.
///
/// The service compares it with the registered ones as a whole, character by character
/// (protocol.md 6.7), so that it is kept as it was written.
///
/// ```
/// use poolgate::oauth::RedirectUri;
///
/// let uri: RedirectUri = "http://localhost:8400/callback".parse()?;
/// assert!(uri.is_loopback());
/// assert!("http://example.com/callback".parse::<RedirectUri>().is_err());
/// # Ok::<(), poolgate::Error>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct RedirectUri {
    text: String,
    url: Url,
}

impl RedirectUri {
    /// The URI as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it leads to this machine by http, where a program can wait for the browser
    /// (RFC 8252 7.3).
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// The URI, taken apart.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }
}

impl FromStr for RedirectUri {
    type Err = Error;

    /// Takes what an app client can have registered: https, http on `localhost`, `127.0.0.1` or
    /// `[::1]`, or a scheme of the app's own; no fragment.
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.len() > MAXIMUM {
            return Err(invalid("[too long]", "expected at most 1024 characters"));
        }
        let refuse = |reason| Err(invalid(text, reason));
        // The parser would drop or encode these, and the service compares what was written.
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return refuse("expected visible ASCII characters only");
        }
        let url = Url::parse(text).map_err(|error| {
            let reason =
                format!("expected a whole URL, such as http://localhost:8400/callback ({error})");
            invalid(text, &reason)
        })?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid("[redacted]", "expected no user name in the URI"));
        }
        if text.contains('#') {
            return refuse("expected no fragment (`#`)");
        }
        match (url.scheme(), url.host()) {
            ("http", host) if !host.as_ref().is_some_and(is_loopback) => {
                return refuse("http is for localhost, 127.0.0.1 and [::1] only");
            }
            // A browser acts on these by itself instead of handing them to an app.
            ("about" | "blob" | "data" | "file" | "ftp" | "javascript" | "ws" | "wss", _) => {
                return refuse("expected https, http on this machine, or your app's own scheme");
            }
            _ => {}
        }
        Ok(Self {
            text: text.to_owned(),
            url,
        })
    }
}

/// The three hosts that the service lets http have (protocol.md 6.7).
fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.octets() == [127, 0, 0, 1],
        Host::Ipv6(address) => address.is_loopback(),
    }
}

fn invalid(value: &str, reason: &str) -> Error {
    Error::InvalidSetting {
        setting: "the redirect URI",
        value: value.to_owned(),
        reason: reason.to_owned(),
    }
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_an_app_client_can_have_is_taken_as_it_was_written() {
        for (text, loopback) in [
            ("https://example.com/callback?tenant=a", false),
            ("https://EXAMPLE.com", false),
            ("http://localhost:8400/callback", true),
            ("http://localhost", true),
            ("http://127.0.0.1:8400/", true),
            ("http://[::1]:8400/callback", true),
            ("myapp://callback", false),
            ("com.example.app:/callback", false),
        ] {
            let uri: RedirectUri = text.parse().unwrap();
            assert_eq!((uri.as_str(), uri.is_loopback()), (text, loopback));
        }
    }

    #[test]
    fn what_leads_elsewhere_than_it_looks_is_refused() {
        for text in [
            "",
            "/callback",
            "localhost:8400/callback#",
            "http://example.com/",
            "http://localhost.example.com/",
            "http://127.0.0.2/",
            "http://localhost@example.com/",
            "https://me:hunter2@example.com/",
            "https://example.com/#fragment",
            "https://example.com/#",
            "http://localhost:8400/call back",
            "http://localhost:84000/",
            "http://localhost/\r\nx",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
        ] {
            let error = text.parse::<RedirectUri>().unwrap_err();
            assert!(error.is_configuration(), "{text}: {error}");
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
        assert!(
            "https://e.test/"
                .repeat(100)
                .parse::<RedirectUri>()
                .is_err()
        );
    }

    proptest! {
        #[test]
        fn http_never_leaves_this_machine(rest in "[a-z0-9@:/?.\\[\\]]{0,24}") {
            if let Ok(uri) = format!("http://{rest}").parse::<RedirectUri>() {
                prop_assert!(is_loopback(&uri.url().host().unwrap()));
            }
        }

        #[test]
        fn any_text_is_taken_as_it_is_or_refused(text in ".{0,64}") {
            if let Ok(uri) = text.parse::<RedirectUri>() {
                prop_assert_eq!(uri.as_str(), text);
            }
        }
    }
}
