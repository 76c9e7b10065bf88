//! The HTTP clients: one for the AWS SDK, one for key sets and OAuth.
//!
//! Both are made when they are first needed, trust the same certificates and take the same
//! proxies. An https URL has to be contacted before a trust store is loaded: that costs some
//! milliseconds, which a program that only talks to loopback does not spend.

mod connector;
mod exchange;
mod proxy;
mod resolver;
mod trust;

use std::sync::{Arc, OnceLock};

pub(crate) use connector::LazyHttpClient;
pub(crate) use exchange::{Answer, ExchangeFailure, Repeat};
use proxy::Proxies;
use resolver::Resolver;
use trust::Trust;

use crate::{Environment, Error, Timeouts};

/// What both clients are made from.
#[derive(Debug)]
pub(crate) struct HttpSettings {
    proxies: Proxies,
    trust: Trust,
    timeouts: Timeouts,
    fetcher: OnceLock<reqwest::Client>,
    plain_fetcher: OnceLock<reqwest::Client>,
}

impl HttpSettings {
    /// Reads the proxies; a proxy that is no URL is an error here, before anything is sent.
    pub(crate) fn new(environment: &Environment, timeouts: Timeouts) -> Result<Arc<Self>, Error> {
        Ok(Arc::new(Self {
            proxies: Proxies::from_environment(environment)?,
            trust: Trust::new(environment.ca_bundle().map(Into::into)),
            timeouts,
            fetcher: OnceLock::new(),
            plain_fetcher: OnceLock::new(),
        }))
    }

    /// The client for a request to this URL. Redirects are not followed: a key set that moves is a
    /// key set under somebody else's control, and a code that moves is anybody's.
    fn fetcher(&self, url: &str) -> Result<&reqwest::Client, Error> {
        let secure = url.starts_with("https:");
        let slot = if secure {
            &self.fetcher
        } else {
            &self.plain_fetcher
        };
        if let Some(client) = slot.get() {
            return Ok(client);
        }
        let tls = if secure {
            self.trust.client_config()?
        } else {
            trust::no_trust()?
        };
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Resolver::new())
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.timeouts.connect)
            .timeout(self.timeouts.attempt)
            .no_proxy();
        for proxy in self.proxies.for_fetcher()? {
            builder = builder.proxy(proxy);
        }
        let client = builder
            .build()
            .map_err(|error| Error::http_client(&error))?;
        Ok(slot.get_or_init(|| client))
    }
}
