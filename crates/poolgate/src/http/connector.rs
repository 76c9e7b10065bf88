use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext};
use aws_smithy_http_client::{Connector, ConnectorBuilder};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

use super::HttpSettings;
use crate::Error;
use crate::error::AtHost;

/// The SDK's HTTP client, with a connector for http and one for https, each made when the first
/// request needs it.
#[derive(Debug)]
pub(crate) struct LazyHttpClient {
    settings: Arc<HttpSettings>,
    // The SDK asks for a connector at every call and leaves it to the client to keep them.
    connectors: Mutex<HashMap<TimeLimits, SharedHttpConnector>>,
}

/// Of connecting and of reading.
type TimeLimits = (Option<Duration>, Option<Duration>);

impl LazyHttpClient {
    pub(crate) fn new(settings: Arc<HttpSettings>) -> Self {
        Self {
            settings,
            connectors: Mutex::default(),
        }
    }
}

impl HttpClient for LazyHttpClient {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let mut connectors = self
            .connectors
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let key = (settings.connect_timeout(), settings.read_timeout());
        let make = || {
            SharedHttpConnector::new(LazyConnector {
                settings: Arc::clone(&self.settings),
                timeouts: settings.clone(),
                http: OnceLock::new(),
                https: OnceLock::new(),
            })
        };
        connectors.entry(key).or_insert_with(make).clone()
    }
}

#[derive(Debug)]
struct LazyConnector {
    settings: Arc<HttpSettings>,
    timeouts: HttpConnectorSettings,
    http: OnceLock<SharedHttpConnector>,
    https: OnceLock<SharedHttpConnector>,
}

impl HttpConnector for LazyConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let connector = if request.uri().starts_with("https:") {
            self.https()
        } else {
            self.http()
        };
        match connector {
            Ok(connector) => {
                let url = request.uri().to_owned();
                let call = connector.call(request);
                HttpConnectorFuture::new(async move {
                    call.await.map_err(|error| with_host(&url, error))
                })
            }
            Err(error) => HttpConnectorFuture::ready(Err(ConnectorError::user(error.into()))),
        }
    }
}

/// The same error, which says whom it is about; the SDK repeats what it did before.
fn with_host(url: &str, error: ConnectorError) -> ConnectorError {
    let (is_timeout, is_user, is_io) = (error.is_timeout(), error.is_user(), error.is_io());
    let kind = error.as_other();
    let at_host = Box::new(AtHost::of_url(url, error.into_source()));
    if is_timeout {
        ConnectorError::timeout(at_host)
    } else if is_user {
        ConnectorError::user(at_host)
    } else if is_io {
        ConnectorError::io(at_host)
    } else {
        ConnectorError::other(at_host, kind)
    }
}

impl LazyConnector {
    fn http(&self) -> Result<&SharedHttpConnector, Error> {
        if let Some(connector) = self.http.get() {
            return Ok(connector);
        }
        let proxy = self.settings.proxies.for_http()?;
        let connector = self.builder().proxy_config(proxy).build_http();
        Ok(self
            .http
            .get_or_init(|| SharedHttpConnector::new(connector)))
    }

    fn https(&self) -> Result<&SharedHttpConnector, Error> {
        if let Some(connector) = self.https.get() {
            return Ok(connector);
        }
        let proxy = self.settings.proxies.for_https()?;
        let trust = self.settings.trust.sdk_store()?;
        let context = TlsContext::builder().with_trust_store(trust).build();
        let connector = self
            .builder()
            .proxy_config(proxy)
            .tls_provider(Provider::rustls(CryptoMode::Ring))
            .tls_context(context.map_err(|error| Error::http_client(&error))?)
            .build();
        Ok(self
            .https
            .get_or_init(|| SharedHttpConnector::new(connector)))
    }

    fn builder(&self) -> ConnectorBuilder {
        Connector::builder().connector_settings(self.timeouts.clone())
    }
}
