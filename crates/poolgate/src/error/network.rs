//! What the network says, in plain words: the HTTP libraries speak of their own parts, and name no
//! host.

use std::error::Error as StdError;
use std::fmt;
use std::io::{self, ErrorKind};

use url::Url;

use super::with_sources;

/// An error of a connection, with the host that it was to.
#[derive(Debug)]
pub(crate) struct AtHost {
    pub(crate) host: String,
    pub(crate) error: Box<dyn StdError + Send + Sync>,
}

impl AtHost {
    /// The same for the host of a URL.
    pub(crate) fn of_url(url: &str, error: Box<dyn StdError + Send + Sync>) -> Self {
        let host = host(url);
        Self { host, error }
    }
}

/// Why a request has had no answer.
#[derive(Clone, Debug)]
pub(crate) struct Lost {
    pub(crate) reason: String,
}

impl Lost {
    /// In the words of what is known, else in the library's.
    pub(crate) fn new(host: &str, error: &(dyn StdError + 'static)) -> Self {
        let reason =
            plain_reason(host, error).unwrap_or_else(|| format!("{host}: {}", with_sources(error)));
        Self { reason }
    }
}

/// The host of a URL with its port, which carry no secret.
pub(crate) fn host(url: &str) -> String {
    let parsed = Url::parse(url).ok();
    let host = parsed.as_ref().and_then(|url| {
        let port = url
            .port()
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        Some(format!("{}{port}", url.host_str()?))
    });
    host.unwrap_or_else(|| "the host".to_owned())
}

fn plain_reason(host: &str, error: &(dyn StdError + 'static)) -> Option<String> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<io::Error>()
            && error.kind() == ErrorKind::ConnectionRefused
        {
            return Some(format!(
                "{host} refuses the connection, or the proxy on the way to it does: nothing listens there"
            ));
        }
        // hyper-util tells a failed look-up by these words alone.
        if error.to_string() == "dns error" {
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            return Some(format!(
                "the host {host}, or the proxy on the way to it, cannot be looked up: {why}"
            ));
        }
        next = error.source();
    }
    tls_reason(host, &with_sources(error))
}

/// By rustls's words: the SDK's connector hands on no more than these.
fn tls_reason(host: &str, text: &str) -> Option<String> {
    if text.contains("InvalidContentType") {
        return Some(format!(
            "{host} does not speak TLS: is its URL http:// and not https://?"
        ));
    }
    let (_, fault) = text.split_once("invalid peer certificate: ")?;
    let known = [
        ("UnknownIssuer", "its issuer is not trusted here"),
        // An issuer of the same name, with another key.
        ("BadSignature", "its issuer is not trusted here"),
        (
            "CaUsedAsEndEntity",
            "it is an authority's, and not a server's",
        ),
        ("xpired", "it has expired"),
        ("NotValidForName", "it is for other names"),
        ("not valid for name", "it is for other names"),
    ];
    let mut known = known.into_iter().filter(|(word, _)| fault.contains(word));
    let why = known.next().map_or(fault, |(_, why)| why);
    Some(format!("the certificate of {host} is not accepted: {why}"))
}

impl fmt::Display for AtHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.host)
    }
}

impl StdError for AtHost {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.error.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(error: impl StdError + 'static) -> String {
        Lost::new("auth.example.com", &error).reason
    }

    #[test]
    fn what_people_can_mend_is_said_in_their_words() {
        let refused = io::Error::from(ErrorKind::ConnectionRefused);
        assert!(reason(refused).contains("auth.example.com refuses the connection"));
        let plain = rustls::InvalidMessage::InvalidContentType;
        let plain = io::Error::other(rustls::Error::InvalidMessage(plain));
        assert!(reason(plain).contains("does not speak TLS"));
        for (fault, words) in [
            (
                rustls::CertificateError::UnknownIssuer,
                "issuer is not trusted",
            ),
            (rustls::CertificateError::Expired, "has expired"),
            (rustls::CertificateError::NotValidForName, "other names"),
            (rustls::CertificateError::Revoked, "Revoked"),
        ] {
            let shown = reason(io::Error::other(rustls::Error::InvalidCertificate(fault)));
            assert!(shown.contains(words), "{shown}");
        }
        assert_eq!(reason(io::Error::other("x")), "auth.example.com: x");
    }

    #[test]
    fn a_host_is_shown_without_what_goes_with_it() {
        assert_eq!(host("https://a:b@c.example:8/d?e=f"), "c.example:8");
        assert_eq!(host("http://[::1]:8/"), "[::1]:8");
        assert_eq!(host("?"), "the host");
    }
}
