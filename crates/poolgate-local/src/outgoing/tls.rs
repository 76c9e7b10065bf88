//! HTTPS, with the machine's own idea of whom to trust, or that of `SSL_CERT_FILE` and `SSL_CERT_DIR`.

use std::error::Error;
use std::sync::{Arc, OnceLock};

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Loaded once, when first needed: it takes milliseconds.
static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();

/// Talks TLS to the server of this name.
pub(super) async fn secure(
    stream: TcpStream,
    name: &str,
) -> Result<TlsStream<TcpStream>, Box<dyn Error + Send + Sync>> {
    let config = if let Some(config) = CONFIG.get() {
        config
    } else {
        let config = Arc::new(load()?);
        CONFIG.get_or_init(|| config)
    };
    let name = ServerName::try_from(name.to_owned())?;
    Ok(TlsConnector::from(Arc::clone(config))
        .connect(name, stream)
        .await?)
}

fn load() -> Result<ClientConfig, Box<dyn Error + Send + Sync>> {
    let mut roots = RootCertStore::empty();
    let known = rustls_native_certs::load_native_certs();
    // A certificate of the system that is no good trusts nobody, and is no reason to stop.
    roots.add_parsable_certificates(known.certs);
    if roots.is_empty() {
        let why = known.errors.first().map(|error| format!(": {error}"));
        let why = why.unwrap_or_default();
        return Err(format!("nobody's certificates are trusted on this machine{why}").into());
    }
    Ok(trusting(roots)?)
}

/// The provider is named, since two of them may meet in one binary.
fn trusting(roots: RootCertStore) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Has the tests of this process need no certificates of the machine.
#[cfg(test)]
pub(super) fn trust_nobody() {
    CONFIG.get_or_init(|| Arc::new(trusting(RootCertStore::empty()).unwrap()));
}
