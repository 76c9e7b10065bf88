use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use poolgate_flow::Region;
use url::{Host, Url};

use crate::Error;

/// Longer than any domain with a path below it.
const MAXIMUM: usize = 512;

/// Where a user pool's login pages and OAuth endpoints are.
///
/// ```
/// use poolgate::oauth::Domain;
///
/// let by_prefix = Domain::from_prefix("example", &"eu-west-1".parse()?)?;
/// assert_eq!(by_prefix.as_str(), "https://example.auth.eu-west-1.amazoncognito.com");
/// let custom: Domain = "auth.example.com".parse()?;
/// assert_eq!(custom.as_str(), "https://auth.example.com");
/// // A server on this machine, such as `poolgate local`.
/// let local: Domain = "http://127.0.0.1:9229/eu-west-1_Example".parse()?;
/// assert_eq!(local.token_endpoint(), "http://127.0.0.1:9229/eu-west-1_Example/oauth2/token");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Tokens and codes go there: it is https, or http on this machine.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct Domain {
    /// Without a slash at the end.
    base: String,
}

impl Domain {
    /// A prefix domain of this Region, in AWS's own `amazoncognito.com`.
    pub fn from_prefix(prefix: &str, region: &Region) -> Result<Self, Error> {
        let is_label = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let is_valid = (1..=63).contains(&prefix.len())
            && prefix.bytes().all(|byte| is_label(byte) || byte == b'-')
            && !prefix.starts_with('-')
            && !prefix.ends_with('-');
        if !is_valid {
            let reason = "expected a prefix: small letters, digits, and hyphens between them";
            return Err(invalid(prefix, reason));
        }
        // GovCloud has FIPS endpoints only (credentials-and-cli.md 2.7).
        let service = if region.as_str().starts_with("us-gov-") {
            "auth-fips"
        } else {
            "auth"
        };
        format!("https://{prefix}.{service}.{region}.amazoncognito.com").parse()
    }

    /// The URL that all endpoints begin with, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.base
    }

    /// Where a browser is sent to sign in.
    #[must_use]
    pub fn authorization_endpoint(&self) -> String {
        self.endpoint(AUTHORIZATION)
    }

    /// Where codes and refresh tokens become tokens.
    #[must_use]
    pub fn token_endpoint(&self) -> String {
        self.endpoint(TOKEN)
    }

    /// What says who the user is, by an access token.
    #[must_use]
    pub fn user_info_endpoint(&self) -> String {
        self.endpoint(USER_INFO)
    }

    /// Where refresh tokens are revoked.
    #[must_use]
    pub fn revocation_endpoint(&self) -> String {
        self.endpoint(REVOCATION)
    }

    /// Where a browser is sent to sign out.
    #[must_use]
    pub fn logout_endpoint(&self) -> String {
        self.endpoint(LOGOUT)
    }

    fn endpoint(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// The paths below a domain (protocol.md 6).
pub(super) const AUTHORIZATION: &str = "/oauth2/authorize";
pub(super) const TOKEN: &str = "/oauth2/token";
pub(super) const USER_INFO: &str = "/oauth2/userInfo";
pub(super) const REVOCATION: &str = "/oauth2/revoke";
pub(super) const LOGOUT: &str = "/logout";

impl FromStr for Domain {
    type Err = Error;

    /// Takes a URL, or the bare name of a domain, which is reached by https.
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.len() > MAXIMUM {
            return Err(invalid("[too long]", "expected at most 512 characters"));
        }
        let url = if text.contains("://") {
            Url::parse(text)
        } else if text.contains('.') && !text.contains(['/', ':', '@', '?', '#']) {
            Url::parse(&format!("https://{text}"))
        } else {
            return Err(invalid(text, EXPECTED));
        };
        let url = url.map_err(|error| invalid(text, &error.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid("[redacted]", "expected no user name in the URL"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(invalid(text, "expected no `?` and no `#` in the URL"));
        }
        if !is_trustworthy(&url) {
            return Err(invalid(
                text,
                "expected https, or http on this machine: passwords and tokens go there",
            ));
        }
        Ok(Self {
            base: url.as_str().trim_end_matches('/').to_owned(),
        })
    }
}

const EXPECTED: &str = "expected a URL such as https://<prefix>.auth.<region>.amazoncognito.com, \
                        or the name of a domain of yours";

/// Whether what is sent there stays secret on the way.
fn is_trustworthy(url: &Url) -> bool {
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => true,
        ("http", Some(host)) => is_loopback(&host),
        _ => false,
    }
}

/// `localhost` and the names below it lead to this machine (RFC 6761 6.3).
fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => Ipv4Addr::is_loopback(address),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

fn invalid(value: &str, reason: &str) -> Error {
    Error::InvalidSetting {
        setting: "the user pool's domain",
        value: value.to_owned(),
        reason: reason.to_owned(),
    }
}

impl fmt::Debug for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Domain({})", self.base)
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn prefixes_custom_domains_and_urls_lead_to_the_endpoints() {
        let gov = Domain::from_prefix("a", &"us-gov-west-1".parse().unwrap()).unwrap();
        assert_eq!(
            gov.authorization_endpoint(),
            "https://a.auth-fips.us-gov-west-1.amazoncognito.com/oauth2/authorize"
        );
        for text in [
            "auth.example.com",
            "https://auth.example.com/",
            "https://AUTH.example.com",
        ] {
            let domain: Domain = text.parse().unwrap();
            assert_eq!(domain.as_str(), "https://auth.example.com");
            assert_eq!(domain.logout_endpoint(), "https://auth.example.com/logout");
        }
        for text in [
            "http://localhost:9229/p",
            "http://x.auth.localhost:9229",
            "http://127.0.0.1:9229/p",
            "http://[::1]:9229/p",
        ] {
            assert_eq!(text.parse::<Domain>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn secrets_never_go_to_plain_http_elsewhere_nor_to_what_is_no_domain() {
        for text in [
            "",
            "my-prefix",
            "http://auth.example.com",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://10.0.0.1",
            "ftp://auth.example.com",
            "file:///etc/passwd",
            "https://user:hunter2@auth.example.com",
            "https://auth.example.com/?x=1",
            "https://auth.example.com/#x",
            "auth.example.com/path",
            "auth.example.com@elsewhere.example.com",
            "https://",
        ] {
            let error = text.parse::<Domain>().unwrap_err();
            assert!(error.is_configuration(), "{text}: {error}");
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
        for prefix in ["", "-a", "a-", "A", "a.b", "a/b", "é"] {
            let region = "eu-west-1".parse().unwrap();
            assert!(Domain::from_prefix(prefix, &region).is_err(), "{prefix}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_taken_is_https_or_on_this_machine(text in "(https?://)?[a-z@:/?#.\\[\\]0-9]{0,24}") {
            if let Ok(domain) = text.parse::<Domain>() {
                let url = Url::parse(&domain.token_endpoint()).unwrap();
                prop_assert!(is_trustworthy(&url), "{}", domain);
                prop_assert!(url.path().ends_with(TOKEN));
            }
        }
    }
}
