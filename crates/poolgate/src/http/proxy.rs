use std::fmt;

use aws_smithy_http_client::proxy::ProxyConfig;

use crate::{Environment, Error};

/// The proxies of an environment: one for http URLs, one for https URLs, and the hosts that need
/// none.
#[derive(Clone)]
pub(crate) struct Proxies {
    http: Option<String>,
    https: Option<String>,
    exceptions: Exceptions,
}

/// The hosts that need no proxy.
#[derive(Clone, Debug)]
struct Exceptions {
    http: String,
    https: String,
}

/// What goes to this machine by plain HTTP goes through no proxy, whatever `no_proxy` says: tokens
/// are in it.
const THIS_MACHINE: &str = "localhost,127.0.0.0/8,::1";

impl Proxies {
    pub(crate) fn from_environment(environment: &Environment) -> Result<Self, Error> {
        let all = environment.all_proxy.as_deref();
        let proxies = Self {
            http: environment.http_proxy.as_deref().or(all).map(with_scheme),
            https: environment.https_proxy.as_deref().or(all).map(with_scheme),
            exceptions: Exceptions::with(environment.no_proxy.as_deref().unwrap_or_default()),
        };
        proxies.for_http()?;
        proxies.for_https()?;
        proxies.for_fetcher()?;
        Ok(proxies)
    }

    /// For the SDK's connections to http URLs.
    pub(crate) fn for_http(&self) -> Result<ProxyConfig, Error> {
        let (url, exceptions) = (self.http.as_deref(), &self.exceptions.http);
        configuration("http_proxy", url, exceptions, ProxyConfig::http)
    }

    /// For the SDK's connections to https URLs.
    pub(crate) fn for_https(&self) -> Result<ProxyConfig, Error> {
        let (url, exceptions) = (self.https.as_deref(), &self.exceptions.https);
        configuration("https_proxy", url, exceptions, ProxyConfig::https)
    }

    /// For the client of the OAuth endpoints and of key sets.
    pub(crate) fn for_fetcher(&self) -> Result<Vec<reqwest::Proxy>, Error> {
        let Exceptions { http, https } = &self.exceptions;
        let mut proxies = Vec::new();
        if let Some(url) = self.http.as_deref() {
            let proxy = reqwest::Proxy::http(url).map_err(|_| invalid("http_proxy"))?;
            proxies.push(proxy.no_proxy(reqwest::NoProxy::from_string(http)));
        }
        if let Some(url) = self.https.as_deref() {
            let proxy = reqwest::Proxy::https(url).map_err(|_| invalid("https_proxy"))?;
            proxies.push(proxy.no_proxy(reqwest::NoProxy::from_string(https)));
        }
        Ok(proxies)
    }
}

impl Exceptions {
    fn with(named: &str) -> Self {
        let separator = if named.is_empty() { "" } else { "," };
        Self {
            http: format!("{named}{separator}{THIS_MACHINE}"),
            https: named.to_owned(),
        }
    }
}

fn configuration<E>(
    setting: &'static str,
    url: Option<&str>,
    exceptions: &str,
    proxy: impl FnOnce(String) -> Result<ProxyConfig, E>,
) -> Result<ProxyConfig, Error> {
    let Some(url) = url else {
        return Ok(ProxyConfig::disabled());
    };
    let proxy = proxy(url.to_owned()).map_err(|_| invalid(setting))?;
    Ok(if exceptions.is_empty() {
        proxy
    } else {
        proxy.no_proxy(exceptions)
    })
}

/// `proxy:3128` is how many people write `http://proxy:3128`.
fn with_scheme(url: &str) -> String {
    if url.contains("://") {
        url.to_owned()
    } else {
        format!("http://{url}")
    }
}

// The value is left out: it may carry a password.
fn invalid(setting: &'static str) -> Error {
    Error::InvalidSetting {
        setting,
        value: "[redacted]".to_owned(),
        reason: "expected the URL of a proxy".to_owned(),
    }
}

impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxies")
            .field("http", &self.http.is_some())
            .field("https", &self.https.is_some())
            .field("exceptions", &self.exceptions)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_proxy_stands_in_for_both() {
        let environment = Environment {
            all_proxy: Some("proxy.test:3128".to_owned()),
            https_proxy: Some("http://secure.test:3128".to_owned()),
            ..Environment::default()
        };
        let proxies = Proxies::from_environment(&environment).unwrap();
        assert_eq!(proxies.http.as_deref(), Some("http://proxy.test:3128"));
        assert_eq!(proxies.https.as_deref(), Some("http://secure.test:3128"));
    }

    #[test]
    fn plain_http_to_this_machine_needs_none() {
        let exceptions = Exceptions::with("internal.test");
        assert_eq!(exceptions.http, "internal.test,localhost,127.0.0.0/8,::1");
        assert_eq!(exceptions.https, "internal.test");
        assert_eq!(Exceptions::with("").http, THIS_MACHINE);
    }

    #[test]
    fn a_proxy_that_is_no_url_is_refused_without_showing_it() {
        let environment = Environment {
            https_proxy: Some("http://me:hunter2@proxy test".to_owned()),
            ..Environment::default()
        };
        let error = Proxies::from_environment(&environment)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("https_proxy") && !error.contains("hunter2"),
            "{error}"
        );
    }
}
