//! Where a function is answered.

use std::fmt;
use std::str::FromStr;

use axum::http::Uri;
use axum::http::uri::Authority;

/// The URL of a function, or of Lambda's Invoke API: `http://`, a host, a path.
///
/// ```
/// use poolgate_local::FunctionAddress;
///
/// let address: FunctionAddress = "http://127.0.0.1:3000/define".parse()?;
/// assert_eq!(address.to_string(), "http://127.0.0.1:3000/define");
/// assert!("https://functions.example/define".parse::<FunctionAddress>().is_err());
/// # Ok::<(), poolgate_local::InvalidFunctionAddress>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionAddress {
    authority: Authority,
    /// With the query, and with a slash in front.
    path: String,
}

/// Why a text is no [`FunctionAddress`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidFunctionAddress {
    /// Functions are called on this machine or on the network beside it, without TLS.
    #[error("{0:?}: https is not supported here, only http")]
    Https(String),
    /// Not an absolute `http://` URL.
    #[error("{0:?} is not a URL such as http://127.0.0.1:3000/function")]
    NotUrl(String),
}

impl FunctionAddress {
    /// The host and the port, for a `Host` header.
    pub(super) fn authority(&self) -> &str {
        self.authority.as_str()
    }

    /// What to connect to: an IPv6 address stands without its brackets.
    pub(super) fn host_and_port(&self) -> (&str, u16) {
        let host = self.authority.host();
        let address = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        (
            address.unwrap_or(host),
            self.authority.port_u16().unwrap_or(80),
        )
    }

    /// What to ask for: the path and the query.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The address of something below this one. The path is percent-encoded, with its slash.
    pub(super) fn with_path(&self, path: &str) -> Self {
        let base = self.path.split('?').next().unwrap_or_default();
        Self {
            authority: self.authority.clone(),
            path: format!("{}{path}", base.trim_end_matches('/')),
        }
    }
}

impl FromStr for FunctionAddress {
    type Err = InvalidFunctionAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let not_url = || InvalidFunctionAddress::NotUrl(text.to_owned());
        let parts = text.parse::<Uri>().map_err(|_| not_url())?.into_parts();
        if parts
            .scheme
            .as_ref()
            .is_some_and(|scheme| scheme.as_str() == "https")
        {
            return Err(InvalidFunctionAddress::Https(text.to_owned()));
        }
        let authority = parts.authority.ok_or_else(not_url)?;
        let plain = parts.scheme.is_some_and(|scheme| scheme.as_str() == "http");
        // What would not be sent must not be given: a user's name and password, a fragment.
        if !plain || authority.host().is_empty() || text.contains(['@', '#']) {
            return Err(not_url());
        }
        Ok(Self {
            authority,
            path: parts
                .path_and_query
                .map_or_else(|| "/".to_owned(), |path| path.to_string()),
        })
    }
}

impl fmt::Display for FunctionAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "http://{}{}", self.authority, self.path)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn address(text: &str) -> FunctionAddress {
        text.parse().unwrap()
    }

    #[test]
    fn says_what_to_connect_to() {
        let cases = [
            ("http://localhost", ("localhost", 80), "/"),
            ("http://127.0.0.1:3000/a?b=c", ("127.0.0.1", 3000), "/a?b=c"),
            ("HTTP://[::1]:9001/", ("::1", 9001), "/"),
        ];
        for (text, target, path) in cases {
            assert_eq!(address(text).host_and_port(), target, "{text}");
            assert_eq!(address(text).path(), path, "{text}");
        }
    }

    #[test]
    fn appends_to_its_path() {
        for (text, path) in [
            ("http://h:1", "/x"),
            ("http://h:1/", "/x"),
            ("http://h:1/base/?query", "/base/x"),
        ] {
            assert_eq!(address(text).with_path("/x").path(), path, "{text}");
        }
    }

    #[test]
    fn refuses_what_it_cannot_call() {
        for text in [
            "",
            "localhost",
            "/path",
            "ftp://h/",
            "http://",
            "http://u:p@h/",
            "http://h/#f",
            "http://a b/",
        ] {
            let refusal = text.parse::<FunctionAddress>().unwrap_err();
            assert_eq!(refusal, InvalidFunctionAddress::NotUrl(text.to_owned()));
        }
        let refusal = "https://h/".parse::<FunctionAddress>().unwrap_err();
        assert!(matches!(refusal, InvalidFunctionAddress::Https(_)));
    }

    proptest! {
        #[test]
        fn reads_back_what_it_writes(text in "(http://)?[ -~]{0,40}") {
            if let Ok(address) = text.parse::<FunctionAddress>() {
                prop_assert_eq!(address.to_string().parse(), Ok(address));
            }
        }
    }
}
